import { fileURLToPath } from 'node:url';
import type { Environment } from '../config.ts';
import { readConfig } from '../config.ts';
import { replaceAdminToken } from '../db/admin-tokens.ts';
import type { IsoDate } from '../deal/day.ts';
import { toIsoDate } from '../deal/day.ts';
import { AppError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { openDirectory } from '../db/database.ts';
import { seedPortal } from '../sandbox/hubspot/seed-portal.ts';
import { seedOrg } from '../sandbox/salesforce/seed-org.ts';
import { sampleDeals } from '../sandbox/sample/sample-deals.ts';
import { sampleWorkbook } from '../sandbox/sample/sample-workbook.ts';
import type { DemoOptions } from './command-line.ts';
import type { UsableSheet } from './publish-workbook.ts';
import { readSheetFile, toUsableSheet } from './publish-workbook.ts';
import { adminLink } from '../web/admin/admin-link.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import { startDemo } from './start-demo.ts';
import type { Demo } from './start-demo.ts';
import type { Doors } from './service-parts.ts';

const MS_PER_DAY = 86_400_000;
const PAGES = fileURLToPath(new URL('../../dist/ui/', import.meta.url));
const ORG_PAGES = fileURLToPath(new URL('../../dist/org/', import.meta.url));

/** The whole product on this machine, without a CRM account: a pretend portal and org with the same deals, the service. */
export const demo = async (options: DemoOptions, doors: Doors): Promise<void> => {
  const config = withPort(readConfig(), options.port);
  const today = toIsoDate(Math.floor(Date.now() / MS_PER_DAY));
  const sheet = await chooseSheet(options, today);
  const database = await openDirectory(config.DATA_DIR);
  try {
    const running = await startDemo({
      config,
      database,
      doors,
      logger: createLogger(config.LOG_LEVEL === 'info' ? 'error' : config.LOG_LEVEL),
      sheet,
      now: () => new Date(),
      seed: ({ portal }) => seedPortal(portal, sampleDeals(today), today),
      pagesDir: PAGES,
      org: { seed: ({ org }) => seedOrg(org, sampleDeals(today), today), pagesDir: ORG_PAGES },
    });
    console.log(welcome(running, sheet, await plannerLinks(running)));
    await runUntilStopped(running.close);
  } finally {
    await database.close();
  }
};

const chooseSheet = async ({ sheet }: DemoOptions, today: IsoDate): Promise<UsableSheet> =>
  sheet === undefined ? toUsableSheet(sampleWorkbook(today), 'sample.xlsx') : readSheetFile(sheet);

const withPort = (config: Environment, port: string | undefined): Environment => {
  if (port === undefined) return config;
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new AppError('USAGE', `--port takes a number from 0 to 65535, not "${port}".`);
  }
  return { ...config, SANDBOX_PORT: number };
};

const shown = (url: string | undefined): string => (url ?? '').replace('127.0.0.1', 'localhost');

/** Links that open the planner’s page of each account, at the very address that the page expects; those of an earlier demo end. */
const plannerLinks = async ({ parts, appUrl, install, org }: Demo): Promise<string[]> => {
  const links: string[] = [];
  for (const { id } of [install, ...(org ? [org.install] : [])]) {
    const token = await replaceAdminToken(parts.database.kysely, id, { role: 'planner', now: parts.now() });
    links.push(adminLink(appUrl, token));
  }
  return links;
};

const welcome = ({ sandbox, org }: Demo, sheet: UsableSheet, [planner, orgPlanner]: string[]): string => `
  Keepable is ready: ${shown(sandbox.url)} (HubSpot) and ${shown(org?.sandbox.url)} (Salesforce)

  A pretend portal and a pretend org with the same deals, checked against ${sheet.fileName}. Three things to try:
  1. Drag a deal to another stage and watch its verdict appear.
  2. Open a late deal, read the card, and halve the quantity of its line.
  3. Give a deal an earlier requested date and see who is asked to agree.

  The planner’s page, where the capacity sheet is published; the link signs you in:
  ${planner ?? ''}  (HubSpot)
  ${orgPlanner ?? ''}  (Salesforce)

  Ctrl-C ends it.
`;
