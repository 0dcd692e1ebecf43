import { addressOf, isText } from '../cell.ts';
import type { Cell } from '../cell.ts';
import { clockHours, parseNumber } from '../number-columns.ts';
import { cellsOfColumn, decimalMarkOf } from '../understand/column-shape.ts';
import type { Field } from '../understand/field-words.ts';
import type { InspectedColumn } from '../understand/inspect-columns.ts';
import type { FoundTable } from '../understand/inspect-table.ts';
import { dayFirstOf, inYear, periodOf } from '../understand/periods.ts';
import { questionId } from '../understand/questions.ts';
import type { AmountPer, AmountUnit } from '../understand/units.ts';
import type { SheetMapping } from './sheet-mapping.ts';

/** A value for a column of the format, and the cell of the planner's workbook that it comes from. */
export type Sourced = { cell: Cell; at: string };

/** A row for a tab of the format. */
export type MappedRow = Record<string, Sourced>;

/** Column A is 0. */
export const columnIndex = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The column that holds a field; null when the table has none. */
export const columnFor = ({ inspected }: FoundTable, field: Field): InspectedColumn | null =>
  inspected.columns.find((column) => column.field === field) ?? null;

/** The cell at a row (from 0) and column (from 0) with its address; null when it is blank. */
export const sourcedAt = ({ context }: FoundTable, row: number, column: number): Sourced | null => {
  const cell = context.table.rows[row]?.[column];
  return cell ? { cell, at: `${context.table.name}!${addressOf(row, column)}` } : null;
};

/** The cell of a field in a row; null when it is blank or the table has no such column. */
export const cellFor = (found: FoundTable, row: number, field: Field): Sourced | null => {
  const column = columnFor(found, field);
  return column ? sourcedAt(found, row, columnIndex(column.letter)) : null;
};

/** Rows of data (from 0), without the rows of totals. */
export const dataRowsOf = ({ inspected, context: { block, header } }: FoundTable): number[] => {
  const totals = new Set(inspected.totalRows);
  const rows = Array.from({ length: block.bottom - header.last }, (_, index) => header.last + 1 + index);
  return rows.filter((row) => !totals.has(row + 1));
};

const WITH_UNIT = /^([+-]?[\d.,'\s\u202f]*\d)\s*[\p{L}%.]*$/u;

const numberIn = (text: string, mark: string | null): number | null => {
  const bare = WITH_UNIT.exec(text)?.[1] ?? text;
  if (mark === ',') return parseNumber(bare.replaceAll('.', '').replace(',', '.'));
  return parseNumber(mark === '.' ? bare.replaceAll(',', '') : bare);
};

/** The mark before decimals in a column of text: what its numbers prove, else what was answered. */
const markOf = (found: FoundTable, column: number, { answers }: SheetMapping): string | null => {
  const { table, block, header } = found.context;
  const texts = cellsOfColumn(table, column, [header.last + 1, block.bottom]).filter(isText);
  const proved = decimalMarkOf(texts);
  const letter = found.inspected.columns.find((one) => columnIndex(one.letter) === column)?.letter ?? null;
  const answer = answers[questionId(found.inspected, 'number format', letter)];
  if (proved !== null || answer === undefined) return proved;
  const inIt = texts.some((text) => /\d\.\d{3}$/.test(text)) ? '.' : ',';
  const other = inIt === '.' ? ',' : '.';
  return answer === 'decimals' ? inIt : other;
};

const HOURS_PER_DAY = 24;

const asDuration = (days: number): Cell => ({ kind: 'number', number: rounded(days), look: 'time' });

/** A cell as a number so many times; a duration stays one. Null when it holds no number. */
const toNumber = (cell: Cell, mark: string | null, times: number): Cell | null => {
  if (typeof cell === 'string') {
    const clock = clockHours(cell);
    const read = clock === null ? numberIn(cell, mark) : null;
    if (clock !== null) return asDuration(clock / HOURS_PER_DAY);
    return read === null ? null : { kind: 'number', number: rounded(read * times), look: 'plain' };
  }
  if (cell.kind !== 'number') return null;
  return cell.look === 'time'
    ? asDuration(cell.number)
    : { kind: 'number', number: rounded(cell.number * times), look: 'plain' };
};

/** Reads the amounts of a column as numbers; what cannot be read stays as it is and becomes a problem. */
export const numbersOf = (
  found: FoundTable,
  column: number,
  mapping: SheetMapping,
): ((sourced: Sourced, times?: number) => Sourced) => {
  const mark = markOf(found, column, mapping);
  return ({ cell, at }, times = 1) => ({ cell: toNumber(cell, mark, times) ?? cell, at });
};

const rounded = (value: number): number => Math.round(value * 1e9) / 1e9;

/** How many hours one unit is; null where the unit is no time. */
const hoursPer = (unit: AmountUnit | null, { hoursPerDay, daysPerWeek }: SheetMapping): number | null => {
  if (unit === 'hours' || unit === 'duration') return 1;
  if (unit === 'minutes') return 1 / 60;
  if (unit === 'seconds') return 1 / 3600;
  if (unit === 'days') return hoursPerDay;
  return unit === 'weeks' ? hoursPerDay * daysPerWeek : null;
};

const WEEKS_PER_YEAR = 52;
const MONTHS_PER_YEAR = 12;

/** How often an amount fits into a week: 5 for an amount per day. */
export const timesPerWeek = (per: AmountPer | null, { daysPerWeek }: SheetMapping): number => {
  if (per === 'day' || per === 'shift') return daysPerWeek;
  if (per === 'month') return MONTHS_PER_YEAR / WEEKS_PER_YEAR;
  return per === 'year' ? 1 / WEEKS_PER_YEAR : 1;
};

type DateTerms = { dayFirst: boolean | null; year: number; date1904: boolean };

const dateIn = (cell: Cell, { dayFirst, year, date1904 }: DateTerms): string | null => {
  const period = periodOf(cell, date1904);
  if (!period) return null;
  if (period.start !== null) return period.start;
  if (period.either) return dayFirst === null ? null : dayFirst ? period.either.dayFirst : period.either.monthFirst;
  return year > 0 ? (inYear([period], year)[0]?.start ?? null) : null;
};

/** Reads the dates of a column, by what was answered about their order and year; what cannot be read stays as it is. */
export const datesOf = (
  found: FoundTable,
  column: InspectedColumn,
  { answers }: SheetMapping,
): ((sourced: Sourced) => Sourced) => {
  const { table, block, header } = found.context;
  const cells = cellsOfColumn(table, columnIndex(column.letter), [header.last + 1, block.bottom]);
  const periods = cells.flatMap((cell) => periodOf(cell, table.date1904) ?? []);
  const answer = answers[questionId(found.inspected, 'date order', column.letter)];
  const terms = {
    dayFirst: answer === undefined ? (column.slashDates.dayFirst ?? dayFirstOf(periods)) : answer === 'day first',
    year: Number(answers[questionId(found.inspected, 'year', column.letter)] ?? Number.NaN),
    date1904: table.date1904,
  };
  return ({ cell, at }) => ({ cell: dateIn(cell, terms) ?? cell, at });
};

/** Rows for the tabs of the format, made from one of the planner's tables. */
export type TabRows = Record<string, MappedRow[]>;

/** A value of our own, with the cell that it is about. */
export const said = (cell: string, at: string): Sourced => ({ cell, at });

/** Puts the cells of fields under the columns of the format; blank ones are left out. */
export const copy = (found: FoundTable, row: number, pairs: Partial<Record<Field, string>>): MappedRow => {
  const entries = Object.entries(pairs).flatMap(([field, column]) => {
    const sourced = cellFor(found, row, field as Field);
    return sourced ? [[column, sourced] as const] : [];
  });
  return Object.fromEntries(entries);
};

/** How many hours one unit of a field is; amounts that are no time stay as they are. */
export const hoursIn = (found: FoundTable, field: Field, mapping: SheetMapping): number =>
  hoursPer(columnFor(found, field)?.unit ?? found.inspected.unit, mapping) ?? 1;

/** The number in a cell, durations as hours; null when it holds none. */
export const numberOf = ({ cell }: Sourced): number | null =>
  typeof cell !== 'string' && cell.kind === 'number' ? cell.number * (cell.look === 'time' ? 24 : 1) : null;
