import { cellText, columnLetters } from './cell.ts';
import type { Blank, Table } from './cell.ts';
import { dateOfSerial } from './date-columns.ts';

/** The corner of a table as the planner sees it in the workbook. */
export type TablePreview = {
  sheet: string;
  range: string;
  /** Letters of the columns shown. */
  columns: string[];
  /** Rows as the workbook counts them, with the texts of their cells. */
  rows: { number: number; isHeader: boolean; cells: string[] }[];
  /** Rows and columns of the table that are not shown. */
  moreRows: number;
  moreColumns: number;
};

const MOST_ROWS = 8;
const MOST_COLUMNS = 18;
const MOST_CHARACTERS = 40;

const shown = (cell: Blank, date1904: boolean): string => {
  if (!cell) return '';
  const isDate = typeof cell !== 'string' && cell.kind === 'number' && cell.look === 'date';
  const text = isDate ? dateOfSerial(cell.number, date1904) : cellText(cell);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
};

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** "B4:Q31" as rows and columns that count from 0. */
const cornersOf = (range: string): { top: number; left: number; bottom: number; right: number } => {
  const [, left = 'A', top = '1', right = left, bottom = top] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range) ?? [];
  return { top: Number(top) - 1, left: columnNumber(left), bottom: Number(bottom) - 1, right: columnNumber(right) };
};

/** The header and the first rows of a table that was found; `range` as the inspection names it. */
export const previewTable = (
  table: Table,
  { range, headerRows }: { range: string; headerRows: readonly number[] },
): TablePreview => {
  const { top, left, bottom, right } = cornersOf(range);
  const last = Math.min(bottom, top + headerRows.length + MOST_ROWS - 1);
  const width = Math.min(right - left + 1, MOST_COLUMNS);
  const rows = Array.from({ length: last - top + 1 }, (_, index) => ({
    number: top + index + 1,
    isHeader: headerRows.includes(top + index + 1),
    cells: Array.from({ length: width }, (_unused, column) =>
      shown(table.rows[top + index]?.[left + column], table.date1904),
    ),
  }));
  return {
    sheet: table.name,
    range,
    columns: Array.from({ length: width }, (_, index) => columnLetters(left + index)),
    rows,
    moreRows: bottom - last,
    moreColumns: right - left + 1 - width,
  };
};
