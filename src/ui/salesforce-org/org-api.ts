import type { BoardDeal, Stage } from '../hubspot-portal/portal-api.ts';

export type Fields = Record<string, string | number | boolean | null>;

export type OrgBoard = { org: { id: string; name: string }; stages: Stage[]; deals: BoardDeal[] };

type OrgRecord = { id: string; fields: Fields };

/** A custom field of the org, as describe tells of it. */
export type OrgField = {
  name: string;
  label: string;
  type: string;
  html: boolean;
  picklist: { value: string; label: string }[];
};

export type OpportunityDetail = {
  opportunity: OrgRecord;
  stages: Stage[];
  currency: string;
  account: { name: string | null };
  owner: { name: string | null };
  lines: (OrgRecord & { product: string | null })[];
  tasks: (OrgRecord & { owner: string | null })[];
  fields: OrgField[];
  lineFields: OrgField[];
};

/** Where the org tells of changes, as Server-Sent Events. */
export const CHANGES = '/org/api/events';

/** The org's own sentence where it gives one. */
const refusal = async (response: Response): Promise<Error> => {
  const body: unknown = await response.json().catch(() => null);
  const message = (body as { message?: unknown } | null)?.message;
  return new Error(typeof message === 'string' ? message : `The sandbox org answered with code ${response.status}.`);
};

const read = async <T>(path: string): Promise<T> => {
  const response = await fetch(path);
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
};

/** Every opportunity of the org, for the board. */
export const readBoard = (): Promise<OrgBoard> => read('/org/api/board');

/** One opportunity with everything that its page shows. */
export const readOpportunity = (id: string): Promise<OpportunityDetail> =>
  read(`/org/api/opportunities/${encodeURIComponent(id)}`);

/** Changes fields of a record, as a rep would: the org's flows run. */
export const updateRecord = async (
  kind: 'opportunities' | 'lines' | 'tasks',
  id: string,
  fields: Fields,
): Promise<void> => {
  const response = await fetch(`/org/api/${kind}/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fields }),
  });
  if (!response.ok) throw await refusal(response);
};
