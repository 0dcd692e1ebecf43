import { describe, expect, it } from '@jest/globals';
import { readWorkbook } from '../../src/sheet/read-workbook.ts';
import type { WorkbookReading } from '../../src/sheet/read-workbook.ts';
import { aWorkbook, dateCell, serialOf } from '../support/a-workbook.ts';
import type { CellInput, Tabs } from '../support/a-workbook.ts';

const PLAIN: Tabs = {
  Settings: [
    ['key', 'value'],
    ['plant', 'Plant 1'],
    ['time_zone', 'America/Chicago'],
  ],
  Products: [
    ['product_code', 'unit', 'lot_multiple'],
    ['BRK', 'EA', 10],
  ],
  Routing: [
    ['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit'],
    ['BRK', 1, 'LINE1', 2, 0.2],
  ],
  Resources: [
    ['resource', 'capacity_per_week'],
    ['LINE1', 80],
  ],
  Commitments: [
    ['id', 'resource', 'week', 'hours'],
    ['C-1', 'LINE1', dateCell('2026-03-09'), 60],
  ],
};

const read = (tabs: Tabs = {}): WorkbookReading => readWorkbook(aWorkbook({ ...PLAIN, ...tabs }), 'plan.xlsx');

const sheetOf = (reading: WorkbookReading) => {
  if (reading.sheet === null) throw new Error(JSON.stringify(reading.problems));
  return reading.sheet;
};

const errors = (reading: WorkbookReading) => reading.problems.filter(({ severity }) => severity === 'error');

const commitmentsWith = (week: CellInput, hours: CellInput): Tabs => ({
  Commitments: [
    ['id', 'resource', 'week', 'hours'],
    ['C-1', 'LINE1', week, hours],
  ],
});

describe('reading a v1 workbook', () => {
  it('reads the facts with the row that each comes from, and the defaults of the format', () => {
    const reading = read();
    const sheet = sheetOf(reading);
    expect(reading.problems).toEqual([]);
    expect(sheet.settings).toMatchObject({
      timeZone: 'America/Chicago',
      cutoffMinutes: 900,
      bufferDays: 2,
      horizonWeeks: 26,
    });
    expect(sheet.products[0]).toMatchObject({ code: 'BRK', lotMultiple: 10, fidelity: 'capacity', row: 'Products!2' });
    expect(sheet.commitments[0]).toMatchObject({ week: '2026-03-09', hours: 60, kind: 'hard', row: 'Commitments!2' });
    expect(sheet.doubts).toBeUndefined();
  });

  it('knows tabs and headers whatever their case, spaces, underscores and hyphens', () => {
    const { Products, Routing, ...rest } = PLAIN;
    const tabs = {
      ...rest,
      PRODUCTS: [['Product Code', 'UNIT*', 'lot-multiple'], ...(Products ?? []).slice(1)],
      routing: Routing ?? [],
    };
    const reading = readWorkbook(aWorkbook(tabs), 'plan.xlsx');
    expect(sheetOf(reading).products[0]).toMatchObject({ code: 'BRK', lotMultiple: 10, row: 'PRODUCTS!2' });
  });

  it.each<[string, CellInput]>([
    ['a date cell', dateCell('2026-03-09')],
    ['a bare serial number', serialOf('2026-03-09')],
    ['ISO text', '2026-03-09'],
    ['ISO text with a time', '2026-03-09T00:00:00Z'],
    ['text with the name of the month', '9 Mar 2026'],
    ['a week of the year', '2026-W11'],
  ])('reads a date from %s', (_what, week) => {
    expect(sheetOf(read(commitmentsWith(week, 60))).commitments[0]?.week).toBe('2026-03-09');
  });

  it.each<[string, CellInput, number]>([
    ['a number', 1.9166666666666667, 1.9166666666666667],
    ['a number as text', '60.5', 60.5],
    ['a decimal comma', '2,5', 2.5],
    ['thousands with decimals', '1,060.50', 1060.5],
    ['a duration', { t: 'n', v: 60 / 24, z: '[h]:mm' }, 60],
    ['nothing to do', 0, 0],
  ])('reads hours from %s', (_what, hours, expected) => {
    expect(sheetOf(read(commitmentsWith('2026-03-09', hours))).commitments[0]?.hours).toBe(expected);
  });

  it.each<[string, CellInput]>([
    ['a formula error', { t: 'e', v: 23 }],
    ['a negative amount', -5],
    ['a word', 'lots'],
    ['NaN', 'NaN'],
    ['a blank cell', null],
    ['a number that could be two', '1,234'],
    ['a date', dateCell('2026-03-09')],
  ])('rejects a commitment whose hours are %s, and names the cell', (_what, hours) => {
    const reading = read(commitmentsWith('2026-03-09', hours));
    expect(errors(reading)).toMatchObject([{ sheet: 'Commitments', cell: 'Commitments!D2', column: 'hours' }]);
    expect(sheetOf(reading).commitments).toEqual([]);
  });

  it('never takes a formula without a stored result for 0', () => {
    const cell = { t: 'z', f: 'SUM(A1:A2)', v: undefined } as const;
    const reading = read({
      Resources: [
        ['resource', 'capacity_per_week'],
        ['LINE1', cell as unknown as CellInput],
      ],
    });
    expect(errors(reading)[0]).toMatchObject({
      cell: 'Resources!B2',
      value: '=SUM(A1:A2)',
      expected: expect.stringMatching(/no stored result/),
    });
  });

  it('asks whether the day or the month is first', () => {
    const reading = read(commitmentsWith('03/04/2026', 60));
    expect(errors(reading)[0]?.howToFix).toMatch(/day or the month/);
  });

  it('puts in doubt what a rejected row leaves out: missing load never makes a promise earlier (S17)', () => {
    expect(sheetOf(read(commitmentsWith('2026-03-09', -1))).doubts).toEqual([
      { about: 'resource', name: 'LINE1', row: 'Commitments!2' },
    ]);
    const routing = [...(PLAIN['Routing'] ?? []), ['BRK', 2, 'LINE1', 'n/a', 0.1]];
    expect(sheetOf(read({ Routing: routing })).doubts).toEqual([{ about: 'product', name: 'BRK', row: 'Routing!3' }]);
    expect(
      sheetOf(
        read({
          Calendar: [
            ['date', 'type'],
            ['Christmas', 'holiday'],
          ],
        }),
      ).doubts,
    ).toEqual([{ about: 'plant', name: null, row: 'Calendar!2' }]);
  });

  it('keeps a row whose bad cell no promise depends on', () => {
    const reading = read({
      Commitments: [
        ['id', 'resource', 'week', 'hours', 'value'],
        ['C-1', 'LINE1', '2026-03-09', 60, 'a lot'],
      ],
    });
    expect(errors(reading)).toEqual([]);
    expect(reading.problems[0]).toMatchObject({ severity: 'warn', cell: 'Commitments!E2' });
    expect(sheetOf(reading).commitments[0]?.hours).toBe(60);
  });

  it('reports columns and tabs that it does not know, and ignores comments', () => {
    const reading = read({
      Resources: [
        ['resource', 'capacity_per_week', 'colour', 'Comments'],
        ['LINE1', 80, 'red', 'old'],
      ],
      Notes: [['remember the milk']],
    });
    expect(reading.problems.map(({ severity, sheet, value }) => [severity, sheet, value])).toEqual([
      ['info', 'Notes', null],
      ['info', 'Resources', 'colour'],
    ]);
  });

  it('names unknown resources and products with their cell', () => {
    const reading = read({
      Routing: [...(PLAIN['Routing'] ?? []), ['BRK', 2, 'LINE9', 0, 0.1], ['NOPE', 1, 'LINE1', 0, 0.1]],
    });
    expect(errors(reading)).toMatchObject([
      { cell: 'Routing!C3', value: 'LINE9' },
      { cell: 'Routing!A4', value: 'NOPE' },
    ]);
  });

  it('lets the first of two contradicting rows stand and says so', () => {
    const reading = read({ Resources: [...(PLAIN['Resources'] ?? []), ['line1', 60]] });
    expect(errors(reading)).toMatchObject([{ cell: 'Resources!A3' }]);
    expect(sheetOf(reading).resources).toHaveLength(1);
    expect(sheetOf(reading).doubts).toEqual([{ about: 'resource', name: 'line1', row: 'Resources!3' }]);
  });

  it('cannot use a workbook without products, with a tab that lacks its column, or that is no workbook', () => {
    const { Products: _without, ...rest } = PLAIN;
    expect(readWorkbook(aWorkbook(rest), 'plan.xlsx')).toMatchObject({ sheet: null });
    const reading = read({
      Commitments: [
        ['id', 'resource', 'week'],
        ['C-1', 'LINE1', '2026-03-09'],
      ],
    });
    expect(reading.sheet).toBeNull();
    expect(errors(reading)[0]).toMatchObject({ sheet: 'Commitments', column: 'hours' });
    const garbage = readWorkbook(new TextEncoder().encode('%PDF-1.4'), 'plan.xlsx');
    expect(garbage.sheet).toBeNull();
    expect(garbage.problems[0]?.howToFix).toMatch(/not a workbook/);
  });

  it('gives equal facts equal versions and different facts different ones', () => {
    expect(read().version).toBe(readWorkbook(aWorkbook(PLAIN, 'ods'), 'plan.ods').version);
    expect(read().version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(read(commitmentsWith('2026-03-09', 61)).version).not.toBe(read().version);
  });

  it.each(['xlsx', 'ods', 'biff8', 'xlsb'] as const)('reads the same facts from %s', (bookType) => {
    const reading = readWorkbook(aWorkbook(PLAIN, bookType), bookType === 'biff8' ? 'plan.xls' : `plan.${bookType}`);
    expect(sheetOf(reading).commitments).toEqual(sheetOf(read()).commitments);
  });

  it('reads a tab from a CSV file of its name', () => {
    const bytes = new TextEncoder().encode('product_code,unit,standard_lead_days\n007,EA,5\n');
    expect(sheetOf(readWorkbook(bytes, 'dir/Products.csv')).products[0]).toMatchObject({
      code: '007',
      standardLeadDays: 5,
      fidelity: 'lead_time',
    });
  });

  it('reads every other tab of the format', () => {
    const sheet = sheetOf(
      read({
        Units: [
          ['from_unit', 'to_unit', 'factor'],
          ['CS', 'EA', 12],
        ],
        'Stock and receipts': [
          ['product_code', 'date', 'quantity', 'kind', 'firm'],
          ['BRK', '2026-03-02', 40, 'purchase', 'y'],
        ],
        'Expedite options': [
          ['option', 'applies_to', 'lever', 'adds_hours_per_week', 'on_days', 'max_weeks', 'cost_per_hour'],
          ['Saturday shift', 'LINE1', 'overtime', 8, 'Sat', 2, 60],
        ],
        'Service templates': [
          ['product_code', 'phase', 'order', 'role', 'hours'],
          ['BRK', 'Install', 1, 'LINE1', 8],
        ],
        Receiving: [
          ['customer', 'weekdays'],
          ['Acme', 'Mon;Wed'],
        ],
        Combinations: [
          ['if_attribute', 'if_op', 'if_value', 'then_attribute', 'then_op', 'then_value', 'severity', 'message'],
          ['finish', '=', 'zinc', 'length_mm', '<=', 400, 'stop', 'too long for the bath'],
        ],
        People: [
          ['person', 'role', 'email'],
          ['P. Planner', 'Planner', 'p@example.com'],
        ],
        'Scope limits': [
          ['product_code', 'attribute', 'type', 'allowed', 'severity', 'meaning'],
          ['*', 'finish', 'choice', 'zinc; raw', 'stop', 'surface'],
        ],
        'Capacity exceptions': [
          ['resource', 'from', 'to', 'delta_hours', 'reason'],
          ['LINE1', '2026-03-07', '2026-03-07', 8, 'overtime'],
        ],
      }),
    );
    expect(sheet.units).toMatchObject([{ product: null, fromUnit: 'CS', toUnit: 'EA', factor: 12 }]);
    expect(sheet.stock).toMatchObject([{ quantity: 40, kind: 'purchase', firm: true }]);
    expect(sheet.expediteOptions).toMatchObject([{ lever: 'overtime', addsHoursPerWeek: 8, onWeekdays: [5] }]);
    expect(sheet.serviceTemplates).toMatchObject([{ phase: 'Install', order: 1, role: 'LINE1', hours: 8 }]);
    expect(sheet.receiving).toMatchObject([{ customer: 'Acme', weekdays: [0, 2] }]);
    expect(sheet.combinations).toMatchObject([{ ifAttribute: 'finish', thenValue: '400', severity: 'stop' }]);
    expect(sheet.people).toMatchObject([{ name: 'P. Planner', email: 'p@example.com' }]);
    expect(sheet.scopeLimits).toMatchObject([{ product: '*', allowed: ['zinc', 'raw'] }]);
    expect(sheet.exceptions).toMatchObject([{ deltaHours: 8, from: '2026-03-07', to: '2026-03-07' }]);
  });
});
