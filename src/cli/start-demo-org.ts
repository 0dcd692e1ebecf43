import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { SalesforceSettings } from '../config.ts';
import { demoKey } from '../config.ts';
import { authorizeUrl, challengeOf } from '../crm/salesforce/oauth.ts';
import type { Install } from '../db/installs.ts';
import { startSalesforceSandbox } from '../sandbox/salesforce/sandbox.ts';
import type { SalesforceSandbox } from '../sandbox/salesforce/sandbox.ts';
import { markChangedDeals } from '../web/oauth/connect-hubspot.ts';
import { connectSalesforce } from '../web/oauth/connect-salesforce.ts';
import { salesforceApp } from './open-salesforce.ts';
import type { UsableSheet } from './publish-workbook.ts';
import { publishWorkbook } from './publish-workbook.ts';
import { salesforceConnector } from './salesforce-mounts.ts';
import type { ServiceParts } from './service-parts.ts';

/** The org of the demo; its package is installed, as the metadata says. */
export const ORGANIZATION_ID = '00D480000000001EAA';
const CLIENT_ID = 'keepable-demo';
const METADATA = fileURLToPath(new URL('../../app-manifest/salesforce/force-app/', import.meta.url));

/** How the demo's org is filled and shown. */
export type DemoOrgParts = {
  /** Fills the empty org before anybody looks. */
  seed: (sandbox: SalesforceSandbox) => void;
  /** Built pages of the org. */
  pagesDir?: string;
  /** Where the sandbox writes down each request it gets. */
  journalPath?: string;
};

export type DemoOrg = { sandbox: SalesforceSandbox; install: Install };

/** An org that knows our app by this secret. Throws EADDRINUSE when the port is taken. */
export const startOrgSandbox = async (
  { seed, pagesDir, journalPath }: DemoOrgParts,
  { port, clientSecret, now }: { port: number; clientSecret: string; now: () => Date },
): Promise<SalesforceSandbox> => {
  const sandbox = await startSalesforceSandbox({
    port,
    organizationId: ORGANIZATION_ID,
    organizationName: 'Sandbox org',
    clientId: CLIENT_ID,
    clientSecret,
    clock: () => now().getTime(),
    features: { multiCurrency: true },
    metadataDir: METADATA,
    ...(pagesDir === undefined ? {} : { pagesDir }),
    ...(journalPath === undefined ? {} : { journalPath }),
  });
  seed(sandbox);
  return sandbox;
};

/** What connects us to the demo's org. */
export const demoOrgSettings = (
  { url }: SalesforceSandbox,
  { publicUrl, clientSecret }: { publicUrl: string; clientSecret: string },
): SalesforceSettings => ({
  publicUrl,
  encryptionKeys: [demoKey()],
  clientId: CLIENT_ID,
  clientSecret,
  loginUrl: url,
  jwtKey: null,
  trustedOrigin: url,
});

/** What an admin does once: agree in the org, come back with a code, enter the install key, publish the sheet. */
export const installOrg = async (
  parts: ServiceParts & { salesforce: SalesforceSettings },
  sandbox: SalesforceSandbox,
  sheet: UsableSheet,
): Promise<Install> => {
  const { salesforce, database, openCrm, now } = parts;
  const db = database.kysely;
  const verifier = randomBytes(48).toString('base64url');
  const state = randomUUID();
  const consent = authorizeUrl(salesforceApp(salesforce, now), { state, challenge: challengeOf(verifier) });
  const agreed = await fetch(consent, { redirect: 'manual' });
  const code = new URL(agreed.headers.get('location') ?? salesforce.publicUrl).searchParams.get('code') ?? '';
  const connector = { ...salesforceConnector(parts, salesforce), pause: async () => undefined };
  const { install, installKey } = await connectSalesforce(connector, { code, verifier });
  sandbox.setCardService({ url: salesforce.publicUrl, installKey: installKey ?? '' });
  await publishWorkbook(db, install.id, { sheet, publishedAt: now() });
  await markChangedDeals({ db, openCrm }, install, { since: null, now: now() });
  return install;
};
