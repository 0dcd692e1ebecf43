import { describe, expect, it } from '@jest/globals';
import { askText } from '../../src/signoff/ask-text.ts';
import type { Alternative } from '../../src/checks/check-result.ts';
import { aDeal } from '../support/a-deal.ts';
import { aFinding, aLateResult } from '../support/a-result.ts';

const rush: Alternative = {
  kind: 'expedite',
  schedule: [{ line: 'L1', date: '2026-03-11', quantity: 100 }],
  cost: { total: 300, parts: [{ what: 'Rush material', amount: 300, row: 'Expedite options!2' }] },
  levers: ['Rush material'],
  differsBy: 'Material in 1 day: 100 EA of BRK by 11 Mar 2026.',
  meetsRequest: true,
};

const result = aLateResult({
  findings: [aFinding(), aFinding({ check: 'sheet-fresh', severity: 'warn', code: 'SHEET_STALE', message: 'Old.' })],
  alternatives: [rush],
});
const [ask] = result.signoffs;

describe('the text of a question to operations', () => {
  const text = ask ? askText(aDeal(), result, ask) : [];

  it('states the issue, what the customer expects, what the sheet says, the options with their price and what a no means', () => {
    expect(text).toEqual([
      'BRK can be delivered on 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
      'Acme expects: 100 EA BRK by 17 Mar 2026.',
      'What the sheet says: Can deliver: 19 Mar 2026.',
      'Ways to say yes: Rush material: Material in 1 day: 100 EA of BRK by 11 Mar 2026 (costs 300 USD).',
      'If the answer is no, sales agrees one of the options with the customer or changes the deal.',
      'Possible answers: yes; yes, if; not by then, but; no, because; I need more information.',
      'Asked for R. Rep.',
    ]);
  });

  it('leaves out what other people are asked', () => {
    expect(text.join(' ')).not.toContain('Old.');
  });
});
