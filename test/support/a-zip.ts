import { deflateRawSync } from 'node:zlib';

/** A part of a zip; `claimed` and `offset` lie about size and place. */
export type ZipPart = { name: string; content: Uint8Array | string; claimed?: number; offset?: number };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

const header = (size: number, fields: [at: number, value: number, bytes: 2 | 4][]): Buffer => {
  const buffer = Buffer.alloc(size);
  for (const [at, value, bytes] of fields)
    if (bytes === 2) buffer.writeUInt16LE(value, at);
    else buffer.writeUInt32LE(value, at);
  return buffer;
};

/** A zip file written by hand, so that it can lie. */
export const aZip = (parts: ZipPart[]): Uint8Array => {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, claimed, offset } of parts) {
    const packed = deflateRawSync(content);
    const size = claimed ?? Buffer.byteLength(content);
    const nameBytes = Buffer.from(name);
    const common: [number, number, 2 | 4][] = [
      [0, 8, 2],
      [10, packed.length, 4],
      [14, size, 4],
      [18, nameBytes.length, 2],
    ];
    const moved = (by: number): [number, number, 2 | 4][] =>
      common.map(([place, value, bytes]) => [place + by, value, bytes]);
    files.push(Buffer.concat([header(30, [[0, LOCAL, 4], ...moved(8)]), nameBytes, packed]));
    directory.push(Buffer.concat([header(46, [[0, CENTRAL, 4], ...moved(10), [42, offset ?? at, 4]]), nameBytes]));
    at += 30 + nameBytes.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = header(22, [
    [0, END, 4],
    [8, parts.length, 2],
    [10, parts.length, 2],
    [12, central.length, 4],
    [16, at, 4],
  ]);
  return new Uint8Array(Buffer.concat([...files, central, end]));
};

const TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>';

const relation = (type: string, target: string): string =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;

const BOOK =
  '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Products" sheetId="1" r:id="rId1"/></sheets></workbook>';

/** The parts of a workbook whose only tab, Products, has these rows of XML. */
export const rawWorkbook = (sheetData: string, declaration = ''): ZipPart[] => [
  { name: '[Content_Types].xml', content: TYPES },
  { name: '_rels/.rels', content: relation('officeDocument', 'xl/workbook.xml') },
  { name: 'xl/workbook.xml', content: BOOK },
  { name: 'xl/_rels/workbook.xml.rels', content: relation('worksheet', 'worksheets/sheet1.xml') },
  {
    name: 'xl/worksheets/sheet1.xml',
    content: `<?xml version="1.0"?>${declaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheetData}</sheetData></worksheet>`,
  },
];
