import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { defaultAssociationType } from '../../src/sandbox/hubspot/association-types.ts';
import { aScopeLimit, aSheet, twoBusyWeeks } from '../support/a-sheet.ts';
import { openBrowser } from '../support/browser.ts';
import { mustConform } from '../support/conformance.ts';
import { REP } from '../support/portal-seed.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { runDemo } from '../support/running-demo.ts';

const PAGES = fileURLToPath(new URL('../../dist/ui/', import.meta.url));
const TIMEOUT_MS = 60_000;
const LATE = 'Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.';

/** Rules of WCAG that the page breaks, with the elements that break them. */
const axeViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const inPage = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await inPage.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
};

const stage = (page: Page, label: string) => page.getByRole('region', { name: label, exact: true });
const card = (page: Page) => page.getByRole('region', { name: 'Keepable', exact: true });
const box = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

describe('the sandbox portal in a browser', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    const sheet = aSheet({ commitments: twoBusyWeeks(), scopeLimits: [aScopeLimit()] });
    [demo, browser] = await Promise.all([runDemo({ sheet, pagesDir: PAGES }), openBrowser()]);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
    mustConform(demo.journalPath);
  });

  beforeEach(async () => {
    // The portal allows so many calls in ten seconds; the clock of the test stands still unless somebody moves it.
    demo.advance(11_000);
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
  });
  afterEach(async () => {
    await page.close();
    expect(faults.splice(0)).toEqual([]);
  });

  it(
    'shows verdict, task and brief in the deal moments after the deal was dragged to another stage',
    async () => {
      const dealId = demo.putDeal({ name: 'Acme: 100 brackets' });
      await page.goto(demo.sandbox.url);
      const tile = page.getByRole('listitem').filter({ hasText: 'Acme: 100 brackets' });
      await tile.dragTo(stage(page, 'Proposal'));
      await stage(page, 'Proposal').getByText('Acme: 100 brackets').waitFor();
      await tile.getByText('Late').waitFor();
      expect(await axeViolations(page)).toEqual([]);

      await page.getByRole('link', { name: 'Acme: 100 brackets' }).click();
      await card(page).getByText(LATE).waitFor();
      await box(page, 'Tasks').getByText('Can we deliver 100 BRK').waitFor();
      await box(page, 'Notes').getByRole('heading', { name: 'What is sold' }).waitFor();
      await card(page).getByText('Production planner').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(demo.deal(dealId)['keepable_verdict']).toBe('late');
    },
    TIMEOUT_MS,
  );

  it(
    'checks again while the rep looks: a smaller quantity makes the late deal possible, by keyboard alone',
    async () => {
      const dealId = demo.putDeal({ name: 'Globex: brackets' });
      demo.change(dealId, { dealstage: 'proposal' });
      await page.goto(`${demo.sandbox.url}/deals/${dealId}`);
      await card(page).getByText(LATE).waitFor();
      await page.getByLabel('Quantity').focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('50');
      await page.keyboard.press('Enter');
      await card(page).getByText(LATE).waitFor({ state: 'detached' });
      await card(page).getByText('50 EA BRK').waitFor();
    },
    TIMEOUT_MS,
  );

  it(
    'moves a deal stage by stage with one key, and the focus stays on the deal',
    async () => {
      const dealId = demo.putDeal({ name: 'Hooli: brackets' });
      await page.goto(demo.sandbox.url);
      await page.getByRole('button', { name: 'Move Hooli: brackets to Proposal' }).focus();
      await page.keyboard.press('Enter');
      await stage(page, 'Proposal').getByText('Hooli: brackets').waitFor();
      await page.locator('[aria-label="Move Hooli: brackets to Closed won"]:focus').waitFor();
      await page.keyboard.press('Enter');
      await stage(page, 'Closed won').getByText('Hooli: brackets').waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Hooli: brackets');
      await page.getByText('Hooli: brackets moved to Closed won.').waitFor();
      expect(demo.deal(dealId)['dealstage']).toBe('won');
    },
    TIMEOUT_MS,
  );

  it(
    'says why a change was refused, and keeps what was typed',
    async () => {
      const dealId = demo.putDeal({ name: 'Stark: brackets' });
      await page.route('**/portal/api/line-items/*', (route) =>
        route.fulfill({ status: 400, json: { message: 'An admin locks this line.' } }),
      );
      await page.goto(`${demo.sandbox.url}/deals/${dealId}`);
      await page.getByLabel('Quantity').fill('50');
      await page.getByLabel('Quantity').press('Enter');
      await page.getByRole('alert').getByText('An admin locks this line.').waitFor();
      expect(await page.getByLabel('Quantity').inputValue()).toBe('50');
    },
    TIMEOUT_MS,
  );

  it.each(['light', 'dark'] as const)(
    'breaks no rule of accessibility on a phone in %s colours',
    async (colorScheme) => {
      const dealId = demo.putDeal({ name: `Wayne: brackets, ${colorScheme}` });
      demo.change(dealId, { dealstage: 'proposal' });
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${demo.sandbox.url}/deals/${dealId}`);
      await card(page).getByText(LATE).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.goto(demo.sandbox.url);
      await page.getByRole('link', { name: `Wayne: brackets, ${colorScheme}` }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'names the sheet rows behind a check, and what to ask the customer',
    async () => {
      const dealId = demo.putDeal({ name: 'Initech: brackets' });
      demo.change(dealId, { dealstage: 'proposal' });
      await page.goto(`${demo.sandbox.url}/deals/${dealId}`);
      const capacity = card(page).getByRole('row').filter({ hasText: 'Capacity:' });
      await capacity.getByRole('button', { name: 'Why' }).click();
      await capacity.getByText('Commitments!2').waitFor();
      const scope = card(page).getByRole('row').filter({ hasText: 'Scope limits:' });
      await scope.getByText('Not checked', { exact: true }).waitFor();
      await scope.getByRole('button', { name: 'Why' }).click();
      await scope.getByText('How long should the bracket be, in mm?').waitFor();
      expect(await axeViolations(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'shows a note as text and structure only: nothing in it runs',
    async () => {
      const dealId = demo.putDeal({ name: 'Umbrella: brackets' });
      const { store } = demo.sandbox.portal;
      const deal = store.find('deals', dealId);
      const kind = defaultAssociationType('deals', 'notes');
      if (!deal || !kind) throw new Error('the portal has no such deal');
      const body = '<p>Plain <b>words</b></p><img src="x" onerror="window.ran = 1"><script>window.ran = 1</script>';
      const note = store.create('notes', { hs_note_body: body, hs_timestamp: '2026-03-01T10:00:00Z' }, REP);
      store.associations.add(deal, note, kind);
      await page.goto(`${demo.sandbox.url}/deals/${dealId}`);
      await box(page, 'Notes').getByText('words').waitFor();
      expect(await page.evaluate(() => 'ran' in window)).toBe(false);
      expect(await box(page, 'Notes').locator('img, script').count()).toBe(0);
    },
    TIMEOUT_MS,
  );
});
