import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../../src/cli/start-demo.ts';
import { toUsableSheet } from '../../src/cli/publish-workbook.ts';
import { readConfig } from '../../src/config.ts';
import { silentLogger } from '../../src/logger.ts';
import { seedPortal } from '../../src/sandbox/hubspot/seed-portal.ts';
import { sampleDeals } from '../../src/sandbox/sample/sample-deals.ts';
import { sampleWorkbook } from '../../src/sandbox/sample/sample-workbook.ts';
import { hubspotRoute } from '../../webhooks/hubspot/route.ts';
import { salesforceRoute } from '../../webhooks/salesforce/route.ts';
import { openBrowser } from './browser.ts';
import { freshDatabase } from './database.ts';
import { takeSheetPictures } from './sheet-pictures.ts';

/** `npm run pictures`: takes the README's pictures and those of docs/connect-your-sheet.md from the running product with its sample data. */
const PICTURES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const PAGES = fileURLToPath(new URL('../../dist/ui/', import.meta.url));
const DEAL = 'Tanks for line 3';

const now = (): Date => new Date();
const today = now().toISOString().slice(0, 10);
const database = await freshDatabase();
const demo = await startDemo({
  config: readConfig({ PORT: '0', SANDBOX_PORT: '0' }),
  database,
  doors: { hubspot: hubspotRoute, salesforce: salesforceRoute },
  logger: silentLogger,
  sheet: toUsableSheet(sampleWorkbook(today), 'sample.xlsx'),
  now,
  seed: ({ portal }) => seedPortal(portal, sampleDeals(today), today),
  pagesDir: PAGES,
});
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, deviceScaleFactor: 1.25 });
mkdirSync(PICTURES, { recursive: true });
await page.goto(demo.sandbox.url);
await page.getByRole('button', { name: 'Not checked 0' }).waitFor();
await page.screenshot({ path: `${PICTURES}board.png` });
await page.getByRole('link', { name: DEAL }).click();
const card = page.getByRole('region', { name: 'Keepable', exact: true });
await card.getByText('Late').first().waitFor();
await card.getByText('Waiting').waitFor();
await card.screenshot({ path: `${PICTURES}card.png` });
await takeSheetPictures(browser, PICTURES);
await browser.close();
await demo.close();
await database.close();
