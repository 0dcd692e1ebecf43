import type { Cell, Table } from '../cell.ts';
import { cellText } from '../cell.ts';
import { dateOfSerial, parseDateText } from '../date-columns.ts';
import { parseNumber } from '../number-columns.ts';
import { periodOf } from './periods.ts';

/** What the cells of a column look like. */
export type Shape = 'number' | 'date' | 'duration' | 'percent' | 'text' | 'period' | 'yes-no' | 'error' | 'blank';

/** What a column holds: its most frequent shape, samples, and what cannot be read without asking. */
export type ColumnShape = {
  shape: Shape;
  samples: string[];
  filled: number;
  /** Dates such as 03/04/2026 that can be read two ways; `dayFirst` is what the other dates of the column say. */
  slashDates: { ambiguous: number; dayFirst: boolean | null };
  /** Numbers such as 1,234 that can be read two ways. */
  doubtfulNumbers: number;
};

const ROWS_TO_LOOK_AT = 400;
const SAMPLES = 3;
const SLASH_DATE = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}(:\d{2})?)?$/;
const DOT_DATE = /^\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})(?: \d{1,2}:\d{2}(:\d{2})?)?$/;
const DURATION = /^-?\d+:[0-5]\d(:[0-5]\d)?$/;
const DOUBTFUL_NUMBER = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/;
/** A comma or point with other than three digits behind it marks decimals. */
const DECIMAL = /^[+-]?\d+([.,])(\d{1,2}|\d{4,})$/;
const GROUPED_BY = /^[+-]?[1-9]\d{0,2}([.,])\d{3}\1\d{3}|^[+-]?[1-9]\d{0,2}([.,])\d{3}[.,]\d+$/;
const NUMBER_WITH_UNIT =
  /^[+-]?[\d.,'\s]*\d\s*(h|hr|hrs|hours?|std\.?|stunden|min|mins|d|days?|tage|jours?|j|dias?|ore|horas?|uur|pcs|stk|kg)$/i;

const YES_NO = /^(y|n|yes|no|ja|nein|oui|non|si|true|false|wahr|falsch|vrai|faux|verdadero|falso|vero)$/i;

/** What text can look like; the first that fits is meant. */
const TEXT_SHAPES: [Shape, (text: string) => boolean][] = [
  ['date', (text) => SLASH_DATE.test(text) || DOT_DATE.test(text)],
  ['number', (text) => parseNumber(text) !== null],
  ['duration', (text) => DURATION.test(text)],
  ['percent', (text) => /^[+-]?[\d.,\s]+%$/.test(text)],
  ['number', (text) => /^[+-]?[\d.,'\s]+$/.test(text) || NUMBER_WITH_UNIT.test(text)],
  ['date', (text) => /\d/.test(text) && parseDateText(text) !== null],
  ['yes-no', (text) => YES_NO.test(text)],
  ['period', (text) => periodOf(text, false) !== null],
];

const textShape = (text: string): Shape => TEXT_SHAPES.find(([, looks]) => looks(text))?.[0] ?? 'text';

const LOOKS = { plain: 'number', date: 'date', time: 'duration', percent: 'percent' } as const;

const shapeOfCell = (cell: Cell): Shape => {
  if (typeof cell === 'string') return textShape(cell);
  if (cell.kind === 'number') return LOOKS[cell.look];
  return cell.kind === 'boolean' ? 'yes-no' : 'error';
};

const slashDates = (texts: string[]): ColumnShape['slashDates'] => {
  const matches = texts.map((text) => SLASH_DATE.exec(text)).filter((match) => match !== null);
  const dayFirst = matches.some((match) => Number(match[1]) > 12);
  const monthFirst = matches.some((match) => Number(match[3]) > 12);
  return { ambiguous: matches.length, dayFirst: dayFirst === monthFirst ? null : dayFirst };
};

/** The mark before decimals that the column's other numbers show; null when none shows it. */
export const decimalMarkOf = (texts: string[]): string | null => {
  const marks = texts.flatMap((text) => DECIMAL.exec(text)?.[1] ?? []);
  const groups = texts.flatMap((text) => {
    const match = GROUPED_BY.exec(text);
    return match?.[1] ?? match?.[2] ?? [];
  });
  const opposite = groups.map((mark) => (mark === ',' ? '.' : ','));
  const all = new Set([...marks, ...opposite]);
  return all.size === 1 ? ([...all][0] ?? null) : null;
};

const doubtfulNumbers = (texts: string[]): number =>
  decimalMarkOf(texts) === null ? texts.filter((text) => DOUBTFUL_NUMBER.test(text)).length : 0;

const mostFrequent = (shapes: Shape[]): Shape => {
  const counts = new Map<Shape, number>();
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  const [most, next] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return most?.[0] === 'error' && next ? next[0] : (most?.[0] ?? 'blank');
};

const HOURS_PER_DAY = 24;

const hoursOf = (cell: Cell): number | null => {
  if (typeof cell !== 'string')
    return cell.kind === 'number' && cell.look === 'time' ? cell.number * HOURS_PER_DAY : null;
  if (!DURATION.test(cell)) return null;
  const [hours = 0, minutes = 0, seconds = 0] = cell.split(':').map(Number);
  return hours + minutes / 60 + seconds / 3600;
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** A duration says how many hours and days it is; a date cell its date. */
const sampleOf = (cell: Cell, date1904: boolean): string => {
  const hours = hoursOf(cell);
  if (hours !== null) return `${rounded(hours)} h (${rounded(hours / HOURS_PER_DAY)} days)`;
  const isDate = typeof cell !== 'string' && cell.kind === 'number' && cell.look === 'date';
  return isDate ? dateOfSerial(cell.number, date1904) : cellText(cell).slice(0, 80);
};

/** The cells of a column between two rows (from 0, both included), blank ones left out; at most 400 rows are looked at. */
export const cellsOfColumn = (table: Table, column: number, [from, to]: [number, number]): Cell[] => {
  const cells: Cell[] = [];
  for (let row = from; row <= Math.min(to, from + ROWS_TO_LOOK_AT); row += 1) {
    const cell = table.rows[row]?.[column];
    if (cell) cells.push(cell);
  }
  return cells;
};

const isUsable = (cell: Cell): boolean => typeof cell === 'string' || cell.kind === 'number' || cell.kind === 'boolean';

/** Looks at the cells of a column between two rows (from 0, both included). */
export const shapeOfColumn = (table: Table, column: number, rows: [number, number]): ColumnShape => {
  const cells = cellsOfColumn(table, column, rows);
  const texts = cells.filter((cell) => typeof cell === 'string');
  const readable = cells.filter(isUsable);
  return {
    shape: mostFrequent(cells.map(shapeOfCell)),
    samples: [...new Set((readable.length > 0 ? readable : cells).map((cell) => sampleOf(cell, table.date1904)))].slice(
      0,
      SAMPLES,
    ),
    filled: cells.length,
    slashDates: slashDates(texts),
    doubtfulNumbers: doubtfulNumbers(texts),
  };
};
