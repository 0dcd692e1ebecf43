import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { changeOpportunity } from '../../src/sandbox/salesforce/org-people.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import { aScopeLimit, aSheet, twoBusyWeeks } from '../support/a-sheet.ts';
import { openBrowser } from '../support/browser.ts';
import { putOpportunityQuietly, seedOrg } from '../support/org-seed.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

const PAGES = fileURLToPath(new URL('../../dist/org/', import.meta.url));
const TIMEOUT_MS = 60_000;
const LATE = 'Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.';

/** Rules of WCAG that the page breaks, with the elements that break them; axe looks into shadow roots as well. */
const axeViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const inPage = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await inPage.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
};

const box = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const card = (page: Page) => box(page, 'Keepable');

describe('the sandbox org in a browser', () => {
  let demo: RunningDemo;
  /** Time goes on: what was put off for a moment is done a moment later. */
  let ticking: NodeJS.Timeout;
  let sandbox: SalesforceSandbox;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    const sheet = aSheet({ commitments: twoBusyWeeks(), scopeLimits: [aScopeLimit()] });
    [demo, browser] = await Promise.all([
      runDemo({ sheet, salesforce: { seed: seedOrg, pagesDir: PAGES } }),
      openBrowser(),
    ]);
    if (!demo.org) throw new Error('The demo has no org.');
    sandbox = demo.org.sandbox;
    ticking = setInterval(() => demo.advance(100), 100);
  }, TIMEOUT_MS);
  afterAll(async () => {
    clearInterval(ticking);
    await browser.close();
    await demo.stop();
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
  });
  afterEach(async () => {
    await page.close();
    expect(faults.splice(0)).toEqual([]);
  });

  const put = (name: string): string => putOpportunityQuietly(sandbox.org, { name });
  const open = (id: string) => page.goto(`${sandbox.url}/lightning/r/Opportunity/${id}/view`);
  const fields = (id: string) => sandbox.org.store.find('Opportunity', id)?.fields;

  it(
    'shows verdict, component, task and brief moments after an opportunity was dragged to another stage',
    async () => {
      const id = put('Acme: 100 brackets');
      await page.goto(sandbox.url);
      const tile = page.getByRole('listitem').filter({ hasText: 'Acme: 100 brackets' });
      await tile.dragTo(box(page, 'Proposal'));
      await box(page, 'Proposal').getByText('Acme: 100 brackets').waitFor();
      await tile.getByText('Late').waitFor();
      expect(await axeViolations(page)).toEqual([]);

      await page.getByRole('link', { name: 'Acme: 100 brackets' }).click();
      await card(page).getByText(LATE).waitFor();
      await box(page, 'Activity').getByRole('heading', { name: 'Can we deliver 100 BRK' }).waitFor();
      await box(page, 'Handoff brief').getByText('What is sold', { exact: true }).waitFor();
      await box(page, 'Fields written by Keepable').getByText(LATE).waitFor();
      await card(page).getByRole('heading', { name: 'Sign-off' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(fields(id)).toMatchObject({ StageName: 'proposal', Keepable_Verdict__c: 'late' });
    },
    TIMEOUT_MS,
  );

  it(
    'checks again while the rep looks: a smaller quantity makes the late deal possible, by keyboard alone',
    async () => {
      const id = put('Globex: brackets');
      changeOpportunity(sandbox.org, id, { StageName: 'proposal' });
      await open(id);
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
    'moves an opportunity stage by stage with one key, and the focus stays on it',
    async () => {
      const id = put('Hooli: brackets');
      await page.goto(sandbox.url);
      await page.getByRole('button', { name: 'Move Hooli: brackets to Proposal' }).focus();
      await page.keyboard.press('Enter');
      await box(page, 'Proposal').getByText('Hooli: brackets').waitFor();
      await page.locator('[aria-label="Move Hooli: brackets to Closed won"]:focus').waitFor();
      await page.keyboard.press('Enter');
      await box(page, 'Closed won').getByText('Hooli: brackets').waitFor();
      await page.getByText('Hooli: brackets moved to Closed won.').waitFor();
      expect(
        await eventually(
          () => fields(id)?.['StageName'],
          (stage) => stage === 'won',
        ),
      ).toBe('won');
      expect(fields(id)?.['IsWon']).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    'asks Keepable for a new check from within the component, through the Apex of the org',
    async () => {
      const id = put('Initech: brackets');
      await open(id);
      await card(page).getByRole('button', { name: 'Check this opportunity' }).click();
      await card(page).getByText(LATE).waitFor();
      expect(fields(id)?.['Keepable_Verdict__c']).toBe('late');
    },
    TIMEOUT_MS,
  );

  it(
    'names the sheet rows behind a check, and what to ask the customer',
    async () => {
      const id = put('Umbrella: brackets');
      changeOpportunity(sandbox.org, id, { StageName: 'proposal' });
      await open(id);
      const capacity = card(page).getByRole('listitem').filter({ hasText: 'Capacity:' });
      await capacity.getByText('Why').click();
      await capacity.getByText('Commitments!2').waitFor();
      const scope = card(page).getByRole('listitem').filter({ hasText: 'Scope limits:' });
      await scope.getByText('Not checked', { exact: true }).waitFor();
      await scope.getByText('Why').click();
      await scope.getByText('How long should the bracket be, in mm?').waitFor();
      expect(await axeViolations(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    "says an admin's reason when a change is refused, and keeps the stage",
    async () => {
      const id = put('Stark: brackets');
      sandbox.org.validationRules.push({
        object: 'Opportunity',
        refuses: (after) => after['Id'] === id && after['StageName'] === 'won',
        message: 'Operations must agree first.',
      });
      await open(id);
      await page.getByRole('button', { name: 'Closed won' }).click();
      await page.getByRole('alert').getByText('Operations must agree first.').waitFor();
      expect(fields(id)?.['StageName']).toBe('qualified');
    },
    TIMEOUT_MS,
  );

  it(
    'keeps the verdict in the component when the org refuses to store it',
    async () => {
      const id = put('Soylent: brackets');
      sandbox.org.validationRules.push({
        object: 'Opportunity',
        refuses: (after) => after['Id'] === id && after['Keepable_Verdict__c'] !== null,
        message: 'Only finance may change this.',
      });
      await open(id);
      await card(page).getByRole('button', { name: 'Check this opportunity' }).click();
      await card(page).getByText(LATE).waitFor();
      expect(fields(id)?.['Keepable_Verdict__c']).toBeNull();
    },
    TIMEOUT_MS,
  );

  it(
    'breaks no rule of accessibility on a phone',
    async () => {
      const id = put('Wayne: brackets');
      changeOpportunity(sandbox.org, id, { StageName: 'proposal' });
      await page.setViewportSize({ width: 390, height: 844 });
      await open(id);
      await card(page).getByText(LATE).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    },
    TIMEOUT_MS,
  );
});
