import { read, utils } from '@e965/xlsx';
import type { Browser, Page } from 'playwright-core';
import { adminLink } from '../../src/web/admin/admin-link.ts';
import { messyWorkbook } from './messy-workbook.ts';
import { aToken } from './planner.ts';
import { eventually, runDemo } from './running-demo.ts';

const FILE = 'weekly plan.xlsx';

/** The workbook as a spreadsheet program shows it. */
const asSpreadsheet = (bytes: Uint8Array): string => {
  const { SheetNames, Sheets } = read(bytes);
  const tabs = SheetNames.map(
    (name) => `<h2>${name}</h2>${utils.sheet_to_html(Sheets[name] ?? {}, { header: '', footer: '' })}`,
  );
  return `<style>
    body { font: 13px system-ui, sans-serif; margin: 0; }
    h2 { font-size: 13px; margin: 14px 0 4px; color: #555; }
    table { border-collapse: collapse; } td { border: 1px solid #ddd; padding: 3px 8px; min-width: 42px; height: 20px; white-space: nowrap; }
  </style><main style="width: max-content; padding: 12px">${tabs.join('')}</main>`;
};

const box = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Takes the pictures of docs/connect-your-sheet.md: a messy workbook, and what Keepable made of it. */
export const takeSheetPictures = async (browser: Browser, directory: string): Promise<void> => {
  const demo = await runDemo();
  const dealId = demo.putDeal({ name: 'Acme: 100 brackets' });
  demo.change(dealId, { dealstage: 'proposal' });
  await eventually(
    () => demo.deal(dealId)['keepable_verdict'],
    (seen) => seen === 'late',
  );
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, deviceScaleFactor: 1.25 });
  const bytes = messyWorkbook({ booked: [10, 'tbd', 12] });
  await page.setContent(asSpreadsheet(bytes));
  await page.locator('main').screenshot({ path: `${directory}messy-workbook.png` });

  await page.goto(adminLink(demo.appUrl, await aToken(demo)));
  await page
    .getByLabel(/^Choose a/)
    .setInputFiles({ name: FILE, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  await box(page, 'What was understood').waitFor();
  await box(page, 'What was understood').screenshot({ path: `${directory}sheet-understood.png` });
  await box(page, 'Questions').screenshot({ path: `${directory}sheet-questions.png` });
  await answerQuestions(page);
  await box(page, 'Problems').screenshot({ path: `${directory}sheet-problems.png` });
  await box(page, 'What publishing would change').getByRole('button', { name: 'Publish' }).waitFor();
  await box(page, 'What publishing would change').screenshot({ path: `${directory}sheet-consequences.png` });

  await page.goto(`${demo.appUrl}/lead-times`);
  await page.getByRole('heading', { name: 'BRK' }).waitFor();
  await page.locator('main').screenshot({ path: `${directory}lead-times.png` });
  await page.close();
  await demo.stop();
};

/** Answers every question with its first option, as they come. */
export const answerQuestions = async (page: Page): Promise<void> => {
  const questions = box(page, 'Questions').getByRole('group');
  await questions.first().waitFor();
  for (const question of await questions.all()) {
    await question.getByRole('radio').first().click();
    await question.getByRole('radio', { checked: true }).waitFor();
  }
};
