import { utils, write } from '@e965/xlsx';

const pad = (value: number): string => String(value).padStart(2, '0');
const HEADER = ['id', 'customer', 'resource', 'week', 'hours', 'kind', 'promised_date', 'note'];

const factsOf = (index: number): (string | number)[] => [
  `C-${index}`,
  `Customer ${index % 500}`,
  `LINE${index % 40}`,
  `2026-${pad(1 + (index % 12))}-${pad(1 + (index % 28))}`,
  (index % 70) / 2,
  'hard',
  `2026-09-${pad(1 + (index % 28))}`,
  `note ${index % 17}`,
];

/** A text file with so many commitments. */
export const bigText = (rows: number): Buffer =>
  Buffer.from(
    [HEADER, ...Array.from({ length: rows }, (_, index) => factsOf(index))].map((row) => row.join(',')).join('\n'),
  );

const SERIAL = 46_000;

/** A workbook in our own format with so many commitments. */
export const bigWorkbook = (rows: number): Buffer => {
  const date = (day: number) => ({ t: 'n' as const, v: SERIAL + day, z: 'yyyy-mm-dd' });
  const workbook = utils.book_new();
  const add = (name: string, cells: unknown[][]): void => {
    utils.book_append_sheet(workbook, utils.aoa_to_sheet(cells), name);
  };
  add('Products', [
    ['product_code', 'unit'],
    ['BRK', 'EA'],
  ]);
  add('Resources', [
    ['resource', 'capacity_per_week'],
    ...Array.from({ length: 40 }, (_, index) => [`LINE${index}`, 80]),
  ]);
  const commitments = Array.from({ length: rows }, (_, index) => {
    const [id, customer, resource, , hours, kind, , note] = factsOf(index);
    return [id, customer, resource, date(index % 300), hours, kind, date(200 + (index % 100)), note];
  });
  add('Commitments', [HEADER, ...commitments]);
  return Buffer.from(write(workbook, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer);
};
