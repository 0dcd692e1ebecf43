import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { publishVersion } from '../../src/db/sheet-publish.ts';
import { adminLink } from '../../src/web/admin/admin-link.ts';
import { aCommitment, aSheet } from '../support/a-sheet.ts';
import { aWorkbook } from '../support/a-workbook.ts';
import type { CellInput, Tabs } from '../support/a-workbook.ts';
import type { CrmWorld } from '../support/crm-worlds.ts';
import { CRM_WORLDS } from '../support/crm-worlds.ts';
import { openBrowser } from '../support/browser.ts';
import { messyWorkbook } from '../support/messy-workbook.ts';
import { answerQuestions } from '../support/sheet-pictures.ts';
import { aToken } from '../support/planner.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

const PAGES = fileURLToPath(new URL('../../dist/ui/', import.meta.url));
const TIMEOUT_MS = 300_000;

/** The plant of the tests in the format, with more free hours than the sheet in force; one cell says "half". */
const tabs = (hours: CellInput): Tabs => ({
  Settings: [
    ['key', 'value'],
    ['plant', 'Plant 1'],
    ['time_zone', 'America/Chicago'],
    ['horizon_end', '2026-08-31'],
    ['default_liaison', 'planning@example.com'],
  ],
  Products: [
    ['product_code', 'name', 'lot_multiple', 'min_qty', 'max_qty', 'entry_days', 'material_days', 'qa_days', 'transit_days'],
    ['BRK', 'Bracket', 10, 10, 2000, 1, 3, 1, 2],
  ],
  Routing: [
    ['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit'],
    ['BRK', 1, 'LINE1', 2, 0.2],
  ],
  Resources: [
    ['resource', 'kind', 'capacity_per_week', 'liaison'],
    ['LINE1', 'line', 80, 'line1@example.com'],
  ],
  Commitments: [
    ['id', 'customer', 'resource', 'week', 'hours'],
    ['C-1', 'Globex', 'LINE1', '2026-03-09', hours],
  ],
}); // prettier-ignore

const axeViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
};

const box = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

const upload = (page: Page, name: string, bytes: Uint8Array): Promise<void> =>
  page
    .getByLabel(/^Choose a/)
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

describe('the planner’s page in a browser', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  beforeAll(async () => {
    [demo, browser] = await Promise.all([runDemo({ pagesDir: PAGES }), openBrowser()]);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.text().includes('Content Security Policy') && faults.push(message.text()));
  });
  afterEach(async () => {
    await page.close();
    expect(faults.splice(0)).toEqual([]);
  });
  const openPage = async (world: Pick<CrmWorld, 'appUrl' | 'parts' | 'install'> = demo): Promise<void> => {
    await page.goto(adminLink(world.appUrl, await aToken(world)));
    await page.getByRole('heading', { name: 'Capacity sheet' }).waitFor();
  };

  it.each(Object.entries(CRM_WORLDS))(
    'takes a messy workbook from upload over questions and a fix to a changed verdict in a deal of %s',
    async (_crm, start) => {
      const world = await start();
      try {
        const dealId = world.putLateDeal('Acme: 100 brackets');
        const verdict = () => world.verdict(dealId);
        expect(await eventually(verdict, (seen) => seen === 'late')).toBe('late');
        await openPage(world);
        expect(page.url()).not.toContain('planner-');
        await upload(page, 'weekly plan.xlsx', messyWorkbook({ booked: [10, 'tbd', 12] }));
        await answerQuestions(page);
        await fixTheOneCell();
        await publishLooked();
        expect(await eventually(verdict, (seen) => seen !== 'late')).toBe('ok');
        expect(await axeViolations(page)).toEqual([]);
      } finally {
        await world.stop();
      }
    },
    TIMEOUT_MS,
  );

  const fixTheOneCell = async (): Promise<void> => {
    await box(page, 'What was understood').getByText('Promises can be made from it').waitFor();
    await page.getByText('Publish without 1 row that cannot be read').waitFor();
    await page.getByLabel('What Plan 2026!D6 should say').fill('20');
    await page.getByRole('button', { name: 'Use this for Plan 2026!D6' }).click();
    await box(page, 'Problems').getByText('Plan 2026!D6 reads 20').waitFor();
    expect(await page.getByText('Publish without').count()).toBe(0);
  };
  const publishLooked = async (): Promise<void> => {
    const changes = box(page, 'What publishing would change');
    await changes.getByText(/more changes$/).click();
    await changes.getByText('C-1 on LINE1 in the week of 9 Mar 2026: removed, hours 60').waitFor();
    const row = changes.getByRole('row').filter({ hasText: 'Acme: 100 brackets' });
    await row.getByText('Late').waitFor();
    await row.getByText('BRK: 19 Mar 2026 to').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await changes.getByLabel('What changed, in your words').fill('The plan of this week');
    await changes.getByLabel('Your name').fill('Pat Planner');
    await changes.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('weekly plan.xlsx is in force.').waitFor();
    await box(page, 'In force').getByText('Pat Planner').waitFor();
  };

  it(
    'puts an earlier version in force again after a look at what that changes, by keyboard alone',
    async () => {
      const { facts, author, note, fileName } = {
        facts: aSheet({ commitments: [aCommitment({ hours: 20 })] }),
        author: null,
        note: 'Less',
        fileName: null,
      };
      const sheet = {
        hash: 'sha256:less',
        facts,
        author,
        note,
        fileName,
        origin: 'demo' as const,
        publishedAt: demo.parts.now(),
      };
      await publishVersion(demo.parts.database.kysely, demo.install.id, { sheet });
      await openPage();
      await page.getByRole('button', { name: /^Restore version/ }).focus();
      await page.keyboard.press('Enter');
      const form = page.getByRole('form', { name: /^Restore version/ });
      await form.getByText('hours 20 -> 60').waitFor();
      await form.getByLabel('Your name').fill('Lee Lead');
      await form.getByLabel('Your name').press('Enter');
      await page.getByText('is in force again.').waitFor();
      await box(page, 'In force').getByText('Lee Lead').waitFor();
    },
    TIMEOUT_MS,
  );

  it(
    'says that a list of contacts is no capacity sheet, and publishes nothing',
    async () => {
      await openPage();
      const csv = 'first name;email\nAda;ada@example.com\nBob;bob@example.com\n';
      await upload(page, 'contacts.csv', new TextEncoder().encode(csv));
      await page.getByText('This is no capacity sheet').waitFor();
      expect(await page.getByRole('button', { name: 'Publish' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Put it aside' }).click();
      await page.getByText('This is no capacity sheet').waitFor({ state: 'detached' });
    },
    TIMEOUT_MS,
  );

  it(
    'shows sales the lead time of a product, found by a part of its name, and no way to publish',
    async () => {
      await page.goto(adminLink(demo.appUrl, await aToken(demo, 'reader')));
      await page.getByRole('heading', { name: 'BRK' }).waitFor();
      await page.getByLabel('Product').fill('nothing like it');
      await page.getByText('0 of 1 products').waitFor();
      await page.getByLabel('Product').fill('brack');
      await page.getByRole('row').filter({ hasText: 'LINE1' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.goto(`${demo.appUrl}/sheet`);
      await page.getByRole('heading', { name: 'Lead times' }).waitFor();
      expect(await page.getByLabel(/^Choose a/).count()).toBe(0);
    },
    TIMEOUT_MS,
  );

  it.each(['light', 'dark'] as const)(
    'breaks no rule of accessibility on a phone in %s colours',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 390, height: 844 });
      await openPage();
      await upload(page, 'plan.xlsx', aWorkbook(tabs('half')));
      await box(page, 'What publishing would change').getByRole('button', { name: 'Publish' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    },
    TIMEOUT_MS,
  );

  it('asks a stranger for a token, and does not take a wrong one', async () => {
    await page.goto(`${demo.appUrl}/sheet`);
    await page.getByLabel('Token').fill('planner-1-wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('is not valid any more').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Token').fill(await aToken(demo));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel(/^Choose a/).waitFor();
  });
});
