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
import type { SalesforceSandbox } from '../sandbox/salesforce/sandbox.ts';
import { openCrms } from './open-crms.ts';
import { hubspotApp } from './open-hubspot.ts';
import type { UsableSheet } from './publish-workbook.ts';
import { publishWorkbook } from './publish-workbook.ts';
import type { Doors, ServiceParts } from './service-parts.ts';
import { ORGANIZATION_ID, demoOrgSettings, installOrg, startOrgSandbox } from './start-demo-org.ts';
import type { DemoOrg, DemoOrgParts } from './start-demo-org.ts';
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
  /** A pretend Salesforce beside it; absent = none. */
  org?: DemoOrgParts;
};

/** The whole product with a pretend HubSpot beside it, and a pretend Salesforce where one was asked for. */
export type Demo = {
  sandbox: HubspotSandbox;
  appUrl: string;
  parts: ServiceParts;
  install: Install;
  org: DemoOrg | null;
  close: () => Promise<void>;
};

/** Starts everything the way production does: real OAuth, real webhooks, real calls; only the CRMs are pretend ones. */
export const startDemo = async (demo: DemoParts): Promise<Demo> => {
  const { config, database, logger } = demo;
  await migrate(database.kysely);
  await forgetInstall(database.kysely, { crm: 'hubspot', account: String(PORTAL_ID) });
  await forgetInstall(database.kysely, { crm: 'salesforce', account: ORGANIZATION_ID });
  const closers: (() => Promise<void>)[] = [];
  try {
    const pretend = await startPretendCrms(demo, closers);
    const parts: { of?: ServiceParts } = {};
    const web = await startWeb({ config, logger }, demo.doors, (url) => (parts.of = toParts(demo, pretend, url)));
    closers.unshift(() => web.close());
    const service = parts.of ?? toParts(demo, pretend, web.url);
    const install = await installApp(service, demo.sheet);
    const org = await connectOrg(demo, pretend, service);
    const worker = startChecking(service);
    closers.unshift(() => worker.stop());
    pretend.sandbox.setWebhookUrl(`${web.url}/webhooks/hubspot`);
    const close = () => closeAll(closers);
    return { sandbox: pretend.sandbox, appUrl: web.url, parts: service, install, org, close };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
};

/** The CRMs that stand beside the service, and the secret that they know it by. */
type PretendCrms = { sandbox: HubspotSandbox; orgSandbox: SalesforceSandbox | null; clientSecret: string };

const startPretendCrms = async (demo: DemoParts, closers: (() => Promise<void>)[]): Promise<PretendCrms> => {
  const clientSecret = randomUUID();
  const port = demo.config.SANDBOX_PORT;
  const sandbox = await startSandbox(demo, clientSecret);
  closers.unshift(() => sandbox.close());
  if (!demo.org) return { sandbox, orgSandbox: null, clientSecret };
  const orgPort = port === 0 ? 0 : port + 1;
  const orgSandbox = await startOrgSandbox(demo.org, { port: orgPort, clientSecret, now: demo.now }).catch(
    (cause: unknown) => refuseTakenPort(orgPort, cause),
  );
  closers.unshift(() => orgSandbox.close());
  return { sandbox, orgSandbox, clientSecret };
};

const toParts = (
  { config, database, logger, now }: DemoParts,
  { sandbox, orgSandbox, clientSecret }: PretendCrms,
  publicUrl: string,
): ServiceParts => {
  const settings = demoSettings({ publicUrl, sandboxUrl: sandbox.url, clientSecret });
  const salesforce = orgSandbox === null ? null : demoOrgSettings(orgSandbox, { publicUrl, clientSecret });
  const openCrm = openCrms(database.kysely, { settings, salesforce }, now);
  return { config, settings, salesforce, database, openCrm, logger, now };
};

const connectOrg = async (
  { sheet }: DemoParts,
  { orgSandbox }: PretendCrms,
  service: ServiceParts,
): Promise<DemoOrg | null> => {
  const { salesforce } = service;
  if (orgSandbox === null || salesforce === null) return null;
  return { sandbox: orgSandbox, install: await installOrg({ ...service, salesforce }, orgSandbox, sheet) };
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
  }).catch((cause: unknown) => refuseTakenPort(config.SANDBOX_PORT, cause));
  seed(sandbox);
  return sandbox;
};

const refuseTakenPort = (port: number, cause: unknown): never => {
  if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
  throw new AppError(
    'PORT_IN_USE',
    `Port ${port} is in use by another program. Stop it, or set SANDBOX_PORT to a port that is free together with the next one.`,
    { cause },
  );
};

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
