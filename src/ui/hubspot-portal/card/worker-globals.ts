import type { ReactElement } from 'react';

/** What HubSpot gives to a card of a record. */
export type CardApi = {
  context: { variables: Record<string, string>; crm: { objectId: number | string; objectTypeId: string } };
  actions: { onCrmPropertiesUpdate: (properties: string[] | '*', callback: () => void) => void };
};

type Extension = (api: CardApi) => ReactElement;

type WorkerGlobals = {
  __HUBSPOT_EXTENSION_WORKER__: boolean;
  logger: Console;
  extend_V2: (extension: Extension) => void;
  hsFetch: (url: string, init?: { method?: string; body?: unknown }) => Promise<Response>;
};

type AppAnswer = { status: number; headers: Record<string, string>; body: string };

/** `hubspot.fetch`: the portal adds who asks, signs the call, forwards it and hands back what the app answered. */
const hsFetch: WorkerGlobals['hsFetch'] = async (url, init = {}) => {
  const forwarded = await fetch('/portal/api/fetch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url, method: init.method ?? 'GET', body: init.body }),
  });
  if (!forwarded.ok) return forwarded;
  const { status, headers, body } = (await forwarded.json()) as AppAnswer;
  return new Response(body, { status, headers });
};

/**
 * Loads the card's file as HubSpot's worker does: the SDK reads these globals when it is imported, so they are set
 * before. Resolves with what the card handed to `hubspot.extend`.
 */
const load = async (): Promise<Extension> => {
  const { promise, resolve } = Promise.withResolvers<Extension>();
  const globals: WorkerGlobals = {
    __HUBSPOT_EXTENSION_WORKER__: true,
    logger: console,
    extend_V2: resolve,
    hsFetch,
  };
  Object.assign(self, globals);
  await import('../../../../app-manifest/hubspot/src/app/cards/DealCard.tsx');
  return promise;
};

let loaded: Promise<Extension> | null = null;

/** The card, loaded once for the page. */
export const loadCard = (): Promise<Extension> => (loaded ??= load());
