import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { adminLink } from '../../src/web/admin/admin-link.ts';
import { openBrowser } from '../support/browser.ts';
import { aToken } from '../support/planner.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

const PAGES = fileURLToPath(new URL('../../dist/ui/', import.meta.url));
const TIMEOUT_MS = 120_000;

const axeViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
};

describe('the rules page in a browser', () => {
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

  const openPage = async (): Promise<void> => {
    const link = new URL(adminLink(demo.appUrl, await aToken(demo)));
    await page.goto(`${demo.appUrl}/rules${link.hash}`);
    await page.getByRole('heading', { name: 'Rules', exact: true }).waitFor();
  };
  const warnings = (dealId: string): string => String(demo.deal(dealId)['keepable_warnings'] ?? '');
  const seesWarnings = (dealId: string, text: string): Promise<boolean> =>
    eventually(
      () => Promise.resolve(warnings(dealId).includes(text)),
      (is) => is,
      60_000,
    );

  it(
    'edits a rule, sees what it would have done, switches it on, and the next deal changes',
    async () => {
      const first = demo.putDeal({ name: 'Acme: 100 brackets' });
      demo.change(first, { dealstage: 'presentationscheduled' });
      expect(await seesWarnings(first, 'LINE1')).toBe(true);

      await openPage();
      const backtest = page.getByRole('status', { name: 'Backtest' });
      await backtest.getByText('1 of 1').waitFor();
      await page.getByText('When the verdict is one of late or not feasible').waitFor();
      expect(await axeViolations(page)).toEqual([]);

      await page.getByRole('button', { name: 'Add a rule' }).click();
      const rule = page.getByRole('article').last();
      await rule.getByLabel('What it is for').fill('Finance looks at late deals.');
      await rule.getByLabel('Field').selectOption({ label: 'the delay in working days' });
      await rule.getByLabel('Comparison').selectOption('at_least');
      await rule.getByText('is compared by size and needs a number').waitFor();
      expect(await page.getByRole('button', { name: 'Put the rules in force' }).isDisabled()).toBe(true);
      await rule.getByLabel('Value').fill('1');
      await rule.getByLabel('Show it as').selectOption('action');
      await rule.getByLabel('Ask (roles, separated by commas)').fill('Finance lead');
      await rule
        .getByText('When the delay in working days is at least 1: ask for action and ask the Finance lead.')
        .waitFor();
      await rule.getByText('Fires on 1 of 1 deal').waitFor();
      await rule.getByLabel('On', { exact: true }).check();
      await page.getByText('New (on): “Finance looks at late deals.”').waitFor();
      expect(await axeViolations(page)).toEqual([]);

      await page.getByLabel('Why').fill('Agreed with finance');
      await page.getByLabel('Your name').fill('P. Planner');
      await page.getByRole('button', { name: 'Put the rules in force' }).click();
      await page.getByText('The rules are in force. 1 deal is checked under them.').waitFor();
      expect(await seesWarnings(first, 'Finance looks at late deals.')).toBe(true);

      const next = demo.putDeal({ name: 'Globex: 100 brackets' });
      demo.change(next, { dealstage: 'presentationscheduled' });
      expect(await seesWarnings(next, 'Finance looks at late deals.')).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    'puts an earlier version in force again',
    async () => {
      await openPage();
      await page.getByRole('article', { name: 'Finance looks at late deals.' }).getByLabel('Shadow').check();
      await page.getByLabel('Why').fill('Only watch');
      await page.getByLabel('Your name').fill('P. Planner');
      await page.getByRole('button', { name: 'Put the rules in force' }).click();
      await page.getByText(/^The rules are in force/).waitFor();
      await page.getByRole('button', { name: 'Restore version 1' }).click();
      await page.getByText(/^Version 1 is in force again/).waitFor();
      const rule = page.getByRole('article', { name: 'Finance looks at late deals.' });
      await rule.getByLabel('On', { exact: true }).waitFor();
      expect(await rule.getByLabel('On', { exact: true }).isChecked()).toBe(true);
    },
    TIMEOUT_MS,
  );
});
