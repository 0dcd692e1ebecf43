import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { aWorkbook } from '../support/a-workbook.ts';
import type { CellInput } from '../support/a-workbook.ts';
import { caseDeal, caseTabs, fraction, REAL_CELLS, TEXT_CELLS } from '../support/case-workbook.ts';
import type { CaseFile, PromiseCase, Spelling } from '../support/case-workbook.ts';
import { checkAll } from '../support/run-keepable.ts';

const CASES = new URL('../../../shared/cases/', import.meta.url);

const readCases = (name: string): CaseFile =>
  JSON.parse(readFileSync(new URL(`promise-${name}.json`, CASES), 'utf8')) as CaseFile;

/** What a case says about a line, in the words of the command line; what it leaves open is left out. */
const expectedLine = (line: PromiseCase['expect']['lines'][number]) => ({
  product: line.product,
  ready: line.ready,
  promise: line.promise,
  quantityByRequested: line.qtyByRequested,
  ...(line.finish === undefined ? {} : { finish: line.finish, ship: line.ship }),
  ...(line.slackDays === undefined ? {} : { slackDays: line.slackDays }),
  ...(line.needHours === undefined
    ? {}
    : { needMinutes: line.needHours.map((hours) => Math.ceil(fraction(hours) * 60)) }),
});

const expectedResult = ({ id, expect: { verdict, lines } }: PromiseCase) => ({
  deal: id,
  ...(verdict === undefined ? {} : { verdict }),
  lines: lines.map(expectedLine),
});

const bySheet = (file: CaseFile, cases: PromiseCase[]): PromiseCase[][] =>
  Object.values(Object.groupBy(cases, (one) => JSON.stringify(caseTabs(file, one)))).map((group) => group ?? []);

const checkCases = async (file: CaseFile, cases: PromiseCase[], spelling: Spelling): Promise<CheckResult[]> => {
  const results: CheckResult[] = [];
  for (const group of bySheet(file, cases)) {
    const [first] = group;
    if (first) results.push(...(await checkAll(group.map(caseDeal), aWorkbook(caseTabs(file, first, spelling)))));
  }
  return results;
};

const byId = <T>(rows: T[], idOf: (row: T) => string): T[] => rows.toSorted((a, b) => idOf(a).localeCompare(idOf(b)));

const compare = async (name: string, spelling: Spelling, count: number): Promise<void> => {
  const file = readCases(name);
  const cases = file.cases.slice(0, count);
  const results = byId(await checkCases(file, cases, spelling), ({ deal }) => deal);
  const wrong = byId(cases, ({ id }) => id).flatMap((one, index) => {
    try {
      expect(results[index]).toMatchObject(expectedResult(one));
      return [];
    } catch {
      return [{ id: one.id, expected: expectedResult(one), lines: results[index]?.lines }];
    }
  });
  expect(wrong).toEqual([]);
  expect(results).toHaveLength(cases.length);
};

/** The levers that the worked examples stand for: what their overrides and overtime hours come from, and at which price. */
const LEVERS: Record<'rush' | 'air' | 'ot', CellInput[]> = {
  rush: ['Rush material', '*', 'rush_material', 2, null, null, null, 300, null],
  air: ['Air freight', '*', 'air_freight', 1, null, null, null, 450, null],
  ot: ['Saturday shift', 'LINE1', 'overtime', null, 8, 'Sat', 2, null, 60],
};

/**
 * Which case each set of options must find by itself: the cheapest that makes the date, else the earliest one; a lever
 * that changes nothing is left out (rush and air together promise what air alone does).
 */
const CHOICES: { base: string; options: (keyof typeof LEVERS)[]; found: string | null }[] = [
  { base: 'E2', options: ['rush'], found: 'E2-rush' },
  { base: 'E2', options: ['ot'], found: 'E2-ot' },
  { base: 'E2', options: ['rush', 'air', 'ot'], found: 'E2-rush' },
  { base: 'E9-base', options: ['rush'], found: null },
  { base: 'E9-base', options: ['air'], found: 'E9-air' },
  { base: 'E9-base', options: ['rush', 'air'], found: 'E9-air' },
  { base: 'E9-base', options: ['ot'], found: 'E9-ot' },
  { base: 'E9-base', options: ['ot', 'rush'], found: 'E9-ot+rush' },
  { base: 'E9-base', options: ['ot', 'air'], found: 'E9-ot+air' },
  { base: 'E9-base', options: ['rush', 'air', 'ot'], found: 'E9-ot+rush' },
];

const OPTION_HEADER = [
  'option',
  'applies_to',
  'lever',
  'saves_days',
  'adds_hours_per_week',
  'on_days',
  'max_weeks',
  'fixed_cost',
  'cost_per_hour',
];

const caseNamed = ({ cases }: CaseFile, id: string): PromiseCase => {
  const found = cases.find((one) => one.id === id);
  if (!found) throw new Error(`There is no case ${id}.`);
  return found;
};

const chooseLevers = async (file: CaseFile, { base, options, found }: (typeof CHOICES)[number]): Promise<void> => {
  const promiseCase = caseNamed(file, base);
  const rows = options.map((name) => LEVERS[name]);
  const tabs = { ...caseTabs(file, promiseCase), 'Expedite options': [OPTION_HEADER, ...rows] };
  const [result] = await checkAll([caseDeal(promiseCase)], aWorkbook(tabs));
  expect(result).toMatchObject(expectedResult(promiseCase));
  const offered = result?.alternatives.filter(({ kind }) => kind === 'expedite');
  const expected = found === null ? [] : [caseNamed(file, found).expect];
  expect(offered?.map(({ schedule, cost }) => [schedule[0]?.date, cost.total])).toEqual(
    expected.map(({ lines, cost }) => [lines[0]?.promise, cost]),
  );
};

/** The cases live beside the repository, not in it; without them our own case below still stands. */
if (existsSync(CASES)) {
  describe('keepable check on the promise cases', () => {
    it('gives the exact answers of the worked examples', () => compare('examples', REAL_CELLS, Infinity), 60_000);
    it('gives the exact answers of the generated cases', () => compare('random', REAL_CELLS, Infinity), 120_000);
    it.each(CHOICES)('finds $found by itself for $base with the options $options', (choice) =>
      chooseLevers(readCases('examples'), choice),
    );
    it('gives the same answers when every date and number is text', () => compare('random', TEXT_CELLS, 60), 120_000);
  });
}

/** Two steps over Easter, with a changed week and a Saturday shift, worked out by hand. */
const OWN: CaseFile = {
  zone: 'Europe/Berlin',
  holidays: ['2026-04-03', '2026-04-06'],
  bufferDays: 2,
  tightUtilisation: '0.9',
  products: {
    HNG: {
      steps: [
        ['SAW', '1', '1/4'],
        ['OVEN', '0', '1/2'],
      ],
      entry: 1,
      material: 1,
      qa: 1,
      transit: 1,
      lot: 4,
      unit: 'EA',
    },
  },
  cases: [],
};

const OWN_CASE: PromiseCase = {
  id: 'own-1',
  orderDate: '2026-03-30',
  lines: [{ product: 'HNG', qty: 26, requested: '2026-04-15' }],
  resources: {
    // 28 are made: 8 h of sawing. 2 April has 8 h less 4 h that are taken, Saturday 4 April 4 h of overtime.
    SAW: { perWeek: 40, load: { '2026-03-30': 16 }, overtime: { '2026-04-04': 4 } },
    // 14 h in the oven, at 5 h a day in the changed week, which has no Monday.
    OVEN: { perWeek: 40, cap: { '2026-04-06': 25 } },
  },
  overrides: { horizonEnd: '2026-06-30' },
  expect: {
    verdict: 'ok',
    lines: [
      {
        product: 'HNG',
        needHours: ['8', '14'],
        // Entry and material: 31 March and 1 April.
        ready: '2026-04-01',
        finish: '2026-04-09',
        ship: '2026-04-10',
        // One day of transit arrives on a Saturday.
        promise: '2026-04-13',
        qtyByRequested: 26,
        slackDays: 2,
      },
    ],
  },
};

describe('keepable check on a case of our own', () => {
  it.each([
    ['real cells', REAL_CELLS],
    ['text', TEXT_CELLS],
  ])('plans two steps over Easter from %s', async (_what, spelling) => {
    const [result] = await checkCases(OWN, [OWN_CASE], spelling);
    expect(result).toMatchObject(expectedResult(OWN_CASE));
  });
});
