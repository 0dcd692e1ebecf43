import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { cardView } from '../../../src/web/api/card-view.ts';
import type { CardFacts } from '../../../src/web/api/card-view.ts';
import { aCheckResult, aLineResult } from '../../support/a-check-result.ts';
import { aFinding } from '../../support/a-result.ts';
import { CARD_NOW, cardFacts } from '../../support/card-facts.ts';

const golden = (): unknown =>
  JSON.parse(readFileSync(new URL('../../fixtures/card-view.json', import.meta.url), 'utf8'));

const checked = (facts: Partial<CardFacts>) => {
  const view = cardView(cardFacts(facts), CARD_NOW);
  if (view.state !== 'checked') throw new Error(`expected an answer, got ${view.state}`);
  return view;
};

const run = (result: Parameters<typeof aCheckResult>[0]) => ({ result: aCheckResult(result), checkedAt: CARD_NOW });

describe('the view of the card', () => {
  it('says the whole answer of a late deal in the words of the golden file that the card is tested with', () => {
    expect(cardView(cardFacts(), CARD_NOW)).toEqual(golden());
  });

  it('lists checks worst first, and what is not checked before what passed', () => {
    const statuses = checked({}).checks.map(({ status }) => status);
    expect(statuses).toEqual(['fail', 'action', 'warn', 'not_checked', 'pass']);
  });

  it('shows the figures of the line that decides and names it when the deal has several', () => {
    const kit = aLineResult({ id: 'L2', product: 'KIT', verdict: 'ok', slackDays: 5, promise: '2026-03-10' });
    const { figures, lines } = checked({ run: run({ lines: [kit, aLineResult()] }) });
    expect(figures[0]).toEqual({ label: 'Requested', value: '17 Mar 2026', note: '100 EA BRK' });
    expect(lines.map(({ slack }) => slack)).toEqual(['+5 days', '−2 days']);
  });

  it('names the product of each delivery when an option concerns several lines', () => {
    const lines = [aLineResult(), aLineResult({ id: 'L2', product: 'KIT' })];
    const { options } = checked({ run: run({ lines }) });
    expect(options[1]?.delivered).toEqual(['70 BRK on 17 Mar 2026', '30 BRK on 19 Mar 2026']);
  });

  it('leaves the limit out where the scope is the trouble, not the date', () => {
    const line = aLineResult({ verdict: 'not_feasible', slackDays: 3 });
    expect(checked({ run: run({ lines: [line] }) }).detail).toBeNull();
  });

  it('names the sheet row of each part of a price', () => {
    expect(checked({}).options[0]).toMatchObject({
      title: 'Rush material',
      note: 'Rush material $300 (Expedite options!2)',
      cost: '$300',
    });
  });

  it('writes "None" where there is no date, never an empty place', () => {
    const line = aLineResult({
      verdict: 'cannot_tell',
      requested: null,
      promise: null,
      slackDays: null,
      binding: null,
    });
    const { figures, detail } = checked({ run: run({ lines: [line] }) });
    expect(figures.map(({ value }) => value)).toEqual(['None', 'None', 'None']);
    expect(detail).toBeNull();
  });

  it('says that nothing can be checked without a sheet, even when an old answer exists', () => {
    expect(cardView(cardFacts({ sheet: null }), CARD_NOW)).toMatchObject({ state: 'no_sheet', pending: false });
  });

  it('says that a deal was never checked, and whether its check is on the way', () => {
    expect(cardView(cardFacts({ run: null, pending: true }), CARD_NOW)).toMatchObject({
      state: 'not_checked',
      pending: true,
    });
  });

  it('names the age of the sheet in days when it is older than two', () => {
    const sheet = { ...cardFacts().sheet!, publishedAt: new Date('2026-02-20T12:00:00Z') };
    expect(checked({ sheet }).sheet).toBe('Capacity sheet of Plant 1, version 4f2a9c0, 10 days old');
  });
});

describe('a finding for few eyes', () => {
  const privately = aFinding({
    check: 'incentive-conflict',
    severity: 'warn',
    code: 'INCENTIVE',
    message: 'The open quota of BRK speaks for BRK.',
    audience: 'rep and manager',
  });
  const run = { result: aCheckResult({ findings: [privately] }), checkedAt: CARD_NOW };
  const facts = cardFacts({ run, confidants: ['rep@example.com', 'boss@example.com'] });
  const messages = (viewer: string | null): string[] => {
    const view = cardView(facts, CARD_NOW, viewer);
    return view.state === 'checked' ? view.checks.map(({ message }) => message) : [];
  };

  it('is shown to the owner of the deal and to a sales manager, and says so', () => {
    for (const viewer of ['Rep@example.com', 'boss@example.com'])
      expect(messages(viewer)).toEqual([
        'The open quota of BRK speaks for BRK. Only the owner of the deal and their manager see this.',
      ]);
  });

  it('is shown to nobody else, and to nobody whose address is unknown', () => {
    for (const viewer of ['line1@example.com', '', ' ', null]) expect(messages(viewer)).toEqual([]);
    const open = cardView(cardFacts({ run, confidants: [''] }), CARD_NOW, '');
    expect(open).toMatchObject({ checks: [] });
  });
});
