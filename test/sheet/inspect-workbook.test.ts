import { existsSync, readFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from '@jest/globals';
import { inspectWorkbook } from '../../src/sheet/understand/inspect-workbook.ts';
import type { Inspection } from '../../src/sheet/understand/inspect-workbook.ts';
import { aWorkbook, dateCell } from '../support/a-workbook.ts';
import type { CellInput, Tabs } from '../support/a-workbook.ts';

const inspect = (tabs: Tabs): Inspection => inspectWorkbook(aWorkbook(tabs), 'plan.xlsx');
const inspectCsv = (text: string): Inspection => inspectWorkbook(new TextEncoder().encode(text), 'plan.csv');
const asked = ({ questions }: Inspection): string[] => questions.map(({ about }) => about);
const weeks = (from: number, count: number, label: (week: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => label(from + i));
const hours = (count: number, start = 30): number[] => Array.from({ length: count }, (_, i) => start + i);

describe('what planners really keep', () => {
  it('finds a header that is not in the first row, with a title above it', () => {
    const { tables, questions } = inspect({
      Plan: [
        ['Wochenplan Werk Nord'],
        [],
        [null, 'Maschine', 'Kapazität (h/Woche)', 'Mitarbeiter'],
        [null, 'Laser', 80, 2],
        [null, 'Presse', 40, 1],
      ],
    });
    expect(tables).toMatchObject([{ kind: 'Resources', range: 'B3:D5', headerRows: [3], dataRows: 2, unit: 'hours' }]);
    expect(tables[0]?.columns.map(({ field }) => field)).toEqual(['resource', 'capacity', 'headcount']);
    expect(questions).toEqual([]);
  });

  it('joins the two rows of a merged header', () => {
    const sheet = utils.aoa_to_sheet([
      ['Work center', 'Capacity (h)', null, null, null],
      [null, 'CW10 2026', 'CW11 2026', 'CW12 2026', 'CW13 2026'],
      ['Laser', 80, 80, 40, 80],
      ['Oven', 60, 60, 60, 60],
    ]);
    sheet['!merges'] = [
      { s: { r: 0, c: 0 }, e: { r: 1, c: 0 } },
      { s: { r: 0, c: 1 }, e: { r: 0, c: 4 } },
    ];
    const workbook = utils.book_new();
    utils.book_append_sheet(workbook, sheet, 'Plan');
    const bytes = new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
    const [table] = inspectWorkbook(bytes, 'plan.xlsx').tables;
    expect(table).toMatchObject({ kind: 'Capacity', form: 'wide', headerRows: [1, 2], dataRows: 2, unit: 'hours' });
    expect(table?.periods).toMatchObject({ granularity: 'week', first: '2026-03-02', last: '2026-03-23', count: 4 });
  });

  it('tells tables side by side and one below the other apart', () => {
    const { tables } = inspect({
      Plan: [
        ['machine', 'capacity hours', null, 'item', 'lead time days'],
        ['Laser', 80, null, 'BRK', 5],
        ['Oven', 40, null, 'PNL', 9],
        [],
        ['order', 'item', 'qty', 'due date'],
        ['SO-1', 'BRK', 100, dateCell('2026-03-20')],
      ],
    });
    expect(tables.map(({ kind, range }) => [kind, range])).toEqual([
      ['Resources', 'A1:B3'],
      ['Lead times', 'D1:E3'],
      ['Demand', 'A5:D6'],
    ]);
  });

  it('reads weeks across the top and asks for the year that they do not name', () => {
    const rows: CellInput[][] = [
      ['Anlage', ...weeks(10, 8, (week) => `KW ${week}`)],
      ['Laser', ...hours(8)],
      ['Ofen', ...hours(8)],
    ];
    const inspection = inspect({ 'Belastung Stunden': rows });
    expect(inspection.tables).toMatchObject([
      {
        kind: 'Commitments',
        form: 'wide',
        unit: 'hours',
        periods: { granularity: 'week', first: 'KW 10', count: 8, yearKnown: false },
      },
    ]);
    expect(asked(inspection)).toEqual(['year']);
  });

  it.each([
    ['French', ['janv. 26', 'févr. 26', 'mars 26', 'avr. 26'], 'Capacité'],
    ['Spanish', ['ene 2026', 'feb 2026', 'mar 2026', 'abr 2026'], 'Capacidad'],
    ['Italian', ['gen-26', 'feb-26', 'mar-26', 'apr-26'], 'Capacità'],
    ['numbers', ['2026-01', '2026-02', '2026-03', '2026-04'], 'Capacity'],
  ])('reads months across the top in %s', (_what, months, word) => {
    const [table] = inspect({
      [word]: [
        ['Machine', ...months],
        ['L1', 10, 10, 10, 10],
        ['L2', 9, 9, 9, 9],
      ],
    }).tables;
    expect(table).toMatchObject({
      kind: 'Capacity',
      periods: { granularity: 'month', first: '2026-01-01', last: '2026-04-01', count: 4, yearKnown: true },
    });
  });

  it('reads real dates across the top as the weeks that they start', () => {
    const dates = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'].map(dateCell);
    const [table] = inspect({
      Capacity: [
        ['resource', ...dates],
        ['L1', 40, 40, 40, 40],
      ],
    }).tables;
    expect(table).toMatchObject({ periods: { granularity: 'week', first: '2026-03-02', last: '2026-03-23' } });
  });

  it('reads figures down and periods across', () => {
    const { tables } = inspect({
      Linie: [
        ['Linie 1', ...weeks(20, 5, (week) => `KW${week}/2026`)],
        ['Kapazität (h)', ...hours(5, 80)],
        ['Belastung (h)', ...hours(5, 60)],
        ['Auslastung %', 75, 76, 77, 78, 79],
      ],
    });
    expect(tables).toMatchObject([
      { kind: 'Capacity', form: 'wide', unit: 'hours', periods: { first: '2026-05-11', count: 5 } },
    ]);
  });

  it.each([
    ['English', 'work centre;setup (min);run time (min/pc);part number'],
    ['German', 'Arbeitsplatz;Rüstzeit (min);Stückzeit (min);Artikelnummer'],
    ['French', 'poste de charge;temps de réglage (min);temps unitaire (min);code article'],
    ['Spanish', 'máquina;tiempo de preparación (min);tiempo unitario (min);código'],
    ['Italian', 'macchina;attrezzaggio (min);tempo ciclo (min);codice articolo'],
  ])('knows the columns of a routing in %s', (_what, header) => {
    const { tables } = inspectCsv(`${header}\nL1;30;2,5;A-1\nL2;15;1,25;A-2\n`);
    expect(tables).toMatchObject([{ kind: 'Routing', headerRows: [1] }]);
    expect(tables[0]?.columns.map(({ field, unit }) => [field, unit])).toEqual([
      ['resource', null],
      ['setup_time', 'minutes'],
      ['run_time', 'minutes'],
      ['product_code', null],
    ]);
  });

  it('asks for a unit instead of guessing hours', () => {
    const inspection = inspect({
      Sheet1: [
        ['week start', 'line', 'capacity'],
        ['2026-03-02', 'L1', 268],
        ['2026-03-09', 'L1', 300],
      ],
    });
    expect(inspection.questions).toMatchObject([
      { about: 'unit', column: 'C', options: expect.arrayContaining(['hours', 'pieces']) },
    ]);
  });

  it('asks which of day and month is first only where no date of the column says it', () => {
    const orders = (dates: string[]): Inspection =>
      inspect({
        Resources: [
          ['machine', 'capacity hours'],
          ['L1', 40],
        ],
        Orders: [['order', 'item', 'qty', 'due date'], ...dates.map((date, i) => [`SO-${i}`, 'A', 1, date])],
      });
    expect(asked(orders(['03/04/2026', '05/06/2026']))).toEqual(['date order']);
    expect(asked(orders(['03/04/2026', '25/06/2026']))).toEqual([]);
  });

  it('asks whether 1.234 is a thousand or a decimal number', () => {
    expect(asked(inspectCsv('machine;capacity (h)\nL1;1.234\nL2;2.500\n'))).toEqual(['number format']);
  });

  it('asks which of two plans is in force', () => {
    const rows: CellInput[][] = [
      ['machine', ...weeks(1, 4, (week) => `2026-W0${week}`)],
      ['L1', 1, 2, 3, 4],
    ];
    const inspection = inspect({ 'Capacity h plan A': rows, 'Capacity h plan B': rows });
    expect(asked(inspection)).toEqual(['scenario']);
  });

  it('shows durations as such', () => {
    const [table] = inspect({
      Teile: [
        ['Teilenummer', 'Durchlaufzeit'],
        ['A', { t: 'n', v: 7, z: '[h]:mm' }],
        ['B', '48:00'],
      ],
    }).tables;
    expect(table).toMatchObject({ kind: 'Lead times', unit: 'duration' });
  });

  it('names cells that cannot be read, and does not trip over a phantom range', () => {
    const rows: CellInput[][] = [
      ['machine', 'capacity hours'],
      ['L1', { t: 'e', v: 23 }],
      ['L2', 40],
    ];
    rows[4000] = [null, null, null, ''];
    const inspection = inspect({ Plan: rows });
    expect(inspection.problems).toMatchObject([{ cell: 'Plan!B2', value: '#REF!' }]);
    expect(inspection.tables).toMatchObject([{ range: 'A1:B3' }]);
  });

  it.each<[string, Tabs]>([
    [
      'a list of contacts',
      {
        Contacts: [
          ['first name', 'last name', 'email'],
          ['A', 'B', 'a@b.c'],
          ['D', 'E', 'd@e.f'],
        ],
      },
    ],
    [
      'a price list',
      {
        Prices: [
          ['article', 'description', 'price'],
          ['A', 'Bracket', 12],
          ['B', 'Panel', 98],
        ],
      },
    ],
    ['a letter', { Sheet1: [['Dear planner,'], ['please find attached'], ['nothing']] }],
    ['an empty workbook', { Sheet1: [] }],
  ])('refuses %s and says why', (_what, tabs) => {
    const inspection = inspect(tabs);
    expect(inspection).toMatchObject({ isCapacitySheet: false, layout: 'none', questions: [] });
    expect(inspection.refusal).not.toBeNull();
  });
});

const SHEETS = new URL('../../../shared/cases/sheets/', import.meta.url);
const inspectFile = (name: string): Inspection => inspectWorkbook(readFileSync(new URL(name, SHEETS)), name);

/** Workbooks of other people live beside the repository, not in it. */
if (existsSync(SHEETS)) {
  describe('workbooks that nobody here wrote', () => {
    it('reads lead times of 168 hours as 7 days', () => {
      const { tables } = inspectFile('10-frepple-make-to-order.xlsx');
      expect(tables.find(({ kind }) => kind === 'Lead times')).toMatchObject({
        sheet: 'item supplier',
        unit: 'duration',
        columns: expect.arrayContaining([expect.objectContaining({ field: 'lead_time', samples: ['168 h (7 days)'] })]),
      });
    });

    it('takes tools as resources', () => {
      const { tables } = inspectFile('12-frepple-resource-tool.xlsx');
      expect(tables.find(({ kind }) => kind === 'Resources')).toMatchObject({ sheet: 'resource', dataRows: 8 });
    });

    it('reads the unit of a lead time from its header', () => {
      const { tables, questions } = inspectFile('15-lead-times-lanes.csv');
      expect(tables).toMatchObject([{ kind: 'Lead times', unit: 'weeks', dataRows: 95 }]);
      expect(questions).toEqual([]);
    });

    it('reads the weeks of 1,560 rows and asks what they count', () => {
      const inspection = inspectFile('16-capacity-week-site-product.csv');
      expect(inspection.tables).toMatchObject([
        {
          kind: 'Capacity',
          form: 'long',
          dataRows: 1560,
          periods: { granularity: 'week', first: '2025-01-06', count: 156 },
        },
      ]);
      expect(asked(inspection)).toEqual(['unit']);
    });
  });
}
