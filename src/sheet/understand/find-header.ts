import { cellText, isText } from '../cell.ts';
import type { Cell, Table } from '../cell.ts';
import type { Field } from './field-words.ts';
import type { Block } from './find-blocks.ts';
import { periodOf } from './periods.ts';
import { unitOfWord } from './units.ts';
import { fieldOf, meaningsOf } from './words.ts';

/** A column of a table under its header; `header` joins the rows of a header that has several. */
export type HeaderColumn = {
  column: number;
  header: string;
  /** The lowest cell of the header, without its unit row. */
  own: Cell | null;
  /** Titles of the groups that the column stands under, top down. */
  groups: Cell[];
  /** What a row of units under the header says. */
  unitCell: string | null;
};

/** Where the header of a block stands (rows from 0) and what it says. */
export type TableHeader = { first: number; last: number; columns: HeaderColumn[] };

const SEARCH_ROWS = 25;
const LONGEST_HEADING = 70;
/** A longer text with a known word in it is a sentence. */
const LONGEST_NAME = 45;
const LEAST_SEQUENCE = 4;

const cellsOf = (table: Table, row: number, { left, right }: Block): (Cell | null)[] =>
  Array.from({ length: right - left + 1 }, (_, i) => table.rows[row]?.[left + i] || null);

const numberOf = (cell: Cell | null): number | null => {
  if (cell === null) return null;
  if (typeof cell === 'string') return /^\d{1,4}$/.test(cell) ? Number(cell) : null;
  return cell.kind === 'number' && cell.look === 'plain' && Number.isInteger(cell.number) ? cell.number : null;
};

/** Cells such as 1, 2, 3, 4 that count on from left to right: numbers of weeks, days or years. */
export const sequenceIn = (cells: (Cell | null)[]): Set<number> => {
  let run: number[] = [];
  let best: number[] = [];
  cells.forEach((cell, index) => {
    const number = numberOf(cell);
    const before = run.length > 0 ? numberOf(cells[run.at(-1) ?? 0] ?? null) : null;
    if (number !== null && before !== null && number === before + 1) run.push(index);
    else run = number !== null ? [index] : [];
    if (run.length > best.length) best = run;
  });
  return new Set(best.length >= LEAST_SEQUENCE ? best : []);
};

const isHeading = (cell: Cell, date1904: boolean): boolean =>
  (typeof cell === 'string' && !/^[\d.,\s%:-]+$/.test(cell) && cell.length <= LONGEST_HEADING) ||
  periodOf(cell, date1904) !== null;

const PLAIN_BELOW_ROWS = 3;

/** Share of the columns with numbers under the row. */
const plainBelow = (table: Table, row: number, block: Block): number => {
  const found = new Set<number>();
  const filled = new Set<number>();
  for (let below = row + 1; below <= Math.min(block.bottom, row + PLAIN_BELOW_ROWS); below += 1)
    cellsOf(table, below, block).forEach((cell, index) => {
      if (cell === null) return;
      filled.add(index);
      if (!isHeading(cell, table.date1904)) found.add(index);
    });
  return filled.size === 0 ? 0 : found.size / filled.size;
};

const knownWords = (cells: Cell[]): number => {
  const fields = cells.filter(isText).flatMap((cell) => {
    const meaning = cell.length <= LONGEST_NAME ? fieldOf(cell) : null;
    return meaning && meaning.confidence >= 0.75 ? [meaning.field] : [];
  });
  return new Set<Field>(fields).size;
};

/** How much a row looks like a header: words that planners use, periods, text above numbers. */
const headerScore = (table: Table, row: number, block: Block): number => {
  const all = cellsOf(table, row, block);
  const cells = all.filter((cell) => cell !== null);
  const width = block.right - block.left + 1;
  if (cells.length === 0 || (cells.length === 1 && width > 1)) return 0;
  const sequence = sequenceIn(all);
  const headings = all.filter(
    (cell, index) => cell !== null && (sequence.has(index) || isHeading(cell, table.date1904)),
  );
  const periods = all.filter(
    (cell, index) => cell !== null && (sequence.has(index) || periodOf(cell, table.date1904) !== null),
  ).length;
  const distinct = new Set(cells.map(cellText)).size / cells.length;
  return (
    (headings.length / cells.length) * (cells.length / width) * 3 +
    Math.min(4, knownWords(cells)) * 1.5 +
    Math.min(6, periods) * 0.7 +
    distinct * 0.5 +
    plainBelow(table, row, block)
  );
};

const LEAST_SCORE = 3;
const CLEARLY_BETTER = 0.3;

const bestRow = (table: Table, block: Block): number | null => {
  let best: { row: number; score: number } | null = null;
  for (let row = block.top; row <= Math.min(block.bottom, block.top + SEARCH_ROWS); row += 1) {
    const score = headerScore(table, row, block);
    if (score > (best?.score ?? 0) + CLEARLY_BETTER) best = { row, score };
  }
  return best && best.score >= LEAST_SCORE ? best.row : null;
};

const filledFromMerges = (table: Table, row: number, block: Block): (Cell | null)[] => {
  const cells = cellsOf(table, row, block);
  for (const { fromRow, toRow, fromColumn, toColumn } of table.merges ?? []) {
    if (row < fromRow || row > toRow) continue;
    const value = table.rows[fromRow]?.[fromColumn] || null;
    for (let column = Math.max(fromColumn, block.left); column <= Math.min(toColumn, block.right); column += 1)
      cells[column - block.left] = value;
  }
  return cells;
};

/** A group of columns has its title over the first of them; the others are blank. */
const filledRight = (cells: (Cell | null)[]): (Cell | null)[] => {
  let last: Cell | null = null;
  return cells.map((cell) => (last = cell ?? last));
};

const WIDE = 0.8;

/** A title over the whole table is no group of its columns. */
const isTitleRow = (table: Table, row: number, block: Block): boolean => {
  const cells = filledFromMerges(table, row, block).filter((cell) => cell !== null);
  const distinct = new Set(cells.map(cellText));
  return distinct.size === 1 && cells.length / (block.right - block.left + 1) >= WIDE && block.right > block.left;
};

const isYear = (cell: Cell): boolean => /^20[1-4]\d$/.test(cellText(cell));

const mergedInside = (table: Table, row: number, block: Block): boolean =>
  (table.merges ?? []).some(
    ({ fromRow, toRow, fromColumn, toColumn }) =>
      row >= fromRow && row <= toRow && toColumn > fromColumn && fromColumn >= block.left && toColumn <= block.right,
  );

const isGroupRow = (table: Table, row: number, block: Block): boolean => {
  if (isTitleRow(table, row, block)) return false;
  const cells = cellsOf(table, row, block);
  const filled = cells.filter((cell) => cell !== null);
  if (filled.length === 0 || !filled.every((cell) => isYear(cell) || isHeading(cell, table.date1904))) return false;
  if (mergedInside(table, row, block)) return true;
  if (filled.length >= 2) return filled.length < cells.length;
  const [only] = filled;
  const isLeft = cells[0] !== null;
  return (
    only !== undefined &&
    !isLeft &&
    (isYear(only) || periodOf(only, table.date1904) !== null || meaningsOf(cellText(only)).length > 0)
  );
};

const isSubRow = (table: Table, row: number, block: Block): boolean => {
  const all = cellsOf(table, row, block);
  const sequence = sequenceIn(all);
  const filled = all.flatMap((cell, index) => (cell === null ? [] : [{ cell, index }]));
  return (
    filled.length >= 2 &&
    filled.every(({ cell, index }) => sequence.has(index) || isHeading(cell, table.date1904)) &&
    new Set(filled.map(({ cell }) => cellText(cell))).size > 1
  );
};

const MOST_GROUP_ROWS = 2;

/** The first and last row of the header: rows of group titles may stand over the names of the columns. */
const headerRows = (table: Table, row: number, block: Block): [number, number] => {
  let first = row;
  while (first > block.top && row - first < MOST_GROUP_ROWS && isGroupRow(table, first - 1, block)) first -= 1;
  if (first < row) return [first, row];
  const hasGroups = isGroupRow(table, row, block) && row + 1 < block.bottom && isSubRow(table, row + 1, block);
  return hasGroups && hasData(table, row + 2, block) ? [row, row + 1] : [row, row];
};

const hasData = (table: Table, row: number, block: Block): boolean =>
  cellsOf(table, row, block).some((cell) => cell !== null && !isHeading(cell, table.date1904));

const bareUnit = (text: string): string => text.replace(/[()[\]]/g, '').trim();

/** A row such as "(h) | (pcs) | (%)" under the names says what they are counted in. */
const isUnitRow = (table: Table, row: number, block: Block): boolean => {
  const filled = cellsOf(table, row, block).filter((cell) => cell !== null);
  const units = filled.filter((cell) => isText(cell) && unitOfWord(bareUnit(cell).split('/')[0] ?? '') !== null);
  return filled.length > 0 && units.length / filled.length >= 0.6 && filled.every((cell) => isText(cell));
};

const joinTexts = (cells: (Cell | null)[]): string =>
  [...new Set(cells.filter((cell) => cell !== null).map(cellText))].join(' / ');

type Rows = { first: number; last: number; unitRow: number | null };

const columnsOf = (table: Table, block: Block, { first, last, unitRow }: Rows): HeaderColumn[] => {
  const own = filledFromMerges(table, last, block);
  const groups = Array.from({ length: last - first }, (_, index) =>
    filledRight(filledFromMerges(table, first + index, block)),
  );
  const units = unitRow === null ? [] : cellsOf(table, unitRow, block);
  return own.map((cell, index) => {
    const above = groups.map((row) => row[index] ?? null);
    const direct = groups
      .map((_row, at) => cellsOf(table, first + at, block)[index] ?? null)
      .findLast((one) => one !== null);
    const unit = units[index];
    const unitText = isText(unit) ? bareUnit(unit) : null;
    const lowest = cell ?? direct ?? null;
    const header = lowest === null ? '' : joinTexts([...above, lowest]);
    return {
      column: block.left + index,
      header: unitText === null || header === '' ? header : `${header} (${unitText})`,
      own: lowest,
      groups: above.filter((one): one is Cell => one !== null && one !== lowest),
      unitCell: unitText,
    };
  });
};

/** Finds the header of a block: not always its first row, sometimes several rows; null where nothing looks like one. */
export const findHeader = (table: Table, block: Block): TableHeader | null => {
  const row = bestRow(table, block);
  if (row === null) return null;
  const [first, last] = headerRows(table, row, block);
  const unitRow = last + 1 < block.bottom && isUnitRow(table, last + 1, block) ? last + 1 : null;
  const columns = columnsOf(table, block, { first, last, unitRow }).filter(({ header }) => header !== '');
  return { first, last: unitRow ?? last, columns };
};

/** True when the first row of a block looks like a header. */
export const startsWithHeader = (table: Table, block: Block): boolean => {
  const row = bestRow(table, block);
  return row !== null && headerRows(table, row, block)[0] === block.top;
};

const IDENTIFIES: ReadonlySet<Field> = new Set([
  'resource',
  'product_code',
  'order',
  'customer',
  'supplier',
  'operation',
  'date',
  'week',
  'holiday',
  'key',
  'name',
  'component',
]);

/** Columns behind a blank one that name nothing of their own (weeks, amounts) belong to the table on their left. */
export const continuesLeft = (table: Table, left: Block, right: Block): boolean => {
  const row = bestRow(table, left) ?? left.top;
  const cells = cellsOf(table, row, right);
  if (!cells.some((cell) => cell !== null)) return false;
  const identifies = cells.some((cell) => {
    const field = isText(cell) && periodOf(cell, table.date1904) === null ? fieldOf(cell)?.field : undefined;
    return field !== undefined && IDENTIFIES.has(field);
  });
  return !identifies && hasData(table, row + 1, right) && isText(cellsOf(table, row + 1, left)[0]);
};
