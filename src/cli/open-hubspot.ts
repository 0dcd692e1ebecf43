import type { Kysely } from 'kysely';
import type { HubspotSettings } from '../config.ts';
import type { Crm } from '../crm/crm.ts';
import { createHubspotCrm } from '../crm/hubspot/hubspot-crm.ts';
import type { HubspotApp } from '../crm/hubspot/oauth.ts';
import { refreshTokens } from '../crm/hubspot/oauth.ts';
import type { HubspotTokens } from '../crm/hubspot/tokens.ts';
import { createTokenProvider } from '../crm/hubspot/tokens.ts';
import type { Install } from '../db/installs.ts';
import { sealedTokens } from '../db/installs.ts';
import { installBudget } from '../inbox/install-budget.ts';
import type { Schema } from '../db/schema.ts';

/** Gives the CRM of an install, the same one each time: it remembers owners and what the portal allows. */
export type OpenCrm = (install: Install, timeZone: string) => Crm;

/** Who we are to HubSpot, from the configuration. */
export const hubspotApp = (settings: HubspotSettings, now: () => Date): HubspotApp => ({
  clientId: settings.clientId,
  clientSecret: settings.clientSecrets[0] ?? '',
  redirectUri: `${settings.publicUrl}/oauth/hubspot/callback`,
  authorizeUrl: settings.authorizeUrl,
  apiUrl: settings.apiUrl,
  now: () => now().getTime(),
});

/** Opens HubSpot portals with the tokens that the database keeps. */
export const hubspotCrms = (db: Kysely<Schema>, settings: HubspotSettings, now: () => Date): OpenCrm => {
  const app = hubspotApp(settings, now);
  const opened = new Map<string, Crm>();
  const open: OpenCrm = (install, timeZone) =>
    createHubspotCrm({
      accessToken: createTokenProvider({
        store: sealedTokens<HubspotTokens>(db, install.id, settings.encryptionKeys),
        refresh: (refreshToken) => refreshTokens(app, refreshToken),
        now: app.now,
      }),
      basePath: settings.apiUrl,
      now: app.now,
      timeZone,
      budget: installBudget(db, install.id, now),
    });
  return (install, timeZone) => {
    const key = `${install.id} ${timeZone}`;
    const crm = opened.get(key) ?? open(install, timeZone);
    opened.set(key, crm);
    return crm;
  };
};
