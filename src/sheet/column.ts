import { cellText } from './cell.ts';
import type { Cell } from './cell.ts';

/** What is wrong with a cell. */
export type BadCell = { expected: string; howToFix: string };

/** The value of a cell, or what is wrong with it. */
export type Reading<T> = { ok: true; value: T } | ({ ok: false } & BadCell);

/** What a reader needs to know besides the cell. */
export type CellContext = { date1904: boolean };

/** Turns a cell that is not blank into a value of the column. */
export type CellReader<T> = (cell: Cell, context: CellContext) => Reading<T>;

/**
 * One column of a tab. `blank` says what a blank cell means (blank is not 0). `matters` says whether a bad value
 * rejects its row; where no promise depends on the column the value is left out instead and the row stays.
 */
export type Column<T> = {
  read: CellReader<T>;
  blank: { required: true } | { required: false; value: T; missed: boolean };
  matters: boolean;
};

/** The row that a set of columns gives. */
export type RowOf<C> = { [K in keyof C]: C[K] extends Column<infer T> ? T : never };

export const good = <T>(value: T): Reading<T> => ({ ok: true, value });

export const bad = (expected: string, howToFix: string): { ok: false } & BadCell => ({ ok: false, expected, howToFix });

/** A column that must be filled: a row without it is rejected. */
export const required = <T>(read: CellReader<T>): Column<T> => ({ read, blank: { required: true }, matters: true });

/** A blank cell means this value. */
export const orElse = <T>(read: CellReader<T>, value: T): Column<T> => ({
  read,
  blank: { required: false, value, missed: false },
  matters: true,
});

/** A blank cell means that nothing is known. */
export const maybe = <T>(read: CellReader<T>): Column<T | null> => orElse<T | null>(read, null);

/** A blank or bad cell is left out: no promise depends on it. */
export const aside = <T>(read: CellReader<T>): Column<T | null> => ({ ...maybe(read), matters: false });

/** The format asks for this column, but no promise depends on it: blank is reported and the row stays. */
export const expected = <T>(read: CellReader<T>, value: T): Column<T> => ({
  read,
  blank: { required: false, value, missed: true },
  matters: false,
});

const brokenCell = (cell: Cell): Reading<never> | null => {
  if (typeof cell === 'string') return null;
  if (cell.kind === 'error') return bad('a value, not a formula error', 'Repair the formula or type the value.');
  if (cell.kind === 'uncached')
    return bad('a value; the formula has no stored result', 'Open the workbook, let it calculate, save it again.');
  return null;
};

/** Reads the cell with the column's reader; errors and formulas without a stored result are never values. */
export const readCell = <T>(column: Column<T>, cell: Cell, context: CellContext): Reading<T> =>
  brokenCell(cell) ?? column.read(cell, context);

/** The cell as its reader names it in a problem. */
export const shown = (cell: Cell): string => cellText(cell).slice(0, 120);
