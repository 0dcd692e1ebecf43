import { describe, expect, it } from '@jest/globals';
import { compileSheet } from '../../../src/capacity/compile-sheet.ts';
import type { Verdict } from '../../../src/capacity/verdict.ts';
import { runChecks } from '../../../src/checks/run-checks.ts';
import type { CheckResult } from '../../../src/checks/check-result.ts';
import type { Deal } from '../../../src/deal/deal.ts';
import { sampleDeals } from '../../../src/sandbox/sample/sample-deals.ts';
import type { SampleDeal } from '../../../src/sandbox/sample/sample-deals.ts';
import { sampleWorkbook } from '../../../src/sandbox/sample/sample-workbook.ts';
import { readWorkbook } from '../../../src/sheet/read-workbook.ts';

const toDeal = (sample: SampleDeal): Deal => ({
  id: sample.name,
  name: sample.name,
  company: { name: sample.company },
  requestedDate: sample.requestedDate,
  lines: sample.lines.map((line, index) => ({
    id: `L${index + 1}`,
    product: line.sku,
    quantity: line.quantity,
    unit: line.unit,
    unitPrice: line.unitPrice,
    attributes: line.attributes,
  })),
});

const checkSample = (today: string): CheckResult[] => {
  const { sheet, version } = readWorkbook(sampleWorkbook(today), 'sample.xlsx');
  if (sheet === null) throw new Error('the sample cannot be read');
  const facts = {
    plan: compileSheet(sheet),
    today,
    sheetVersion: version,
    sheetPublishedOn: today,
    rulesVersion: 'none',
  };
  return sampleDeals(today).map((sample) => runChecks({ deal: toDeal(sample), ...facts }));
};

/** Verdicts in the order in which the deals are written down. */
const EXPECTED: [Verdict, number][] = [
  ['ok', 10],
  ['tight', 8],
  ['late', 9],
  ['not_feasible', 6],
  ['cannot_tell', 7],
];

const TODAYS: [string, string][] = [
  ['a Monday', '2026-03-02'],
  ['a Saturday', '2026-06-20'],
  ['a Sunday before a holiday', '2026-09-06'],
  ['Thanksgiving', '2026-11-26'],
  ['Christmas', '2026-12-25'],
  ['a Friday in the week before Christmas', '2027-12-17'],
  ['leap day', '2028-02-29'],
  ['a Wednesday', '2026-04-29'],
];

describe('the sample', () => {
  it('is a workbook without a single problem', () => {
    const { sheet, problems } = readWorkbook(sampleWorkbook('2026-11-22'), 'sample.xlsx');
    expect(problems).toEqual([]);
    expect(sheet?.products).toHaveLength(12);
    expect(sheet?.resources).toHaveLength(6);
    expect(sheet?.commitments).toHaveLength(40);
    expect(sheet?.calendar.length).toBeGreaterThan(2);
  });

  it('has forty deals with different names', () => {
    expect(new Set(sampleDeals('2026-11-22').map(({ name }) => name)).size).toBe(40);
  });

  it.each(TODAYS)('shows every kind of verdict on %s', (_what, today) => {
    const verdicts = checkSample(today).map(({ deal, verdict }) => [deal, verdict]);
    const expected = EXPECTED.flatMap(([verdict, count]) => Array.from({ length: count }, () => verdict));
    const names = sampleDeals(today).map(({ name }) => name);
    expect(verdicts).toEqual(names.map((name, index) => [name, expected[index]]));
  });
});
