import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from '@jest/globals';
import { inspectWorkbook } from '../../src/sheet/understand/inspect-workbook.ts';
import type { Inspection } from '../../src/sheet/understand/inspect-workbook.ts';
import { aWorkbook, dateCell } from '../support/a-workbook.ts';
import type { CellInput, Tabs } from '../support/a-workbook.ts';

const inspect = (tabs: Tabs): Inspection => inspectWorkbook(aWorkbook(tabs), 'plan.xlsx');
const asked = ({ questions }: Inspection): string[] => questions.map(({ about }) => about);
const fields = ({ tables }: Inspection, index = 0): (string | null)[] =>
  tables[index]?.columns.map(({ field }) => field) ?? [];
const row = (label: CellInput, count: number, start = 30): CellInput[] => [
  label,
  ...Array.from({ length: count }, (_, index) => start + index),
];

type Merge = [fromRow: number, fromColumn: number, toRow: number, toColumn: number];

const merged = (rows: CellInput[][], merges: Merge[], name = 'Plan'): Inspection => {
  const sheet = utils.aoa_to_sheet(rows);
  sheet['!merges'] = merges.map(([r, c, toRow, toColumn]) => ({ s: { r, c }, e: { r: toRow, c: toColumn } }));
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, sheet, name);
  return inspectWorkbook(new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer), 'p.xlsx');
};

describe('periods across the top', () => {
  it.each<[string, string[], string, string]>([
    ['KW10/2026', ['KW10/2026', 'KW11/2026', 'KW12/2026'], 'week', '2026-03-02'],
    ['W10-26', ['W10-26', 'W11-26', 'W12-26'], 'week', '2026-03-02'],
    ['2026-W10', ['2026-W10', '2026-W11', '2026-W12'], 'week', '2026-03-02'],
    ['Sem. 10 2026', ['Sem. 10 2026', 'Sem. 11 2026', 'Sem. 12 2026'], 'week', '2026-03-02'],
    ['S10 2026', ['S10 2026', 'S11 2026', 'S12 2026'], 'week', '2026-03-02'],
    ['10. KW 2026', ['10. KW 2026', '11. KW 2026', '12. KW 2026'], 'week', '2026-03-02'],
    ['mars 2026', ['mars 2026', 'avril 2026', 'mai 2026'], 'month', '2026-03-01'],
    ['März 26', ['März 26', 'April 26', 'Mai 26'], 'month', '2026-03-01'],
    ['maart 2026', ['maart 2026', 'april 2026', 'mei 2026'], 'month', '2026-03-01'],
    ['set/26', ['set/26', 'out/26', 'nov/26'], 'month', '2026-09-01'],
    ['03/2026', ['03/2026', '04/2026', '05/2026'], 'month', '2026-03-01'],
    ['02.03.2026', ['02.03.2026', '09.03.2026', '16.03.2026'], 'week', '2026-03-02'],
    ['02/03/2026, day first by its order', ['02/03/2026', '09/03/2026', '16/03/2026'], 'week', '2026-03-02'],
    ['Q1 2026', ['Q1 2026', 'Q2 2026', 'Q3 2026'], 'quarter', '2026-01-01'],
  ])('reads %s', (_what, labels, granularity, first) => {
    const inspection = inspect({
      Plan: [
        ['Machine', ...labels],
        ['L1', 10, 11, 12],
        ['L2', 9, 9, 9],
      ],
      'Capacity in hours': [],
    });
    expect(inspection.tables[0]?.periods).toMatchObject({
      along: 'columns',
      granularity,
      first,
      count: 3,
      yearKnown: true,
    });
  });

  it('takes the year from the row above the weeks', () => {
    const { tables, questions } = merged(
      [
        ['Arbeitsplatz', 'Einheit', '2026', null, null, '2027'],
        [null, null, 'KW 51', 'KW 52', 'KW 53', 'KW 1'],
        ['Laser', 'h', 80, 80, 40, 80],
        ['Ofen', 'h', 60, 60, 30, 60],
      ],
      [
        [0, 2, 0, 4],
        [0, 0, 1, 0],
        [0, 1, 1, 1],
      ],
      'Kapazität',
    );
    expect(tables).toMatchObject([
      {
        kind: 'Capacity',
        headerRows: [1, 2],
        unit: 'hours',
        periods: { first: '2026-12-14', last: '2027-01-04', yearKnown: true },
      },
    ]);
    expect(questions).toEqual([]);
  });

  it('takes numbers under "Woche" as weeks and asks for their year', () => {
    const inspection = inspect({
      Kapa: [['Verfügbare Stunden je Woche'], [], ['Woche', 1, 2, 3, 4, 5], row('Laser', 5), row('Ofen', 5)],
    });
    expect(inspection.tables).toMatchObject([
      {
        kind: 'Capacity',
        unit: 'hours',
        headerRows: [3],
        periods: { granularity: 'week', count: 5, yearKnown: false },
      },
    ]);
    expect(asked(inspection)).toEqual(['year']);
  });

  it('takes days under a month as dates', () => {
    const { tables } = merged(
      [
        ['Maschine', 'März 2026'],
        [null, 1, 2, 3, 4, 5, 6],
        ['Laser', 8, 8, 4, 0, 8, 8],
        ['Presse', 6, 6, 6, 0, 6, 7],
      ],
      [[0, 1, 0, 6]],
      'Verfügbarkeit (h)',
    );
    expect(tables[0]?.periods).toMatchObject({
      granularity: 'day',
      first: '2026-03-01',
      last: '2026-03-06',
      yearKnown: true,
    });
  });

  it('reads figures under each week', () => {
    const { tables } = merged(
      [
        ['Poste de charge', 'S10 2026', null, 'S11 2026', null],
        [null, 'Capacité (h)', 'Charge (h)', 'Capacité (h)', 'Charge (h)'],
        ['Tour', 80, 60, 80, 75],
        ['Fraiseuse', 40, 30, 40, 41],
      ],
      [
        [0, 1, 0, 2],
        [0, 3, 0, 4],
        [0, 0, 1, 0],
      ],
    );
    expect(tables).toMatchObject([
      {
        kind: 'Capacity',
        headerRows: [1, 2],
        unit: 'hours',
        metrics: [{ field: 'capacity' }, { field: 'load_hours' }],
        periods: { first: '2026-03-02', last: '2026-03-09', count: 2 },
      },
    ]);
  });

  it('reads figures down beside the machine that they belong to', () => {
    const { tables, questions } = inspect({
      'Plan de carga 2026': [
        ['Máquina', 'Concepto', 'Sem 10', 'Sem 11', 'Sem 12'],
        ['Torno', 'Horas disponibles', 80, 80, 40],
        [null, 'Carga (h)', 60, 70, 44],
        ['Fresa', 'Horas disponibles', 40, 40, 40],
        [null, 'Carga (h)', 30, 20, 44],
      ],
    });
    expect(tables).toMatchObject([
      { kind: 'Capacity', unit: 'hours', measure: 'capacity', periods: { first: '2026-03-02', yearKnown: true } },
    ]);
    expect(questions).toEqual([]);
  });

  it('asks what amounts are that no word names', () => {
    const inspection = inspect({
      Sheet1: [
        ['Machine', 'W10 2026', 'W11 2026', 'W12 2026'],
        ['Laser', 80, 80, 40],
        ['Oven', 60, 60, 60],
      ],
    });
    expect(inspection).toMatchObject({ isCapacitySheet: true, tables: [{ kind: 'Capacity', measure: null }] });
    expect(asked(inspection)).toEqual(['meaning', 'unit']);
  });

  it('asks which of day and month is first where both orders run forward', () => {
    const inspection = inspect({
      Capacity: [
        ['Machine', '01/02/2026', '02/03/2026', '03/04/2026'],
        ['Laser', 80, 80, 40],
      ],
    });
    expect(asked(inspection)).toContain('date order');
  });

  it('asks what periods 1, 2, 3 are', () => {
    const inspection = inspect({
      'Aggregate plan': [
        ['Period', 1, 2, 3, 4, 5, 6],
        row('Demand (units)', 6, 900),
        row('Regular time capacity (units)', 6, 800),
      ],
    });
    expect(inspection.tables).toMatchObject([{ kind: 'Capacity', unit: 'pieces', periods: { granularity: 'period' } }]);
    expect(asked(inspection)).toContain('period');
  });
});

describe('tables that are laid out for the eye', () => {
  it('goes on behind a blank column', () => {
    const { tables } = inspect({
      Capacity: [
        ['Machine', 'Unit', null, 'W10 2026', 'W11 2026', 'W12 2026'],
        ['Laser', 'h', null, 80, 80, 40],
        ['Oven', 'h', null, 60, 60, 60],
      ],
    });
    expect(tables).toMatchObject([{ range: 'A1:F3', kind: 'Capacity', unit: 'hours', periods: { count: 3 } }]);
  });

  it('leaves totals out and reads the notes around the table', () => {
    const { tables } = inspect({
      Plan: [
        ['Werk Nord, Stand 01.03.2026'],
        ['Alle Angaben in Stunden'],
        [],
        ['Maschine', 'Kapazität', 'Belegt', 'Frei'],
        ['Laser', 80, 60, 20],
        ['Ofen', 40, 38, 2],
        ['Summe', 120, 98, 22],
        [],
        ['* ohne Rüstzeiten'],
      ],
    });
    expect(tables).toMatchObject([{ kind: 'Resources', headerRows: [4], totalRows: [7] }]);
    expect(fields({ tables } as Inspection)).toEqual(['resource', 'capacity', 'load_hours', 'free_capacity']);
  });

  it('reads a row of units under the names', () => {
    const { tables, questions } = inspect({
      Routing: [
        ['Part number', 'Work center', 'Setup', 'Cycle time'],
        [null, null, '(min)', '(sec)'],
        ['A-1', 'Laser', 30, 45],
        ['A-2', 'Oven', 10, 120],
      ],
    });
    expect(tables).toMatchObject([{ kind: 'Routing', headerRows: [1, 2], dataRows: 2 }]);
    expect(tables[0]?.columns.map(({ unit }) => unit)).toEqual([null, null, 'minutes', 'seconds']);
    expect(questions).toEqual([]);
  });

  it('does not take the title over all columns for their group', () => {
    const { tables } = merged(
      [
        ['PRODUCTION ORDERS AND CAPACITY', null, null, null],
        ['Line', 'Shifts', 'Capacity (h)', 'Efficiency'],
        ['L1', 2, 80, 0.9],
        ['L2', 1, 40, 0.85],
      ],
      [[0, 0, 0, 3]],
    );
    expect(tables).toMatchObject([{ kind: 'Resources', headerRows: [2] }]);
    expect(fields({ tables } as Inspection)).toEqual(['resource', 'shifts', 'capacity', 'efficiency']);
  });

  it('takes a column for what its cells can be, not for what its header sounds like', () => {
    const { tables } = inspect({
      Orders: [
        ['Order', 'Model/Capacity', 'Qty', 'Due'],
        ['1', '18 m3 high flow', 2, dateCell('2026-03-20')],
        ['2', '6 m3', 1, dateCell('2026-03-27')],
      ],
    });
    expect(fields({ tables } as Inspection)).toEqual(['order', 'product_code', 'quantity', 'due_date']);
  });

  it('reads an hour count from the number format', () => {
    const { tables, questions } = inspect({
      Team: [
        ['Employee', 'Capacity'],
        ['Ann', { t: 'n', v: 40, z: '0.0 "h"' }],
        ['Bob', { t: 'n', v: 32, z: '0.0 "h"' }],
      ],
    });
    expect(tables).toMatchObject([{ kind: 'Resources', unit: 'hours' }]);
    expect(questions).toEqual([]);
  });
});
