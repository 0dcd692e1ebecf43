import type { Table } from '../cell.ts';

/** A rectangle of a sheet with something in it; all four count from 0 and are included. */
export type Block = { top: number; bottom: number; left: number; right: number };

/** What only the look of a header can say. */
type Looks = {
  startsWithHeader: (block: Block) => boolean;
  /** True when the columns go on with the table to their left, behind a blank column. */
  continuesLeft: (left: Block, right: Block) => boolean;
};

const rowIsBlank = (table: Table, row: number, { left, right }: Block): boolean => {
  const cells = table.rows[row];
  if (!cells) return true;
  for (let column = left; column <= Math.min(right, cells.length - 1); column += 1) if (cells[column]) return false;
  return true;
};

/** Which columns have anything in them; stops as soon as all have. */
const filledColumns = (table: Table, { top, bottom, left, right }: Block): Uint8Array => {
  const filled = new Uint8Array(right - left + 1);
  let open = filled.length;
  for (let row = top; row <= bottom && open > 0; row += 1) {
    const cells = table.rows[row] ?? [];
    for (let column = left; column <= Math.min(right, cells.length - 1); column += 1) {
      if (!cells[column] || filled[column - left] === 1) continue;
      filled[column - left] = 1;
      open -= 1;
    }
  }
  return filled;
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

const cutColumns = (table: Table, block: Block): Block[] => {
  const filled = filledColumns(table, block);
  return spans(block.left, block.right, (column) => filled[column - block.left] !== 1).map(([left, right]) => ({
    ...block,
    left,
    right,
  }));
};

/** A blank column may be a spacer in one table, not the gap between two. */
const joinSpacers = (parts: Block[], looks: Looks): Block[] => {
  const joined: Block[] = [];
  for (const part of parts) {
    const left = joined.at(-1);
    if (left && part.left - left.right === 2 && looks.continuesLeft(left, part)) left.right = part.right;
    else joined.push({ ...part });
  }
  return joined;
};

const split = (table: Table, block: Block, looks: Looks): Block[] => {
  const rows = cutRows(table, block);
  if (rows.length !== 1) return rows.flatMap((part) => split(table, part, looks));
  const found = cutColumns(table, rows[0] ?? block);
  const columns = joinSpacers(found, looks);
  const isOne = columns.length === 1;
  return isOne ? columns : columns.flatMap((part) => split(table, part, looks));
};

const sameColumns = (a: Block, b: Block): boolean => a.left <= b.left && a.right >= b.right;

const GAP_INSIDE = 3;

/** A block of data under a table of the same columns, after a blank row, is the rest of that table. */
const joinContinued = (blocks: Block[], { startsWithHeader }: Looks): Block[] => {
  const joined: Block[] = [];
  for (const block of blocks) {
    const above = joined.findLast((other) => sameColumns(other, block) && other.bottom < block.top);
    const near = above && block.top - above.bottom <= GAP_INSIDE;
    const continues = near && above.right > above.left && block.right > block.left && !startsWithHeader(block);
    if (continues && above.bottom > above.top) above.bottom = block.bottom;
    else joined.push({ ...block });
  }
  return joined;
};

/** The tables of a sheet as rectangles: apart by blank rows and blank columns, wherever they stand. */
export const findBlocks = (table: Table, looks: Looks): Block[] => {
  const width = table.rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width === 0) return [];
  const whole = { top: 0, bottom: table.rows.length - 1, left: 0, right: width - 1 };
  const blocks = split(table, whole, looks).toSorted((a, b) => a.top - b.top || a.left - b.left);
  return joinContinued(blocks, looks);
};
