import { cellText } from '../cell.ts';
import type { Cell, Table } from '../cell.ts';
import type { Block } from './find-blocks.ts';
import { periodOf } from './periods.ts';
import { fieldOf } from './words.ts';

/** A column of a table under its header; `header` joins the rows of a header that has two. */
export type HeaderColumn = { column: number; header: string; cell: Cell | null };

/** Where the header of a block stands (rows from 0) and what it says. */
export type TableHeader = { first: number; last: number; columns: HeaderColumn[] };

const SEARCH_ROWS = 15;

const cellsOf = (table: Table, row: number, { left, right }: Block): (Cell | null)[] =>
  Array.from({ length: right - left + 1 }, (_, i) => table.rows[row]?.[left + i] || null);

const isHeading = (cell: Cell, date1904: boolean): boolean =>
  (typeof cell === 'string' && !/^[\d.,\s%:-]+$/.test(cell)) || periodOf(cell, date1904) !== null;

/** How much a row looks like a header: words that planners use, periods, text above numbers. */
const headerScore = (table: Table, row: number, block: Block): number => {
  const cells = cellsOf(table, row, block).filter((cell) => cell !== null);
  const width = block.right - block.left + 1;
  if (cells.length === 0 || (cells.length === 1 && width > 1)) return 0;
  const headings = cells.filter((cell) => isHeading(cell, table.date1904));
  const known = cells.filter((cell) => typeof cell === 'string' && fieldOf(cell) !== null).length;
  const periods = cells.filter((cell) => periodOf(cell, table.date1904) !== null).length;
  const distinct = new Set(cells.map(cellText)).size / cells.length;
  const below = row < block.bottom ? cellsOf(table, row + 1, block).filter((cell) => cell !== null) : [];
  const plainBelow = below.filter((cell) => !isHeading(cell, table.date1904)).length / Math.max(1, below.length);
  return (
    (headings.length / cells.length) * (cells.length / width) * 3 +
    Math.min(4, known) * 1.5 +
    Math.min(6, periods) * 0.7 +
    distinct * 0.5 +
    plainBelow
  );
};

const bestRow = (table: Table, block: Block): number | null => {
  let best: { row: number; score: number } | null = null;
  for (let row = block.top; row <= Math.min(block.bottom, block.top + SEARCH_ROWS); row += 1) {
    const score = headerScore(table, row, block);
    if (score > (best?.score ?? 0) + 0.3) best = { row, score };
  }
  return best && best.score >= 3 ? best.row : null;
};

const filledFromMerges = (table: Table, row: number, block: Block): (Cell | null)[] => {
  const cells = cellsOf(table, row, block);
  for (const { fromRow, toRow, fromColumn, toColumn } of table.merges ?? []) {
    if (row < fromRow || row > toRow) continue;
    const value = table.rows[fromRow]?.[fromColumn] ?? null;
    for (let column = fromColumn; column <= toColumn; column += 1)
      if (column >= block.left && column <= block.right) cells[column - block.left] = value;
  }
  return cells;
};

/** A group of columns has its title over the first of them; the others are blank. */
const filledRight = (cells: (Cell | null)[]): (Cell | null)[] => {
  let last: Cell | null = null;
  return cells.map((cell) => (last = cell ?? last));
};

const isGroupRow = (table: Table, row: number, block: Block): boolean => {
  const cells = cellsOf(table, row, block);
  const filled = cells.filter((cell) => cell !== null);
  const isMerged = (table.merges ?? []).some(
    ({ fromRow, toRow, fromColumn, toColumn }) =>
      row >= fromRow && row <= toRow && toColumn > fromColumn && fromColumn >= block.left && toColumn <= block.right,
  );
  if (filled.length < 2 && !isMerged) return false;
  return filled.every((cell) => isHeading(cell, table.date1904)) && (isMerged || filled.length < cells.length);
};

const isSubRow = (table: Table, row: number, block: Block): boolean => {
  const filled = cellsOf(table, row, block).filter((cell) => cell !== null);
  return filled.length >= 2 && filled.every((cell) => isHeading(cell, table.date1904));
};

/** The header has a second row where a row of group titles stands over the names of the columns. */
const headerRows = (table: Table, row: number, block: Block): [number, number] => {
  if (row > block.top && isGroupRow(table, row - 1, block)) return [row - 1, row];
  const hasGroups = isGroupRow(table, row, block) && row + 1 < block.bottom && isSubRow(table, row + 1, block);
  const plain = cellsOf(table, row + 2, block).some((cell) => cell !== null && !isHeading(cell, table.date1904));
  return hasGroups && plain ? [row, row + 1] : [row, row];
};

const join = (group: Cell | null, own: Cell | null): string => {
  const texts = [group, own].filter((cell) => cell !== null).map(cellText);
  return [...new Set(texts)].join(' / ');
};

/** Finds the header of a block: not always its first row, sometimes two rows; null where nothing looks like one. */
export const findHeader = (table: Table, block: Block): TableHeader | null => {
  const row = bestRow(table, block);
  if (row === null) return null;
  const [first, last] = headerRows(table, row, block);
  const own = filledFromMerges(table, last, block);
  const group = first === last ? own.map(() => null) : filledRight(filledFromMerges(table, first, block));
  const columns = own.map((cell, index) => ({
    column: block.left + index,
    header: join(group[index] ?? null, cell),
    cell: cell ?? group[index] ?? null,
  }));
  return { first, last, columns: columns.filter(({ header }) => header !== '') };
};

/** True when the first row of a block looks like a header. */
export const startsWithHeader = (table: Table, block: Block): boolean => bestRow(table, block) === block.top;
