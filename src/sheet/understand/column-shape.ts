import type { Cell, Table } from '../cell.ts';
import { cellText } from '../cell.ts';
import { dateOfSerial, parseDateText } from '../date-columns.ts';
import { parseNumber } from '../number-columns.ts';

/** What the cells of a column look like. */
type Shape = 'number' | 'date' | 'duration' | 'percent' | 'text' | 'yes-no' | 'error' | 'blank';

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
const SLASH_DATE = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$/;
const DURATION = /^-?\d+:[0-5]\d(:[0-5]\d)?$/;
const DOUBTFUL_NUMBER = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/;

const textShape = (text: string): Shape => {
  if (SLASH_DATE.test(text) || parseDateText(text) !== null) return 'date';
  if (DURATION.test(text)) return 'duration';
  if (/^[\d.,\s]+%$/.test(text)) return 'percent';
  if (parseNumber(text) !== null || /^[+-]?[\d.,'\s]+$/.test(text)) return 'number';
  return /^(y|n|yes|no|ja|nein|oui|non|si|true|false)$/i.test(text) ? 'yes-no' : 'text';
};

const LOOKS = { plain: 'number', date: 'date', time: 'duration', percent: 'percent' } as const;

const shapeOfCell = (cell: Cell): Shape => {
  if (typeof cell === 'string') return textShape(cell);
  if (cell.kind === 'number') return LOOKS[cell.look];
  return cell.kind === 'boolean' ? 'yes-no' : 'error';
};

const slashDates = (texts: string[]): ColumnShape['slashDates'] => {
  const matches = texts.map((text) => SLASH_DATE.exec(text)).filter((match) => match !== null);
  const dayFirst = matches.some((match) => Number(match[1]) > 12);
  const monthFirst = matches.some((match) => Number(match[2]) > 12);
  return { ambiguous: matches.length, dayFirst: dayFirst === monthFirst ? null : dayFirst };
};

const mostFrequent = (shapes: Shape[]): Shape => {
  const counts = new Map<Shape, number>();
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'blank';
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
  return typeof cell !== 'string' && cell.kind === 'number' && cell.look === 'date' ? dateOfSerial(cell.number, date1904) : cellText(cell);
};

/** Looks at the cells of a column between two rows (from 0, both included). */
export const shapeOfColumn = (table: Table, column: number, [from, to]: [number, number]): ColumnShape => {
  const cells: Cell[] = [];
  for (let row = from; row <= Math.min(to, from + ROWS_TO_LOOK_AT); row += 1) {
    const cell = table.rows[row]?.[column];
    if (cell) cells.push(cell);
  }
  const texts = cells.filter((cell) => typeof cell === 'string');
  return {
    shape: mostFrequent(cells.map(shapeOfCell)),
    samples: [...new Set(cells.map((cell) => sampleOf(cell, table.date1904)))].slice(0, SAMPLES),
    filled: cells.length,
    slashDates: slashDates(texts),
    doubtfulNumbers: texts.filter((text) => DOUBTFUL_NUMBER.test(text)).length,
  };
};
