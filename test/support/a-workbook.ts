import { utils, write } from '@e965/xlsx';
import type { CellObject } from '@e965/xlsx';

/** What a test types into a cell: null is blank; an object is a cell with its own type and format. */
export type CellInput = string | number | boolean | null | CellObject;

/** Tabs by name, each a header row and rows of cells. */
export type Tabs = Record<string, CellInput[][]>;

const SERIAL_OF_EPOCH = 25_569;
const MS_PER_DAY = 86_400_000;

/** The serial number of an ISO date in the 1900 system. */
export const serialOf = (isoDate: string): number => Date.parse(isoDate) / MS_PER_DAY + SERIAL_OF_EPOCH;

/** A real date cell. */
export const dateCell = (isoDate: string): CellObject => ({ t: 'n', v: serialOf(isoDate), z: 'yyyy/mm/dd' });

/** A workbook in the format that the extension names (default xlsx), as bytes. */
export const aWorkbook = (tabs: Tabs, bookType: 'xlsx' | 'ods' | 'biff8' | 'xlsb' = 'xlsx'): Uint8Array => {
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries(tabs)) utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows), name);
  return new Uint8Array(write(workbook, { type: 'array', bookType, compression: true }) as ArrayBuffer);
};
