import type { Kysely } from 'kysely';
import type { HubspotSettings, ServiceSettings } from '../config.ts';
import type { Install } from '../db/installs.ts';
import type { Schema } from '../db/schema.ts';
import { AppError } from '../errors.ts';
import type { OpenCrm } from './open-hubspot.ts';
import { hubspotCrms } from './open-hubspot.ts';
import { salesforceCrms } from './open-salesforce.ts';

/** Opens the CRM of any install, and knows where a deal is seen in it (null: not known yet). */
export type OpenCrms = OpenCrm & { dealUrl: (install: Install, dealId: string) => string | null };

/** The CRMs that the configuration connects, each install opened with its own. */
export const openCrms = (db: Kysely<Schema>, { settings, salesforce }: ServiceSettings, now: () => Date): OpenCrms => {
  const hubspot = hubspotCrms(db, settings, now);
  const orgs = salesforce === null ? null : salesforceCrms(db, salesforce, now);
  const openCrm: OpenCrm = (install, timeZone) => {
    if (install.crm === 'hubspot') return hubspot(install, timeZone);
    if (orgs !== null) return orgs(install, timeZone);
    throw new AppError('CONFIG_INVALID', 'A Salesforce org is connected, but SALESFORCE_CLIENT_ID is not set.');
  };
  return Object.assign(openCrm, {
    dealUrl: (install: Install, dealId: string) =>
      install.crm === 'hubspot' ? hubspotDealUrl(settings, install, dealId) : (orgs?.dealUrl(install, dealId) ?? null),
  });
};

const hubspotDealUrl = (settings: HubspotSettings, { account }: Install, dealId: string): string =>
  `${new URL(settings.authorizeUrl).origin}/contacts/${account}/record/0-3/${dealId}`;
