/** How the workbook shows a number: a date, a duration in hours, a percentage or just a number. */
export type NumberLook = 'plain' | 'date' | 'time' | 'percent';

/**
 * A cell as it stands in the file: formulas only by their stored result, never evaluated. Text is a bare string, because
 * a large text file has a million of them. A blank cell is null or the empty text.
 */
export type Cell =
  | string
  | {
      kind: 'number';
      number: number;
      look: NumberLook;
      /** Leading zeros that the format shows: 0042. */
      digits?: number;
      /** Unit that the format writes behind the number: 12.5 "h". */
      unit?: string;
    }
  | { kind: 'boolean'; boolean: boolean }
  /** #REF!, #N/A and their like. */
  | { kind: 'error'; text: string }
  /** A formula whose result is not stored in the file. */
  | { kind: 'uncached'; formula: string };

/** A cell, or nothing. */
export type Blank = Cell | null | undefined;

/** One tab: rows[i] is row i + 1 of the workbook; null and '' are blank cells. */
export type Table = {
  name: string;
  rows: (Cell | null)[][];
  /** True when the workbook counts days from 1904. */
  date1904: boolean;
  /** Merged ranges: their value stands in the first cell. Rows and columns count from 0. */
  merges?: { fromRow: number; toRow: number; fromColumn: number; toColumn: number }[];
  /** Rows that the workbook hides, counted from 0: they are read like the others. */
  hiddenRows?: number[];
  /** Where rows of a rearranged table stand in the file: "Plan!C5" for a cell that came from there. */
  origin?: (row: number, column: number) => string | null;
};

/** Column 0 is A, column 26 is AA. */
export const columnLetters = (index: number): string => {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
};

/** Rows and columns from 0 as people write them: "C5". */
export const addressOf = (row: number, column: number): string => `${columnLetters(column)}${row + 1}`;

const numberText = (number: number, digits: number | undefined): string =>
  digits === undefined ? String(number) : String(number).padStart(digits, '0');

/** What a person sees in the cell. */
export const cellText = (cell: Cell): string => {
  if (typeof cell === 'string') return cell;
  if (cell.kind === 'number') return numberText(cell.number, cell.digits);
  if (cell.kind === 'error') return cell.text;
  return cell.kind === 'boolean' ? String(cell.boolean).toUpperCase() : `=${cell.formula}`;
};

/** True when the cell holds text. */
export const isText = (cell: Blank): cell is string => typeof cell === 'string' && cell !== '';

/** The name that stands for a header or tab whatever its case, spaces, underscores, hyphens and required-marks. */
export const headerKey = (text: string): string => text.toLowerCase().replace(/[\s_*-]+/g, '');

/** The name that stands for a product, resource or person whatever its case and spaces. */
export const nameKey = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

const UNTIDY = /[\s\u00a0\u200b\ufeff]/;

/** Text without spaces around it and with single ones in it; most cells have none to tidy. */
export const tidyText = (raw: string): string =>
  UNTIDY.test(raw) ? raw.replace(/[\s\u00a0\u200b\ufeff]+/g, ' ').trim() : raw;
