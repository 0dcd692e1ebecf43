import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { sampleWorkbook } from '../../src/sandbox/sample/sample-workbook.ts';
import { openWorkbook } from '../../src/sheet/open-workbook.ts';
import { readWorkbook } from '../../src/sheet/read-workbook.ts';
import type { WorkbookReading } from '../../src/sheet/read-workbook.ts';
import { versionOf } from '../../src/sheet/sheet-version.ts';
import { writeTemplate, writeWorkbook } from '../../src/sheet/write-workbook.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aProduct, aResource, aRoutingStep, aScopeLimit, aSheet } from '../support/a-sheet.ts';
import { aHistoryRow, aPortfolioFit, aQuota, aServiceLevel, aTier } from '../support/a-list-row.ts';
import { propertyRuns } from '../support/property-runs.ts';

const isoDate = fc
  .integer({ min: 20_000, max: 22_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const hours = fc.oneof(
  fc.integer({ min: 0, max: 4_000 }),
  fc.integer({ min: 0, max: 100_000 }).map((minutes) => minutes / 60),
);
/** Names that a spreadsheet likes to spoil: numbers, dates, formulas, quotes. */
const trouble = fc.constantFrom(
  '007',
  '1-2',
  'MAR-1',
  '=1+1',
  '+49 30',
  '@home',
  '-5',
  'a;b'.replace(';', ','),
  '"x"',
  '<b>&',
  'Ü €',
  '1e5',
  'TRUE',
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

const sheets: fc.Arbitrary<CapacitySheet> = fc
  .record({
    codes: fc.uniqueArray(trouble, { minLength: 1, maxLength: 5 }),
    weeks: fc.array(fc.record({ week: isoDate, hours, customer: maybe(trouble), value: maybe(hours) }), {
      maxLength: 8,
    }),
    days: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 3, maxLength: 3 }),
    capacity: hours,
    horizonEnd: maybe(isoDate),
    weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    length: maybe(fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0)),
  })
  .map(({ codes, weeks, days, capacity, horizonEnd, weekdays, length }) => {
    const [entryDays = 0, materialDays = 0, transitDays = 0] = days;
    const base = aSheet({
      products: codes.map((code, i) =>
        aProduct({ code, entryDays, materialDays, transitDays, aliases: [`${code} old`], row: `Products!${i + 2}` }),
      ),
      routing: codes.map((product, i) => aRoutingStep({ product, runHoursPerUnit: capacity, row: `Routing!${i + 2}` })),
      resources: [aResource({ capacityPerWeek: capacity, overtimeWeekdays: weekdays.toSorted(), row: 'Resources!2' })],
      commitments: weeks.map((week, i) => aCommitment({ ...week, id: `C-${i}`, row: `Commitments!${i + 2}` })),
      scopeLimits: [aScopeLimit({ product: codes[0] ?? '', min: length, max: null, row: 'Scope limits!2' })],
    });
    const later: Partial<CapacitySheet> = {
      history: [
        aHistoryRow({
          row: 'Project history!2',
          project: '007',
          class: codes[0] ?? 'x',
          actualHours: capacity,
          deliveredDate: horizonEnd,
        }),
      ],
      serviceLevels: [aServiceLevel()],
      tiers: [
        aTier({ product: codes[0] ?? null }),
        aTier({ tier: 'B', resource: 'LINE1', product: null, row: 'Tiers!3' }),
      ],
      portfolioFit: [aPortfolioFit({ bestProduct: codes[0] ?? '', weakerProducts: codes.slice(1) })],
      quotas: [aQuota({ product: codes[0] ?? '', target: capacity + 1, attained: capacity })],
    };
    const settings = { ...base.settings, horizonEnd, workingWeekdays: weekdays.toSorted() };
    return {
      ...base,
      ...(length === null ? {} : later),
      settings: length === null ? settings : { ...settings, marginFloor: 0.25 },
    };
  });

const back = async (sheet: CapacitySheet): Promise<WorkbookReading> =>
  readWorkbook(await writeWorkbook(sheet), 'export.xlsx');

/** A round trip takes 60 ms: 1,000 in every run, a tenth of what the pipeline asks of the engine's theorems. */
const ROUND_TRIPS = Math.max(1_000, propertyRuns(0.1).numRuns);
const TODAY = '2026-03-02';

/** What a deal over the first products of the sheet is told. */
const answer = (sheet: CapacitySheet): CheckResult => {
  const lines = sheet.products.slice(0, 2).map(({ code }, index) => aLine({ id: `L${index}`, product: code }));
  const facts = { today: TODAY, sheetVersion: 'same', sheetPublishedOn: TODAY, rulesVersion: 'none' };
  return runChecks({ deal: aDeal({ lines }), plan: compileSheet(sheet), ...facts });
};

describe('export and import', () => {
  it('give the same facts, the same version and the same answers, whatever the names and numbers', async () => {
    await fc.assert(
      fc.asyncProperty(sheets, async (sheet) => {
        const reading = await back(sheet);
        expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(reading.sheet).toEqual(sheet);
        expect(reading.version).toBe(versionOf(sheet));
        expect(reading.sheet && answer(reading.sheet)).toEqual(answer(sheet));
      }),
      { ...propertyRuns(), numRuns: ROUND_TRIPS },
    );
  }, 900_000);

  it('give the same version for every tab of the sample', async () => {
    const { sheet, version } = readWorkbook(sampleWorkbook('2026-11-22'), 'sample.xlsx');
    if (!sheet) throw new Error('the sample cannot be read');
    expect(await back(sheet)).toMatchObject({ version, sheet });
  });

  it('write text that could start a formula as text', async () => {
    const sheet = aSheet({ products: [aProduct({ code: '=HYPERLINK("http://x")' })] });
    const cell = openWorkbook(await writeWorkbook(sheet), 'x.xlsx').find(({ name }) => name === 'Products')
      ?.rows[1]?.[0];
    expect(cell).toBe('=HYPERLINK("http://x")');
  });

  it('offer an empty workbook with instructions and every tab of the format', async () => {
    const tables = openWorkbook(await writeTemplate(), 'template.xlsx');
    expect(tables.map(({ name }) => name).slice(0, 4)).toEqual(['Read me', 'Settings', 'Products', 'Units']);
    const { problems } = readWorkbook(await writeTemplate(), 'template.xlsx');
    expect(problems.filter(({ sheet }) => sheet !== 'Read me')).toMatchObject([
      { sheet: 'Products', severity: 'error' },
    ]);
  });
});
