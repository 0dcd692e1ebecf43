import type { Table } from '../cell.ts';

/** A rectangle of a sheet with something in it; all four count from 0 and are included. */
export type Block = { top: number; bottom: number; left: number; right: number };

const MAX_CELLS_TO_LOOK_AT = 4_000_000;

const rowIsBlank = (table: Table, row: number, { left, right }: Block): boolean => {
  const cells = table.rows[row];
  if (!cells) return true;
  for (let column = left; column <= Math.min(right, cells.length - 1); column += 1) if (cells[column]) return false;
  return true;
};

const columnIsBlank = (table: Table, column: number, { top, bottom }: Block): boolean => {
  for (let row = top; row <= bottom; row += 1) if (table.rows[row]?.[column]) return false;
  return true;
};

/** Spans of lines that are not blank, between lines that are. */
const spans = (from: number, to: number, isBlank: (index: number) => boolean): [number, number][] => {
  const found: [number, number][] = [];
  let start: number | null = null;
  for (let index = from; index <= to + 1; index += 1) {
    const blank = index > to || isBlank(index);
    if (!blank) start ??= index;
    else if (start !== null) {
      found.push([start, index - 1]);
      start = null;
    }
  }
  return found;
};

const cutRows = (table: Table, block: Block): Block[] =>
  spans(block.top, block.bottom, (row) => rowIsBlank(table, row, block)).map(([top, bottom]) => ({
    ...block,
    top,
    bottom,
  }));

const cutColumns = (table: Table, block: Block): Block[] =>
  spans(block.left, block.right, (column) => columnIsBlank(table, column, block)).map(([left, right]) => ({
    ...block,
    left,
    right,
  }));

const split = (table: Table, block: Block): Block[] => {
  const rows = cutRows(table, block);
  if (rows.length !== 1) return rows.flatMap((part) => split(table, part));
  const columns = cutColumns(table, rows[0] ?? block);
  return columns.length === 1 ? columns : columns.flatMap((part) => split(table, part));
};

const sameColumns = (a: Block, b: Block): boolean => a.left <= b.left && a.right >= b.right;

/** A block of data under a table of the same columns, after a blank row, is the rest of that table. */
const joinContinued = (blocks: Block[], startsWithHeader: (block: Block) => boolean): Block[] => {
  const joined: Block[] = [];
  for (const block of blocks) {
    const above = joined.findLast((other) => sameColumns(other, block) && other.bottom < block.top);
    const continues = above && above.right > above.left && block.top - above.bottom <= 3 && !startsWithHeader(block);
    if (continues && above.bottom > above.top) above.bottom = block.bottom;
    else joined.push({ ...block });
  }
  return joined;
};

/** The tables of a sheet as rectangles: apart by blank rows and blank columns, wherever they stand. */
export const findBlocks = (table: Table, startsWithHeader: (block: Block) => boolean): Block[] => {
  const width = table.rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width === 0 || width * table.rows.length > MAX_CELLS_TO_LOOK_AT) return [];
  const whole = { top: 0, bottom: table.rows.length - 1, left: 0, right: width - 1 };
  const blocks = split(table, whole).toSorted((a, b) => a.top - b.top || a.left - b.left);
  return joinContinued(blocks, startsWithHeader);
};
