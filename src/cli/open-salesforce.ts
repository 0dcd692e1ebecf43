import type { Kysely } from 'kysely';
import type { SalesforceSettings } from '../config.ts';
import type { Crm } from '../crm/crm.ts';
import type { SalesforceApp } from '../crm/salesforce/oauth.ts';
import { renewTokens } from '../crm/salesforce/oauth.ts';
import { createSalesforceCrm } from '../crm/salesforce/salesforce-crm.ts';
import type { SalesforceTokenProvider, SalesforceTokens } from '../crm/salesforce/tokens.ts';
import { createSalesforceTokenProvider } from '../crm/salesforce/tokens.ts';
import type { Install } from '../db/installs.ts';
import { sealedTokens } from '../db/installs.ts';
import type { Schema } from '../db/schema.ts';
import { dailyBudget } from '../inbox/daily-budget.ts';
import type { OpenCrm } from './open-hubspot.ts';

/** Opens orgs, and knows where an opportunity is seen once its org was called. */
export type SalesforceCrms = OpenCrm & { dealUrl: (install: Install, dealId: string) => string | null };

/** Who we are to Salesforce, from the configuration. */
export const salesforceApp = (settings: SalesforceSettings, now: () => Date): SalesforceApp => ({
  clientId: settings.clientId,
  clientSecret: settings.clientSecret,
  redirectUri: `${settings.publicUrl}/oauth/salesforce/callback`,
  loginUrl: settings.loginUrl,
  trustedOrigin: settings.trustedOrigin,
  jwtKey: settings.jwtKey,
  now: () => now().getTime(),
});

/** Opens Salesforce orgs with the tokens that the database keeps. */
export const salesforceCrms = (db: Kysely<Schema>, settings: SalesforceSettings, now: () => Date): SalesforceCrms => {
  const app = salesforceApp(settings, now);
  const opened = new Map<string, Crm>();
  const providers = new Map<number, SalesforceTokenProvider>();
  const places = new Map<number, string>();

  /** One per install: readers of different zones share a renewal. */
  const tokensOf = (install: Install): SalesforceTokenProvider => {
    const store = sealedTokens<SalesforceTokens>(db, install.id, settings.encryptionKeys);
    const provider =
      providers.get(install.id) ??
      createSalesforceTokenProvider({ store, renew: (current) => renewTokens(app, current) });
    providers.set(install.id, provider);
    return async (refused) => {
      const tokens = await provider(refused);
      places.set(install.id, tokens.instanceUrl);
      return tokens;
    };
  };

  const open: OpenCrm = (install, timeZone) => {
    const budget = dailyBudget(db, install.id, now);
    return createSalesforceCrm({ tokens: tokensOf(install), now: app.now, timeZone, budget, onUsage: budget.note });
  };

  const openCrm: OpenCrm = (install, timeZone) => {
    const key = `${install.id} ${timeZone}`;
    const crm = opened.get(key) ?? open(install, timeZone);
    opened.set(key, crm);
    return crm;
  };
  const dealUrl: SalesforceCrms['dealUrl'] = (install, dealId) => {
    const place = places.get(install.id);
    return place === undefined ? null : `${place}/lightning/r/Opportunity/${dealId}/view`;
  };
  return Object.assign(openCrm, { dealUrl });
};
