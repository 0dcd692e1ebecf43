import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Environment, HubspotSettings } from '../../src/config.ts';
import { readConfig, requireHubspot } from '../../src/config.ts';
import { authorizeUrl } from '../../src/crm/hubspot/oauth.ts';
import { openDatabase } from '../../src/cli/open-database.ts';
import { hubspotApp, hubspotCrms } from '../../src/cli/open-hubspot.ts';
import { publishWorkbook } from '../../src/cli/publish-workbook.ts';
import type { Install } from '../../src/db/installs.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { HubspotSandbox } from '../../src/sandbox/hubspot/sandbox.ts';
import { startHubspotSandbox } from '../../src/sandbox/hubspot/sandbox.ts';
import { connectHubspot, markChangedDeals } from '../../src/web/oauth/connect-hubspot.ts';
import { aSheet, twoBusyWeeks, aSettings } from '../support/a-sheet.ts';
import { putDeal, REP, seedPortal } from '../support/portal-seed.ts';
import { freePort } from './service-process.ts';

/** A portal that misbehaves, and the environment in which the service under test runs against it. */
export type World = {
  sandbox: HubspotSandbox;
  env: Record<string, string>;
  config: Environment;
  settings: HubspotSettings;
  url: string;
  install: Install;
  journalPath: string;
};

const ACCOUNT = 48_000_002;
export const ADMIN_TOKEN = 'token-of-the-faults-harness';

/** The sheet of the harness reaches far enough for the real calendar. */
export const harnessSheet = () => ({
  facts: aSheet({
    settings: aSettings({ horizonEnd: null, horizonWeeks: 52 }),
    commitments: twoBusyWeeks(),
  }),
  hash: 'sha256:harness',
  fileName: 'harness.xlsx',
});

/** Starts the portal, connects it through OAuth, publishes a sheet, and leaves the database to the service. */
export const openWorld = async (
  directory: string,
  { databaseUrl, deals, leaseSeconds }: { databaseUrl: string | null; deals: number; leaseSeconds: number },
): Promise<World> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const clientSecret = randomBytes(16).toString('hex');
  const journalPath = path.join(directory, 'hubspot.jsonl');
  const sandbox = await startHubspotSandbox({
    portalId: ACCOUNT,
    portalName: 'Faults',
    clientId: 'faults',
    clientSecret,
    appId: 4802,
    journalPath,
    limits: { perTenSeconds: null, searchPerSecond: null },
    retryDelayMs: (retry) => Math.min(100 * 2 ** retry, 2000),
  });
  seedPortal(sandbox.portal);
  for (let index = 0; index < deals; index += 1)
    putDeal(sandbox.portal, { name: `Deal ${index}`, requestedDate: soon(10) });
  const env = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: path.join(directory, 'data'),
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    HUBSPOT_APP_ID: '4802',
    HUBSPOT_CLIENT_ID: 'faults',
    HUBSPOT_CLIENT_SECRET: clientSecret,
    HUBSPOT_API_URL: sandbox.url,
    HUBSPOT_AUTHORIZE_URL: `${sandbox.url}/oauth/authorize`,
    ADMIN_TOKEN,
    LEASE_SECONDS: String(leaseSeconds),
  };
  const config = readConfig(env);
  const settings = requireHubspot(config);
  const install = await connect(config, settings);
  sandbox.setWebhookUrl(`${url}/webhooks/hubspot`);
  return { sandbox, env, config, settings, url, install, journalPath };
};

const connect = async (config: Environment, settings: HubspotSettings): Promise<Install> => {
  const now = (): Date => new Date();
  const database = await openDatabase(config);
  const db = database.kysely;
  await migrate(db);
  const app = hubspotApp(settings, now);
  const openCrm = hubspotCrms(db, settings, now);
  const agreed = await fetch(authorizeUrl(app, 'faults'), { redirect: 'manual' });
  const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const install = await connectHubspot({ db, app, keys: settings.encryptionKeys, openCrm }, code);
  await publishWorkbook(db, install.id, { sheet: harnessSheet(), publishedAt: now() });
  await markChangedDeals({ db, openCrm }, install, { since: null, now: now() });
  await database.close();
  return install;
};

const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One thing that a rep may do, chosen by a number in [0, 1). */
export const changeSomething = ({ sandbox }: World, dice: () => number): void => {
  const { store } = sandbox.portal;
  const deals = store.list('deals');
  const deal = deals[Math.floor(dice() * deals.length)];
  if (!deal) return;
  const choice = dice();
  if (choice < 0.5) store.update(deal, { keepable_requested_date: soon(3 + Math.floor(dice() * 25)) }, REP);
  else if (choice < 0.7) store.update(deal, { dealstage: dice() < 0.5 ? 'qualified' : 'proposal' }, REP);
  else {
    const [line] = store.associations.of(deal, 'line_items');
    const item = line && store.find('line_items', line.id);
    if (item) store.update(item, { quantity: String(10 + 10 * Math.floor(dice() * 30)) }, REP);
  }
};
