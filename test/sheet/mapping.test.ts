import { describe, expect, it } from '@jest/globals';
import { inspectBy } from '../../src/sheet/mapping/inspect-by.ts';
import { readMappedWorkbook } from '../../src/sheet/mapping/read-mapped.ts';
import type { SheetMapping } from '../../src/sheet/mapping/sheet-mapping.ts';
import type { WorkbookReading } from '../../src/sheet/read-workbook.ts';
import { inspectWorkbook } from '../../src/sheet/understand/inspect-workbook.ts';
import { aWorkbook, dateCell } from '../support/a-workbook.ts';
import type { CellInput, Tabs } from '../support/a-workbook.ts';

const PLAN: Tabs = {
  Kapazität: [
    ['Wochenplan, alle Angaben in Stunden'],
    [],
    ['Maschine', 'KW 10', 'KW 11', 'KW 12', 'KW 13'],
    ['Laser', 80, 80, 40, 80],
    ['Ofen', 60, 60, 60, 60],
    ['Summe', 140, 140, 100, 140],
  ],
  Belegung: [
    ['Auftrag', 'Kunde', 'Maschine', 'Woche', 'Stunden'],
    ['A-17', 'Acme', 'Laser', '09.03.2026', 22.5],
    ['A-18', 'Beta', 'Ofen', '16.03.2026', 8],
  ],
  Arbeitsplan: [
    ['Artikelnummer', 'AG', 'Maschine', 'Rüstzeit (min)', 'Stückzeit (min)'],
    ['BRK', 10, 'Laser', 120, 12],
    ['BRK', 20, 'Ofen', 30, 3],
  ],
};

const mappingOf = (tabs: Tabs, answers: Record<string, string> = {}): SheetMapping => {
  const { mapping } = inspectWorkbook(aWorkbook(tabs), 'plan.xlsx');
  if (!mapping) throw new Error('it is no capacity sheet');
  return { ...mapping, answers };
};
const read = (tabs: Tabs, mapping: SheetMapping | null): WorkbookReading =>
  readMappedWorkbook(aWorkbook(tabs), 'plan.xlsx', mapping);
const YEAR = { 'Kapazität!A3 year': '2026' };

describe('a workbook of another shape', () => {
  it('becomes facts that name the planner’s own cells', () => {
    const { sheet } = read(PLAN, mappingOf(PLAN, YEAR));
    expect(sheet?.resources).toMatchObject([
      { name: 'Laser', capacityPerWeek: 80, row: 'Kapazität!B4' },
      { name: 'Ofen', capacityPerWeek: 60 },
    ]);
    expect(sheet?.exceptions).toMatchObject([
      { resource: 'Laser', from: '2026-03-16', to: '2026-03-22', capacityPerWeek: 40, row: 'Kapazität!D4' },
    ]);
    expect(sheet?.commitments).toMatchObject([
      { id: 'A-17', customer: 'Acme', resource: 'Laser', week: '2026-03-09', hours: 22.5, row: 'Belegung!E2' },
      { id: 'A-18', resource: 'Ofen', week: '2026-03-16', hours: 8 },
    ]);
    expect(sheet?.routing).toMatchObject([
      { product: 'BRK', step: 10, resource: 'Laser', setupHours: 2, runHoursPerUnit: 0.2 },
      { product: 'BRK', step: 20, resource: 'Ofen', setupHours: 0.5, runHoursPerUnit: 0.05 },
    ]);
    expect(sheet?.products).toMatchObject([{ code: 'BRK' }]);
  });

  it('leaves a table out while its question is open, and asks', () => {
    const { sheet, problems } = read(PLAN, null);
    expect(sheet?.resources).toEqual([]);
    expect(problems[0]).toMatchObject({
      sheet: 'Kapazität',
      severity: 'error',
      howToFix: 'Answer it in the mapping under "Kapazität!A3 year".',
    });
  });

  it('reads another week of the same layout by the same mapping and notices a changed one', () => {
    const mapping = mappingOf(PLAN, YEAR);
    const longer = { ...PLAN, Belegung: [...(PLAN['Belegung'] ?? []), ['A-19', 'Acme', 'Laser', '23.03.2026', 4]] };
    expect(inspectBy(inspectWorkbook(aWorkbook(longer as Tabs), 'plan.xlsx'), mapping)).toMatchObject({
      layoutChange: [],
      questions: [],
    });
    const renamed: Tabs = {
      ...PLAN,
      Belegung: [['Auftrag', 'Kunde', 'Anlage', 'Woche', 'Stunden'], ...(PLAN['Belegung']?.slice(1) ?? [])],
    };
    expect(inspectBy(inspectWorkbook(aWorkbook(renamed), 'plan.xlsx'), mapping).layoutChange).toEqual([
      'Belegung: the column "Maschine" is gone.',
      'Belegung: the column "Anlage" is new.',
    ]);
    expect(read(renamed, mapping).problems.filter(({ severity }) => severity === 'warn').length).toBeGreaterThan(0);
  });

  it('takes an edited mapping at its word', () => {
    const tabs: Tabs = {
      Plan: [
        ['Anlage', 'X1', 'Kapazität (min)'],
        ['Laser', 60, 4800],
      ],
      Teile: [
        ['Artikel', 'Bezeichnung', 'Los'],
        ['BRK', 'Bracket', 10],
      ],
    };
    const mapping = mappingOf(tabs);
    const edited = {
      ...mapping,
      tables: mapping.tables.map((table) =>
        table.sheet === 'Plan'
          ? { ...table, columns: { Anlage: 'resource', X1: 'capacity', 'Kapazität (min)': null } }
          : table,
      ),
      answers: { 'Plan!A1 unit B': 'hours' },
    };
    expect(read(tabs, mapping).sheet?.resources).toMatchObject([{ capacityPerWeek: 80 }]);
    expect(read(tabs, edited).sheet?.resources).toMatchObject([{ capacityPerWeek: 60 }]);
  });

  it('says where a cell cannot be read, in the planner’s own words', () => {
    const broken: Tabs = {
      ...PLAN,
      Belegung: [
        ['Auftrag', 'Kunde', 'Maschine', 'Woche', 'Stunden'],
        ['A-17', 'Acme', 'Laser', '09.03.2026', 22],
        ['A-18', 'Acme', 'Laser', '16.03.2026', { t: 'e', v: 23 }],
        ['A-19', 'Acme', 'Lasr', '23.03.2026', 4],
      ] as CellInput[][],
    };
    const { sheet, problems } = read(broken, mappingOf(broken, YEAR));
    expect(sheet?.commitments).toHaveLength(1);
    expect(sheet?.doubts).toMatchObject([{ about: 'resource', name: 'Laser', row: 'Belegung!E3' }]);
    expect(problems.filter(({ severity }) => severity === 'error').map(({ cell, value }) => [cell, value])).toEqual([
      ['Belegung!E3', '#REF!'],
      ['Belegung!C4', 'Lasr'],
    ]);
  });

  it('asks for products where no table names any', () => {
    const { Kapazität = [], Belegung = [] } = PLAN;
    const tabs = { Kapazität, Belegung };
    const { sheet, problems } = read(tabs, mappingOf(tabs, YEAR));
    expect(sheet).toBeNull();
    expect(problems).toContainEqual(expect.objectContaining({ expected: 'a tab named Products', severity: 'error' }));
  });

  it('keeps tabs that are in our own format', () => {
    const tabs: Tabs = {
      ...PLAN,
      Products: [
        ['product_code', 'entry_days', 'material_days'],
        ['BRK', 1, 3],
      ],
      Settings: [
        ['key', 'value'],
        ['plant', 'Nord'],
        ['time_zone', 'Europe/Berlin'],
      ],
    };
    const { sheet } = read(tabs, mappingOf(PLAN, YEAR));
    expect(sheet).toMatchObject({ settings: { plant: 'Nord' }, products: [{ code: 'BRK', materialDays: 3 }] });
    expect(sheet?.routing).toHaveLength(2);
  });

  it('shares a month’s hours among its working days', () => {
    const tabs: Tabs = {
      ...PLAN,
      Kapazität: [
        ['Maschine', 'März 2026', 'April 2026', 'Mai 2026'],
        ['Laser', 352, 352, 168],
        ['Ofen', 220, 220, 210],
      ],
    };
    const { sheet } = read({ ...tabs, 'Kapazität in h': [] }, mappingOf(tabs, { 'Kapazität!A1 unit': 'hours' }));
    expect(sheet?.resources).toMatchObject([
      { name: 'Laser', capacityPerWeek: 80 },
      { name: 'Ofen', capacityPerWeek: 50 },
    ]);
    expect(sheet?.exceptions).toMatchObject([
      { resource: 'Laser', from: '2026-05-01', to: '2026-05-31', capacityPerWeek: 40 },
    ]);
  });

  it('turns lead times into working days', () => {
    const tabs: Tabs = {
      Lieferzeiten: [
        ['Artikel', 'Lieferzeit (Wochen)'],
        ['BRK', 3],
        ['PNL', 0.5],
      ],
    };
    expect(read(tabs, mappingOf(tabs)).sheet?.products).toMatchObject([
      { code: 'BRK', standardLeadDays: 15, fidelity: 'lead_time' },
      { code: 'PNL', standardLeadDays: 3 },
    ]);
  });

  it('turns durations of text into calendar days, and those into working days', () => {
    const tabs: Tabs = {
      Teile: [
        ['Artikel', 'Durchlaufzeit'],
        ['BRK', '168:00:00'],
        ['PNL', { t: 'n', v: 14, z: '[h]:mm' }],
      ],
    };
    expect(read(tabs, mappingOf(tabs)).sheet?.products).toMatchObject([
      { code: 'BRK', standardLeadDays: 5 },
      { code: 'PNL', standardLeadDays: 10 },
    ]);
  });

  it('reads by the answer which of day and month is first', () => {
    const tabs: Tabs = {
      ...PLAN,
      Belegung: [
        ['Auftrag', 'Maschine', 'Datum', 'Stunden'],
        ['A-17', 'Laser', '03/04/2026', 22],
        ['A-18', 'Laser', '02/05/2026', 22],
        ['A-19', 'Laser', dateCell('2026-06-01'), 2],
      ],
    };
    const weeks = (order: string): (string | null)[] =>
      read(tabs, mappingOf(tabs, { ...YEAR, 'Belegung!A1 date order C': order })).sheet?.commitments.map(
        ({ week }) => week,
      ) ?? [];
    expect(weeks('day first')).toEqual(['2026-04-03', '2026-05-02', '2026-06-01']);
    expect(weeks('month first')).toEqual(['2026-03-04', '2026-02-05', '2026-06-01']);
  });
});
