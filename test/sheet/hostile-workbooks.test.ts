import { CFB } from '@e965/xlsx';
import { describe, expect, it } from '@jest/globals';
import { readWorkbook } from '../../src/sheet/read-workbook.ts';
import { aZip, rawWorkbook } from '../support/a-zip.ts';
import type { ZipPart } from '../support/a-zip.ts';

const text = (cell: string, value: string): string => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;
const ROWS = `<row r="1">${text('A1', 'product_code')}</row><row r="2">${text('A2', 'BRK')}</row>`;
const MB = 1024 * 1024;

const reason = (bytes: Uint8Array, name = 'hostile.xlsx'): string | undefined => {
  const { sheet, problems } = readWorkbook(bytes, name);
  return sheet === null ? problems[0]?.howToFix : undefined;
};

const withPart = (part: ZipPart): Uint8Array => aZip([...rawWorkbook(ROWS), part]);

/** The container library has no types of its own. */
type Container = {
  utils: { cfb_new: () => object; cfb_add: (file: object, name: string, content: Uint8Array) => void };
  write: (file: object, options: { type: 'buffer' }) => Uint8Array;
};

const encrypted = (): Uint8Array => {
  const { utils, write } = CFB as Container;
  const file = utils.cfb_new();
  utils.cfb_add(file, '/EncryptionInfo', new Uint8Array(64));
  utils.cfb_add(file, '/EncryptedPackage', new Uint8Array(64));
  return new Uint8Array(write(file, { type: 'buffer' }));
};

describe('files that are out to do harm', () => {
  it('starts from a workbook that is fine', () => {
    expect(readWorkbook(aZip(rawWorkbook(ROWS)), 'plan.xlsx').sheet?.products).toMatchObject([{ code: 'BRK' }]);
  });

  it.each<[string, () => Uint8Array, RegExp]>([
    [
      'a part that inflates to 200 MB',
      () => withPart({ name: 'xl/bomb.xml', content: Buffer.alloc(200 * MB) }),
      /unpacks to more than/,
    ],
    [
      'a part that lies about its size',
      () => withPart({ name: 'xl/bomb.xml', content: Buffer.alloc(200 * MB), claimed: 10 }),
      /unpacks to more than/,
    ],
    [
      'a claim of 4 GB',
      () => withPart({ name: 'xl/a.xml', content: 'x', claimed: 0xfffffff0 }),
      /unpacks to more than/,
    ],
    ['parts that overlap', () => withPart({ name: 'xl/a.xml', content: 'x', offset: 0 }), /damaged|overlap/],
    [
      'thousands of parts',
      () => aZip(Array.from({ length: 3_000 }, (_, i) => ({ name: `xl/${i}.xml`, content: 'x' }))),
      /3000 parts/,
    ],
    ['a file that is cut off', () => aZip(rawWorkbook(ROWS)).slice(0, 900), /damaged or cut off/],
    ['a file behind a password', encrypted, /password/],
    [
      'a row in row 900,000',
      () => aZip(rawWorkbook(`${ROWS}<row r="900000">${text('A900000', 'BRK')}</row>`)),
      /more than 250,000 rows/,
    ],
    [
      'a cell in column 16,384',
      () => aZip(rawWorkbook(`<row r="1">${text('XFD1', 'x')}</row>`)),
      /more than 2,000 columns/,
    ],
  ])(
    'refuses %s in a sentence',
    (_what, build, sentence) => {
      expect(reason(build())).toMatch(sentence);
    },
    30_000,
  );

  it('refuses a million fields in a line of text, and bytes that are no text', () => {
    expect(reason(new TextEncoder().encode(','.repeat(1_000_000)), 'wide.csv')).toMatch(/2,000 columns/);
    expect(reason(new Uint8Array(1_000), 'nul.csv')).toMatch(/not a text file/);
  });

  it('never expands entities', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const rows = `<row r="1">${text('A1', 'product_code')}</row><row r="2">${text('A2', '&b;')}</row>`;
    const { sheet } = readWorkbook(aZip(rawWorkbook(rows, bomb)), 'entities.xlsx');
    expect(JSON.stringify(sheet)).not.toContain('aaaaaaaaaa');
  });

  it('looks past a million rows that only have a format', () => {
    const phantom = '<row r="1048576"><c r="A1048576" s="0"/></row>';
    expect(readWorkbook(aZip(rawWorkbook(`${ROWS}${phantom}`)), 'phantom.xlsx').sheet?.products).toHaveLength(1);
  });
});
