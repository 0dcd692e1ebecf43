import { CFB } from '@e965/xlsx';
import { aZip, rawWorkbook } from './a-zip.ts';
import type { ZipPart } from './a-zip.ts';

const MB = 1024 * 1024;

const text = (cell: string, value: string): string => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;
const ROWS = `<row r="1">${text('A1', 'product_code')}</row><row r="2">${text('A2', 'BRK')}</row>`;

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

const manyRows = (count: number): string => {
  const rows = Array.from(
    { length: count },
    (_, index) => `<row r="${index + 1}"><c r="A${index + 1}"><v>1</v></c></row>`,
  );
  return rows.join('');
};

const ENTITIES = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, index) => {
  const [name, inner] = [String.fromCharCode(98 + index), String.fromCharCode(97 + index)];
  return `<!ENTITY ${name} "${`&${inner};`.repeat(10)}">`;
}).join('')}]>`;

/** A file that is out to do harm, and what it is told. */
export type HostileFile = { what: string; fileName: string; build: () => Uint8Array; says: RegExp };

/** One file for every way in which a workbook can harm a reader. */
export const HOSTILE_FILES: HostileFile[] = [
  {
    what: 'a part that inflates to 200 MB',
    fileName: 'ratio.xlsx',
    build: () => withPart({ name: 'xl/bomb.xml', content: Buffer.alloc(200 * MB) }),
    says: /unpacks to more than/,
  },
  {
    what: 'a part that lies about its size',
    fileName: 'liar.xlsx',
    build: () => withPart({ name: 'xl/bomb.xml', content: Buffer.alloc(200 * MB), claimed: 10 }),
    says: /unpacks to more than/,
  },
  {
    what: 'a claim of 4 GB',
    fileName: 'claim.xlsx',
    build: () => withPart({ name: 'xl/a.xml', content: 'x', claimed: 0xfffffff0 }),
    says: /unpacks to more than/,
  },
  {
    what: 'a bomb inside of a zip inside of a zip',
    fileName: 'nested.xlsx',
    build: () =>
      aZip([
        {
          name: 'a.zip',
          content: aZip([{ name: 'b.zip', content: withPart({ name: 'c', content: Buffer.alloc(50 * MB) }) }]),
        },
      ]),
    says: /no workbook|damaged/,
  },
  {
    what: 'parts that overlap',
    fileName: 'overlap.xlsx',
    build: () => withPart({ name: 'xl/a.xml', content: 'x', offset: 0 }),
    says: /damaged|overlap/,
  },
  {
    what: 'thousands of parts',
    fileName: 'parts.xlsx',
    build: () => aZip(Array.from({ length: 3_000 }, (_, index) => ({ name: `xl/${index}.xml`, content: 'x' }))),
    says: /3000 parts/,
  },
  {
    what: 'entities that expand to ten thousand million letters',
    fileName: 'entities.xlsx',
    build: () => {
      const rows = `<row r="1">${text('A1', 'product')}</row><row r="2">${text('A2', '&j;')}</row>`;
      return aZip(rawWorkbook(rows, ENTITIES));
    },
    says: /tab named Products|Products|capacity sheet|table/,
  },
  {
    what: 'a file that is cut off',
    fileName: 'cut.xlsx',
    build: () => aZip(rawWorkbook(ROWS)).slice(0, 900),
    says: /damaged or cut off/,
  },
  { what: 'a file behind a password', fileName: 'locked.xlsx', build: encrypted, says: /password/ },
  {
    what: 'a million rows',
    fileName: 'rows.xlsx',
    build: () => aZip(rawWorkbook(manyRows(1_000_000))),
    says: /more than 250,000 rows|more memory|took longer/,
  },
  {
    what: 'a cell in the last column of all',
    fileName: 'columns.xlsx',
    build: () => aZip(rawWorkbook(`<row r="1">${text('XFD1', 'x')}</row>`)),
    says: /more than 2,000 columns/,
  },
  {
    what: 'a million columns of text',
    fileName: 'columns.csv',
    build: () => new TextEncoder().encode(','.repeat(1_000_000)),
    says: /2,000 columns/,
  },
  {
    what: 'a million lines of text',
    fileName: 'lines.csv',
    build: () => new TextEncoder().encode('a,1\n'.repeat(1_000_000)),
    says: /250,000 lines/,
  },
  { what: 'NUL bytes', fileName: 'nul.csv', build: () => new Uint8Array(100_000), says: /not a text file/ },
  {
    what: 'NUL bytes behind the name of a workbook',
    fileName: 'nul.xlsx',
    build: () => new Uint8Array(100_000),
    says: /not a workbook/,
  },
];
