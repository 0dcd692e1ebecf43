import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from '@jest/globals';
import { inspectWorkbook } from '../../src/sheet/understand/inspect-workbook.ts';
import type { Inspection } from '../../src/sheet/understand/inspect-workbook.ts';
import { aWorkbook, dateCell, serialOf } from '../support/a-workbook.ts';
import type { CellInput, Tabs } from '../support/a-workbook.ts';

const inspect = (tabs: Tabs): Inspection => inspectWorkbook(aWorkbook(tabs), 'plan.xlsx');
const inspectText = (text: string, encoding: BufferEncoding = 'utf8'): Inspection =>
  inspectWorkbook(new Uint8Array(Buffer.from(text, encoding)), 'plan.csv');
const asked = ({ questions }: Inspection): string[] => questions.map(({ about }) => about);
const fields = ({ tables }: Inspection, index = 0): (string | null)[] =>
  tables[index]?.columns.map(({ field }) => field) ?? [];
describe('numbers, dates and encodings', () => {
  it('asks nothing about a decimal comma that other numbers of the column prove', () => {
    const inspection = inspectText('Maschine;Kapazität (h)\nLaser;1.234,5\nOfen;1.200\nPresse;37,5\n');
    expect(inspection.tables).toMatchObject([{ kind: 'Resources', unit: 'hours' }]);
    expect(asked(inspection)).toEqual([]);
  });

  it('asks whether bare numbers of a lead time are seconds or days', () => {
    const inspection = inspect({
      'item supplier': [
        ['item', 'supplier', 'lead time'],
        ['A', 'S1', 604800],
        ['B', 'S1', 86400],
      ],
    });
    expect(inspection.questions).toMatchObject([{ about: 'unit', options: expect.arrayContaining(['seconds']) }]);
  });

  it.each<[string, BufferEncoding, string]>([
    ['Windows-1252 with semicolons', 'latin1', 'Máquina;Capacidad (h);Código\nTorno;80;A-1\nPrensa;40;A-2\n'],
    ['UTF-16 with tabs', 'utf16le', '\ufeffMáquina\tCapacidad (h)\tCódigo\nTorno\t80\tA-1\nPrensa\t40\tA-2\n'],
  ])('reads %s', (_what, encoding, text) => {
    expect(fields(inspectText(text, encoding))).toEqual(['resource', 'capacity', 'product_code']);
  });

  it('counts the weeks of a workbook that starts in 1904', () => {
    const workbook = utils.book_new();
    const monday = serialOf('2026-03-02') - 1462;
    const dates = [0, 7, 14].map((days) => ({ t: 'n' as const, v: monday + days, z: 'dd/mm/yyyy' }));
    utils.book_append_sheet(
      workbook,
      utils.aoa_to_sheet([
        ['Machine', ...dates],
        ['L1', 10, 10, 10],
      ]),
      'Capacity h',
    );
    workbook.Workbook = { WBProps: { date1904: true } };
    const bytes = new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
    expect(inspectWorkbook(bytes, 'mac.xlsx').tables[0]?.periods).toMatchObject({
      granularity: 'week',
      first: '2026-03-02',
    });
  });

  it('reads formulas by their stored result and names those without one', () => {
    const { tables, problems } = inspect({
      Plan: [
        ['Machine', 'Capacity (h)'],
        ['Laser', { t: 'n', v: 80, f: 'B9*2' }],
        ['Oven', { t: 'z', f: 'B9*3' }],
        ['Press', { t: 'e', v: 23 }],
        ['Saw', 40],
      ],
    });
    expect(tables).toMatchObject([{ kind: 'Resources', unit: 'hours', dataRows: 4 }]);
    expect(problems.map(({ cell, value }) => [cell, value])).toEqual([
      ['Plan!B3', '=B9*3'],
      ['Plan!B4', '#REF!'],
    ]);
  });

  it('tells that rows are hidden and reads them', () => {
    const sheet = utils.aoa_to_sheet([
      ['Machine', 'Capacity (h)'],
      ['Laser', 80],
      ['Oven', 40],
    ]);
    sheet['!rows'] = [{}, {}, { hidden: true }];
    const workbook = utils.book_new();
    utils.book_append_sheet(workbook, sheet, 'Plan');
    const bytes = new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
    const { tables, problems } = inspectWorkbook(bytes, 'hidden.xlsx');
    expect(tables).toMatchObject([{ dataRows: 2 }]);
    expect(problems).toMatchObject([{ severity: 'warn', value: '1 hidden rows' }]);
  });

  it.each(['ods', 'biff8', 'xlsb'] as const)('reads the same from %s', (bookType) => {
    const bytes = aWorkbook(
      {
        Plan: [
          ['Linea', 'Ore disponibili'],
          ['L1', 80],
          ['L2', 40],
        ],
      },
      bookType,
    );
    expect(inspectWorkbook(bytes, `plan.${bookType === 'biff8' ? 'xls' : bookType}`).tables).toMatchObject([
      { kind: 'Resources', unit: 'hours' },
    ]);
  });
});

describe('several plans in one workbook', () => {
  it('asks which of plan and actual is in force', () => {
    const inspection = inspect({
      Belegung: [
        ['Maschine', 'Variante', 'KW10/2026', 'KW11/2026', 'KW12/2026'],
        ['Laser', 'Plan', 60, 70, 80],
        ['Laser', 'Ist', 62, 71, 0],
      ],
    });
    expect(inspection.questions.find(({ about }) => about === 'scenario')?.options).toEqual(['Plan', 'Ist']);
  });
});

describe('workbooks that say nothing about what operations can do', () => {
  it.each<[string, CellInput[][]]>([
    [
      'CRM contacts',
      [
        ['First Name', 'Last Name', 'Company', 'Email', 'Phone', 'Lead Status'],
        ['Ann', 'Lee', 'Acme', 'a@acme.example', '555-1', 'Open'],
        ['Bob', 'Ray', 'Beta', 'b@beta.example', '555-2', 'New'],
      ],
    ],
    [
      'open deals',
      [
        ['Deal Name', 'Stage', 'Amount', 'Close Date', 'Deal Owner'],
        ['Acme brackets', 'Proposal', 12000, dateCell('2026-03-20'), 'R. Rep'],
        ['Beta panels', 'Won', 8000, dateCell('2026-04-20'), 'S. Rep'],
      ],
    ],
    [
      'invoices',
      [
        ['Rechnungsnummer', 'Rechnungsdatum', 'Kunde', 'Netto', 'MwSt', 'Brutto'],
        ['R-1', dateCell('2026-01-20'), 'Acme', 100, 19, 119],
        ['R-2', dateCell('2026-01-21'), 'Beta', 200, 38, 238],
      ],
    ],
    [
      'a budget by month',
      [
        ['Budget 2026', 'Jan', 'Feb', 'Mar', 'Apr'],
        ['Rent', 1000, 1000, 1000, 1000],
        ['Travel', 300, 200, 500, 100],
      ],
    ],
    [
      'sales by month',
      [
        ['Région', 'janv. 2026', 'févr. 2026', 'mars 2026'],
        ['Nord', 120000, 130000, 110000],
        ['Sud', 90000, 95000, 99000],
      ],
    ],
    [
      'a list of orders',
      [
        ['Pedido', 'Cliente', 'Código', 'Cantidad', 'Fecha de entrega'],
        ['P-1', 'Acme', 'A-1', 10, dateCell('2026-03-20')],
        ['P-2', 'Beta', 'A-2', 20, dateCell('2026-03-21')],
      ],
    ],
  ])('refuses %s', (_what, rows) => {
    expect(inspect({ Sheet1: rows })).toMatchObject({ isCapacitySheet: false, layout: 'none', questions: [] });
  });
});
