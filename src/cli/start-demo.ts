import { randomUUID } from 'node:crypto';
import type { Environment, HubspotSettings } from '../config.ts';
import { demoKey } from '../config.ts';
import { authorizeUrl } from '../crm/hubspot/oauth.ts';
import type { Database } from '../db/database.ts';
import type { Install } from '../db/installs.ts';
import { forgetInstall } from '../db/installs.ts';
import { migrate } from '../db/migrate.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { HubspotSandbox } from '../sandbox/hubspot/sandbox.ts';
import { startHubspotSandbox } from '../sandbox/hubspot/sandbox.ts';
import { connectHubspot, markChangedDeals } from '../web/oauth/connect-hubspot.ts';
import { openCrms } from './open-crms.ts';
import { hubspotApp } from './open-hubspot.ts';
import type { UsableSheet } from './publish-workbook.ts';
import { publishWorkbook } from './publish-workbook.ts';
import type { Doors, ServiceParts } from './service-parts.ts';
import { startChecking, startWeb } from './start-service.ts';

const PORTAL_ID = 48_000_001;
const APP_ID = 4800;

export type DemoParts = {
  config: Environment;
  database: Database;
  doors: Doors;
  logger: Logger;
  sheet: UsableSheet;
  now: () => Date;
  /** Fills the empty portal before anybody looks. */
  seed: (sandbox: HubspotSandbox) => void;
  /** Built pages of the portal. */
  pagesDir?: string;
  /** Where the sandbox writes down each request it gets. */
  journalPath?: string;
};

/** The whole product with a pretend HubSpot beside it. */
export type Demo = {
  sandbox: HubspotSandbox;
  appUrl: string;
  parts: ServiceParts;
  install: Install;
  close: () => Promise<void>;
};

/** Starts everything the way production does: real OAuth, real webhooks, real calls; only the portal is a pretend one. */
export const startDemo = async (demo: DemoParts): Promise<Demo> => {
  const { config, database, logger, now } = demo;
  await migrate(database.kysely);
  await forgetInstall(database.kysely, { crm: 'hubspot', account: String(PORTAL_ID) });
  const clientSecret = randomUUID();
  const sandbox = await startSandbox(demo, clientSecret);
  const closers = [() => sandbox.close()];
  try {
    const toParts = (publicUrl: string): ServiceParts => {
      const settings = demoSettings({ publicUrl, sandboxUrl: sandbox.url, clientSecret });
      const openCrm = openCrms(database.kysely, { settings, salesforce: null }, now);
      return { config, settings, salesforce: null, database, openCrm, logger, now };
    };
    const parts: { of?: ServiceParts } = {};
    const web = await startWeb({ config, logger }, demo.doors, (url) => (parts.of = toParts(url)));
    closers.unshift(() => web.close());
    const service = parts.of ?? toParts(web.url);
    const install = await installApp(service, demo.sheet);
    const worker = startChecking(service);
    closers.unshift(() => worker.stop());
    sandbox.setWebhookUrl(`${web.url}/webhooks/hubspot`);
    return { sandbox, appUrl: web.url, parts: service, install, close: () => closeAll(closers) };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
};

const closeAll = async (closers: (() => Promise<void>)[]): Promise<void> => {
  for (const close of closers) await close();
};

const startSandbox = async (demo: DemoParts, clientSecret: string): Promise<HubspotSandbox> => {
  const { config, pagesDir, journalPath, seed } = demo;
  const sandbox = await startHubspotSandbox({
    port: config.SANDBOX_PORT,
    portalId: PORTAL_ID,
    portalName: 'Sandbox portal',
    clientId: 'keepable-demo',
    clientSecret,
    appId: APP_ID,
    clock: () => demo.now().getTime(),
    ...(pagesDir === undefined ? {} : { pagesDir }),
    ...(journalPath === undefined ? {} : { journalPath }),
  }).catch((cause: unknown) => {
    throw (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? sandboxPortTaken(config.SANDBOX_PORT, cause) : cause;
  });
  seed(sandbox);
  return sandbox;
};

const sandboxPortTaken = (port: number, cause: unknown): AppError =>
  new AppError(
    'PORT_IN_USE',
    `Port ${port} is in use by another program. Stop it, or set SANDBOX_PORT to a free port.`,
    { cause },
  );

const demoSettings = (given: { publicUrl: string; sandboxUrl: string; clientSecret: string }): HubspotSettings => ({
  publicUrl: given.publicUrl,
  encryptionKeys: [demoKey()],
  appId: String(APP_ID),
  clientId: 'keepable-demo',
  clientSecrets: [given.clientSecret],
  apiUrl: given.sandboxUrl,
  authorizeUrl: `${given.sandboxUrl}/oauth/authorize`,
});

/** What an admin does once: agree in the portal, come back with a code, publish the sheet. */
const installApp = async (parts: ServiceParts, sheet: UsableSheet): Promise<Install> => {
  const { settings, database, openCrm, now } = parts;
  const db = database.kysely;
  const app = hubspotApp(settings, now);
  const agreed = await fetch(authorizeUrl(app, randomUUID()), { redirect: 'manual' });
  const code = new URL(agreed.headers.get('location') ?? settings.publicUrl).searchParams.get('code') ?? '';
  const install = await connectHubspot({ db, app, keys: settings.encryptionKeys, openCrm }, code);
  await publishWorkbook(db, install.id, { sheet, publishedAt: now() });
  await markChangedDeals({ db, openCrm }, install, { since: null, now: now() });
  return install;
};
