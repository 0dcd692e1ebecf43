/** How the workbook shows a number: a date, a duration in hours, a percentage or just a number. */
export type NumberLook = 'plain' | 'date' | 'time' | 'percent';

/** A cell as it stands in the file: formulas only by their stored result, never evaluated. */
export type Cell = { address: string } & (
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number; look: NumberLook; text: string }
  | { kind: 'boolean'; boolean: boolean }
  /** #REF!, #N/A and their like. */
  | { kind: 'error'; text: string }
  /** A formula whose result is not stored in the file. */
  | { kind: 'uncached'; formula: string }
);

/** One tab: rows[i] is row i + 1 of the workbook, null is a blank cell. */
export type Table = {
  name: string;
  rows: (Cell | null)[][];
  /** True when the workbook counts days from 1904. */
  date1904: boolean;
  /** Merged ranges: their value stands in the first cell. Rows and columns count from 0. */
  merges?: { fromRow: number; toRow: number; fromColumn: number; toColumn: number }[];
  /** Rows that the workbook hides, counted from 0: they are read like the others. */
  hiddenRows?: number[];
};

/** Column 0 is A, column 26 is AA. */
export const columnLetters = (index: number): string => {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
};

/** What a person sees in the cell. */
export const cellText = (cell: Cell): string => {
  if (cell.kind === 'number' || cell.kind === 'text' || cell.kind === 'error') return cell.text;
  return cell.kind === 'boolean' ? String(cell.boolean).toUpperCase() : `=${cell.formula}`;
};

/** The name that stands for a header or tab whatever its case, spaces, underscores, hyphens and required-marks. */
export const headerKey = (text: string): string => text.toLowerCase().replace(/[\s_*-]+/g, '');

/** The name that stands for a product, resource or person whatever its case and spaces. */
export const nameKey = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');
