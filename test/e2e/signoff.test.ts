import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';
import { answerLink } from '../support/signoff-visitor.ts';

const TIMEOUT_MS = 180_000;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const axeViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
};

describe('the sign-off page on a phone', () => {
  let demo: RunningDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([runDemo(), openBrowser()]);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  const asked = async (): Promise<{ dealId: string; link: string }> => {
    const dealId = demo.putDeal({ name: 'Acme brackets' });
    demo.change(dealId, { dealstage: 'proposal' });
    return { dealId, link: await answerLink(demo, dealId, /^Can we deliver/) };
  };

  it(
    'takes a conditional yes without JavaScript, after a confirmation, and the deal shows it',
    async () => {
      const { dealId, link } = await asked();
      const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      await page.goto(link);
      await page.getByRole('heading', { name: 'Can we deliver 100 BRK by 17 Mar 2026?' }).waitFor();
      await page.getByRole('img', { name: /^Load of LINE1: week of 2 Mar:/ }).waitFor();
      await page.getByRole('link', { name: /^Yes, if/ }).tap();
      await page.getByLabel(/^The customer pays a fee/).fill('300');
      await page.getByRole('button', { name: /^Go on/ }).tap();
      await page.getByText('Yes, if: the customer pays a fee of at least 300 USD.').waitFor();
      expect(demo.deal(dealId)['keepable_signoff_status']).toBe('waiting');
      await page.getByRole('button', { name: 'Confirm' }).tap();
      await page.getByText('Answered: yes').waitFor();
      const status = await eventually(
        () => demo.deal(dealId)['keepable_signoff_status'],
        (seen) => seen === 'approved',
      );
      expect(status).toBe('approved');
      await page.getByRole('button', { name: /^Take the answer back/ }).tap();
      await page.getByRole('heading', { name: 'Your answer' }).waitFor();
      await context.close();
    },
    TIMEOUT_MS,
  );

  it(
    'can be used by everybody: no violations on any screen, light or dark, and nothing is wider than the phone',
    async () => {
      const { link } = await asked();
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ ...PHONE, colorScheme });
        const page = await context.newPage();
        page.setDefaultTimeout(60_000);
        const faults: string[] = [];
        page.on('console', (message) => faults.push(message.text()));
        const looksRight = async (): Promise<void> => {
          expect(await axeViolations(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        };
        for (const path of ['', '/answer/yes', '/answer/yes_if', '/answer/not_by_then', '/answer/no', '/answer/need']) {
          await page.goto(`${link}${path}`);
          await looksRight();
        }
        await page.getByLabel('What do you need to know?').fill('Which finish?');
        await page.getByRole('button', { name: /^Go on/ }).tap();
        await page.getByRole('heading', { name: 'Ask sales this?' }).waitFor();
        await looksRight();
        await page.goto(`${link.slice(0, -3)}AAA`);
        await looksRight();
        expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
        await context.close();
      }
    },
    TIMEOUT_MS,
  );
});
