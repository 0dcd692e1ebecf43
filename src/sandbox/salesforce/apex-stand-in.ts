import type { Org } from './org.ts';

/** Where the app's card answers, and the key that the admin put into the named credential. */
export type CardService = { url: string; installKey: string };

/** What a method of Apex answers to the page; a fault carries the sentence of its AuraHandledException. */
export type ApexAnswer = { status: number; body: unknown };

const TIMEOUT_MS = 10_000;

/** What the class KeepableController says of the answers that are no card; the code is the same in the package. */
const FAULTS: Record<number, string> = {
  401: 'Keepable does not know the install key of this org. Ask your Salesforce admin to enter it again.',
  403: 'Keepable is not connected to this org. Ask your Salesforce admin.',
};

const fault = (message: string): ApexAnswer => ({ status: 500, body: { message } });

const faultOf = (status: number): ApexAnswer =>
  fault(FAULTS[status] ?? `Keepable cannot answer right now (code ${status}).`);

const NOT_VISIBLE = 'You cannot see this opportunity, or it is gone.';

type Method = { http: 'GET' | 'POST'; withoutAccess: ApexAnswer; read: (response: Response) => Promise<ApexAnswer> };

const METHODS: Record<string, Method> = {
  'KeepableController.getCard': {
    http: 'GET',
    withoutAccess: {
      status: 200,
      body: {
        state: 'not_permitted',
        title: 'You cannot see this delivery check',
        message: NOT_VISIBLE,
        pending: false,
      },
    },
    read: async (response) =>
      response.status === 200 || response.status === 403
        ? { status: 200, body: await response.json() }
        : faultOf(response.status),
  },
  'KeepableController.requestCheck': {
    http: 'POST',
    withoutAccess: fault(NOT_VISIBLE),
    read: async (response) => (response.status === 202 ? { status: 200, body: null } : faultOf(response.status)),
  },
};

/** Plays the org's Apex: checks that the user may see the opportunity, then asks the app with the key of the org. */
export const callApex = async (
  org: Org,
  service: CardService | null,
  { method: name, recordId }: { method: string; recordId: string },
): Promise<ApexAnswer> => {
  const method = METHODS[name];
  if (!method) return { status: 404, body: { message: `The org has no method ${name}.` } };
  if (!org.store.live('Opportunity', recordId)) return method.withoutAccess;
  if (!service) return faultOf(401);
  const url = `${service.url}/api/salesforce/card?recordId=${encodeURIComponent(recordId)}`;
  const headers = {
    Accept: 'application/json',
    Authorization: `Bearer ${service.installKey}`,
    'X-Keepable-Organization': org.id,
    'X-Keepable-User': org.pageUserId,
    ...(method.http === 'POST' ? { 'Content-Type': 'application/json' } : {}),
  };
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const body = method.http === 'POST' ? { body: '{}' } : {};
    return await method.read(await fetch(url, { method: method.http, headers, signal, ...body }));
  } catch {
    return fault('Keepable cannot be reached right now.');
  }
};
