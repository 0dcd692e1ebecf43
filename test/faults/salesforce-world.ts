import { generateKeyPairSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { openCrms } from '../../src/cli/open-crms.ts';
import { openDatabase } from '../../src/cli/open-database.ts';
import { publishWorkbook } from '../../src/cli/publish-workbook.ts';
import { salesforceConnector } from '../../src/cli/salesforce-mounts.ts';
import type { Environment } from '../../src/config.ts';
import { readConfig, requireSalesforce, requireService } from '../../src/config.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { OpportunitySeed } from '../../src/sandbox/salesforce/org-people.ts';
import { changeOpportunity, linesOf, putOpportunity } from '../../src/sandbox/salesforce/org-people.ts';
import { putUser } from '../../src/sandbox/salesforce/org.ts';
import { updateRecord } from '../../src/sandbox/salesforce/record-writes.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import { connectSalesforce } from '../../src/web/oauth/connect-salesforce.ts';
import { markChangedDeals } from '../../src/web/oauth/connect-hubspot.ts';
import { freePort } from './service-process.ts';
import { ADMIN_TOKEN, harnessSheet } from './world.ts';

/** An org that misbehaves, and the environment in which the service under test runs against it. */
export type OrgWorld = {
  sandbox: SalesforceSandbox;
  env: Record<string, string>;
  config: Environment;
  url: string;
};

const USERNAME = 'integration@faults.example.com';
const ORGANIZATION_ID = '00D5e000000FauLEAA';

const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const aDeal = (index: number): OpportunitySeed => ({
  name: `Deal ${index}`,
  account: { name: `Account ${index % 5}` },
  fields: { Keepable_Requested_Date__c: soon(10) },
  lines: [{ product: 'BRK', quantity: 100, unitPrice: 12 }],
});

/** Starts the org, connects it by signature, publishes a sheet, and leaves the database to the service. */
export const openOrgWorld = async (
  directory: string,
  { root, databaseUrl, deals }: { root: string; databaseUrl: string | null; deals: number },
): Promise<OrgWorld> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const clientSecret = randomBytes(16).toString('hex');
  const sandbox = await startSalesforceSandbox({
    organizationId: ORGANIZATION_ID,
    organizationName: 'Faults',
    clientId: 'faults',
    clientSecret,
    jwtPublicKey: publicKey,
    metadataDir: path.join(root, 'app-manifest/salesforce/force-app'),
    journalPath: path.join(directory, 'salesforce.jsonl'),
    retryDelayMs: (retry) => Math.min(100 * 2 ** retry, 2000),
  });
  putUser(sandbox.org, { email: 'it@example.com', username: USERNAME, firstName: 'Keepable', lastName: 'Integration' });
  putUser(sandbox.org, { email: 'line1@example.com', firstName: 'L.', lastName: 'Liaison' });
  for (let index = 0; index < deals; index += 1) putOpportunity(sandbox.org, aDeal(index));
  const env = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: path.join(directory, 'data'),
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    SALESFORCE_CLIENT_ID: 'faults',
    SALESFORCE_CLIENT_SECRET: clientSecret,
    SALESFORCE_JWT_KEY: Buffer.from(privateKey).toString('base64'),
    SALESFORCE_LOGIN_URL: sandbox.url,
    ADMIN_TOKEN,
    LEASE_SECONDS: '2',
  };
  const config = readConfig(env);
  await connect(config);
  return { sandbox, env, config, url };
};

const connect = async (config: Environment): Promise<void> => {
  const now = (): Date => new Date();
  const database = await openDatabase(config);
  const db = database.kysely;
  await migrate(db);
  const connector = salesforceConnector({ database, now }, requireSalesforce(config));
  const { install } = await connectSalesforce(connector, { username: USERNAME });
  await publishWorkbook(db, install.id, { sheet: harnessSheet(), publishedAt: now() });
  const openCrm = openCrms(db, requireService(config), now);
  await markChangedDeals({ db, openCrm }, install, { since: null, now: now() });
  await database.close();
};

/** One thing that a rep may do, chosen by numbers in [0, 1). */
export const changeOrg = ({ sandbox: { org } }: OrgWorld, dice: () => number): void => {
  const deals = org.store.list('Opportunity');
  const deal = deals[Math.floor(dice() * deals.length)];
  if (!deal) return;
  const choice = dice();
  if (choice < 0.5) changeOpportunity(org, deal.id, { Keepable_Requested_Date__c: soon(3 + Math.floor(dice() * 25)) });
  else if (choice < 0.7) changeOpportunity(org, deal.id, { StageName: dice() < 0.5 ? 'Proposal' : 'Negotiation' });
  else {
    const [line] = linesOf(org, deal.id);
    const sent = { Quantity: 10 + 10 * Math.floor(dice() * 30) };
    if (line) updateRecord(org, line, { sent, userId: org.pageUserId });
  }
};
