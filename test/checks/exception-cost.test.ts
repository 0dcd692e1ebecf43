import { describe, expect, it } from '@jest/globals';
import type { Alternative } from '../../src/checks/check-result.ts';
import { exceptionCost } from '../../src/checks/exception-cost.ts';
import { aLateLine, checkFacts } from '../support/a-result.ts';
import { aSheet } from '../support/a-sheet.ts';
import type { ExpediteOption } from '../../src/capacity/capacity-sheet.ts';

const rush = (total: number, facts: Partial<Alternative> = {}): Alternative => ({
  kind: 'expedite',
  schedule: [{ line: 'L1', date: '2026-03-11', quantity: 100 }],
  cost: { total, parts: [{ what: 'Rush material', amount: total, row: 'Expedite options!2' }] },
  levers: ['Rush material'],
  differsBy: 'Rush material: 100 EA of BRK by 11 Mar 2026.',
  meetsRequest: true,
  marginAfter: 900,
  breakEvenFee: total,
  ...facts,
});

const option: ExpediteOption = {
  option: 'Rush material',
  appliesTo: 'BRK',
  lever: 'rush_material',
  savesDays: 2,
  addsHoursPerWeek: null,
  onWeekdays: [],
  maxWeeks: null,
  noticeDays: 0,
  fixedCost: 300,
  costPerHour: 0,
  costPerUnit: 0,
  needsSignoffRole: null,
  validFrom: null,
  validTo: null,
  row: 'Expedite options!2',
};

const judged = (alternatives: Alternative[], expediteOptions: ExpediteOption[] = [option]) =>
  exceptionCost(checkFacts({ lines: [aLateLine()], alternatives, sheet: aSheet({ expediteOptions }) }));

describe('exception-cost', () => {
  it('passes a deal that is on time', () => {
    expect(exceptionCost(checkFacts())).toMatchObject([{ severity: 'pass', message: 'The deal needs no exception.' }]);
  });

  it('prices the cheapest way to make the date against the margin, item by item', () => {
    expect(judged([rush(450), rush(300)])).toMatchObject([
      {
        severity: 'warn',
        message: 'Making the date costs 300 USD (Rush material); 900 USD of the margin are left.',
        evidence: [
          { what: 'Rush material', value: '300 USD', row: 'Expedite options!2' },
          { what: 'Margin left', value: '900 USD' },
        ],
        fix: 'Agree a fee of 300 USD with the customer, or a later date that costs nothing.',
      },
    ]);
  });

  it('asks for agreement from the first cent of a loss on', () => {
    expect(judged([rush(300, { marginAfter: 0 })])).toMatchObject([{ severity: 'warn' }]);
    expect(judged([rush(300, { marginAfter: -0.01 })])).toMatchObject([
      {
        severity: 'action',
        code: 'MARGIN_FLOOR',
        message: 'Making the date costs 300 USD (Rush material); the deal then loses 0.01 USD.',
        signoffRole: 'Product owner',
      },
    ]);
  });

  it('says that the margin is not known', () => {
    expect(judged([rush(300, { marginAfter: null })])[0]?.message).toContain(
      'is not known: a unit price or unit cost is missing or in another currency',
    );
  });

  it('does not take an option for a way to make the date when it is late, too', () => {
    expect(judged([rush(300, { meetsRequest: false })])).toMatchObject([
      {
        severity: 'warn',
        message: 'No expedite option of the sheet makes the date; the closest costs 300 USD (Rush material).',
      },
    ]);
  });

  it('is not checked when the sheet prices nothing', () => {
    expect(judged([], [])).toMatchObject([{ severity: 'not_checked', code: null }]);
  });
});
