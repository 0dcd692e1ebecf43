import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from '@jest/globals';
import { cellText } from '../../src/sheet/cell.ts';
import { openWorkbook } from '../../src/sheet/open-workbook.ts';
import { readWorkbook } from '../../src/sheet/read-workbook.ts';

const csv = (bytes: Uint8Array): string[][] =>
  (openWorkbook(bytes, 'a/Products.csv')[0]?.rows ?? []).map((row) => row.map((cell) => (cell ? cellText(cell) : '')));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe('opening what planners send', () => {
  it.each([
    ['commas', utf8('code,größe\r\nA,"1,5"\r\n')],
    ['semicolons', utf8('code;größe\nA;1,5\n')],
    ['tabs', utf8('code\tgröße\nA\t1,5\n')],
    ['a named separator', utf8('sep=|\ncode|größe\nA|1,5\n').slice(0)],
    ['a byte-order mark', utf8('\ufeffcode;größe\nA;1,5\n')],
    ['UTF-16', utf16('code;größe\nA;1,5\n')],
    ['Windows-1252', latin1('code;größe\nA;1,5\n')],
  ])('reads a text file with %s', (_what, bytes) => {
    const rows = csv(bytes).filter((row) => row.some((text) => text !== ''));
    expect(rows).toEqual([
      ['code', 'größe'],
      ['A', '1,5'],
    ]);
  });

  it('keeps the line numbers of a file that names its separator', () => {
    const [table] = openWorkbook(utf8('sep=;\ncode;n\nA;1\n'), 'x.csv');
    expect(table?.rows[2]?.[0]).toBe('A');
  });

  it('counts days from 1904 where the workbook does', () => {
    const workbook = utils.book_new();
    utils.book_append_sheet(
      workbook,
      utils.aoa_to_sheet([
        ['product_code', 'active_from'],
        ['BRK', 44_628],
      ]),
      'Products',
    );
    workbook.Workbook = { WBProps: { date1904: true } };
    const bytes = new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
    expect(readWorkbook(bytes, 'mac.xlsx').sheet?.products[0]?.activeFrom).toBe('2026-03-09');
  });

  it('refuses damaged workbooks and files that are something else in a sentence', () => {
    const workbook = utils.book_new();
    utils.book_append_sheet(workbook, utils.aoa_to_sheet([['product_code']]), 'Products');
    const bytes = new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
    expect(() => openWorkbook(bytes.slice(0, 300), 'cut.xlsx')).toThrow(
      /cut\.xlsx cannot be read as a workbook: it is damaged/,
    );
    expect(() => openWorkbook(utf8('%PDF-1.7'), 'plan.xlsx')).toThrow(/not a workbook/);
    expect(() => openWorkbook(new Uint8Array([0, 1, 2]), 'plan.csv')).toThrow(/not a text file/);
  });
});
