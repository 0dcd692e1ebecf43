import type { Kysely } from 'kysely';
import type { Crm } from '../../crm/crm.ts';
import type { HubspotApp } from '../../crm/hubspot/oauth.ts';
import { exchangeCode, introspectToken } from '../../crm/hubspot/oauth.ts';
import type { HubspotTokens } from '../../crm/hubspot/tokens.ts';
import { markDirty } from '../../db/deal-work.ts';
import type { Install } from '../../db/installs.ts';
import { connectInstall, sealedTokens } from '../../db/installs.ts';
import { asInstall } from '../../db/roles.ts';
import type { Schema } from '../../db/schema.ts';
import type { KeyRing } from '../../db/secret-box.ts';

export type HubspotConnector = {
  db: Kysely<Schema>;
  app: HubspotApp;
  keys: KeyRing;
  openCrm: (install: Install, timeZone: string) => Crm;
};

/**
 * Connects the portal that gave this code: tokens sealed, our properties created. The portal's id comes from HubSpot's
 * own word about the token, never from the browser. Connecting again is harmless.
 */
export const connectHubspot = async (connector: HubspotConnector, code: string): Promise<Install> => {
  const { db, app, keys, openCrm } = connector;
  const tokens = await exchangeCode(app, code);
  const { portalId } = await introspectToken(app, tokens.accessToken);
  const install = await connectInstall(db, { crm: 'hubspot', account: portalId });
  await sealedTokens<HubspotTokens>(db, install.id, keys).replace(tokens);
  await openCrm(install, install.time_zone).provision();
  return install;
};

/** Marks every deal that changed since the moment (null: every deal there is) to be checked; returns how many. */
export const markChangedDeals = async (
  { db, openCrm }: Pick<HubspotConnector, 'db' | 'openCrm'>,
  install: Install,
  span: { since: string | null; now: Date },
): Promise<number> => {
  const changed = await openCrm(install, install.time_zone).changedDeals(span.since);
  const deals = changed.map(({ dealId }) => ({ kind: 'deal' as const, objectId: dealId }));
  await asInstall(db, install.id, (tx) => markDirty(tx, deals, span.now));
  return deals.length;
};
