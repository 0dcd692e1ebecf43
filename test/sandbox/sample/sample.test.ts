import { describe, expect, it } from '@jest/globals';
import { compileSheet } from '../../../src/capacity/compile-sheet.ts';
import { planPipeline } from '../../../src/capacity/pipeline-levels.ts';
import type { Verdict } from '../../../src/capacity/verdict.ts';
import { runChecks } from '../../../src/checks/run-checks.ts';
import type { CheckResult } from '../../../src/checks/check-result.ts';
import { checks } from '../../../src/checks/index.ts';
import type { Finding } from '../../../src/checks/finding.ts';
import { parseIsoDate } from '../../../src/deal/day.ts';
import type { Deal } from '../../../src/deal/deal.ts';
import { sampleDeals } from '../../../src/sandbox/sample/sample-deals.ts';
import type { SampleDeal } from '../../../src/sandbox/sample/sample-deals.ts';
import { sampleWorkbook } from '../../../src/sandbox/sample/sample-workbook.ts';
import { readWorkbook } from '../../../src/sheet/read-workbook.ts';

const PROBABILITY = { qualified: 0.2, proposal: 0.5, negotiation: 0.7, contract: 0.9 };

const toDeal = (sample: SampleDeal): Deal => ({
  id: sample.name,
  name: sample.name,
  currency: 'USD',
  amount: sample.amount,
  probability: PROBABILITY[sample.stage],
  owner: sample.owner,
  company: { name: sample.company },
  requestedDate: sample.requestedDate,
  ...sample.facts,
  lines: sample.lines.map((line, index) => ({
    id: `L${index + 1}`,
    product: line.sku,
    quantity: line.quantity,
    unit: line.unit,
    unitPrice: line.unitPrice,
    attributes: line.attributes,
  })),
});

const checkSample = (today: string, publishedOn = today): CheckResult[] => {
  const { sheet, version } = readWorkbook(sampleWorkbook(today), 'sample.xlsx');
  if (sheet === null) throw new Error('the sample cannot be read');
  const plan = compileSheet(sheet);
  const deals = sampleDeals(today).map(toDeal);
  const facts = {
    plan,
    today,
    sheetVersion: version,
    sheetPublishedOn: publishedOn,
    rulesVersion: 'none',
    pipeline: planPipeline(plan, deals, parseIsoDate(today) ?? 0),
  };
  return deals.map((deal) => runChecks({ deal, ...facts }));
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
    expect(sheet?.commitments).toHaveLength(43);
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

  it.each(TODAYS)('lets every check fire on at least one deal on %s', (_what, today) => {
    const isOpen = ({ severity }: Finding): boolean => ['warn', 'action', 'fail'].includes(severity);
    const fired = new Set(
      checkSample(today).flatMap(({ findings }) => findings.filter(isOpen).map(({ check }) => check)),
    );
    const onFreshSheet = checks.map(({ id }) => id).filter((id) => id !== 'sheet-fresh');
    expect([...fired].sort()).toEqual(onFreshSheet.sort());
  });

  it('lets the age of the sheet be noticed once nobody has published for more than two weeks', () => {
    const stale = checkSample('2026-11-22', '2026-11-07').map(({ findings }) =>
      findings.find(({ code }) => code === 'SHEET_STALE'),
    );
    expect(stale.every(Boolean)).toBe(true);
    expect(checkSample('2026-11-22', '2026-11-08')[0]?.findings).not.toContainEqual(
      expect.objectContaining({ code: 'SHEET_STALE' }),
    );
  });

  it('has deals of amounts that a metalworks sells, also where the quantity is open', () => {
    for (const { name, amount } of sampleDeals('2026-11-22')) expect([name, amount >= 1000]).toEqual([name, true]);
  });
});
