import type { Cell, NumberLook } from './cell.ts';
import { bad, good } from './column.ts';
import type { CellReader, Reading } from './column.ts';

type Bounds = { min?: number; above?: number; max?: number };

const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+\.\d+$|^[+-]?\d{1,3}(,\d{3}){2,}$/;
/** A comma that cannot group thousands: "2,5" or "0,125". */
const DECIMAL_COMMA = /^[+-]?(0,\d+|\d+,(\d{1,2}|\d{4,}))$/;

/** The number that a text says without doubt, null when it says none; "1,234" could be two numbers and is none. */
export const parseNumber = (raw: string): number | null => {
  const text = raw.replace(/[\s\u202f']/g, '').replace(/^\u2212/, '-');
  if (PLAIN.test(text)) return Number(text);
  if (GROUPED.test(text)) return Number(text.replaceAll(',', ''));
  return DECIMAL_COMMA.test(text) ? Number(text.replace(',', '.')) : null;
};

const boundsText = ({ min, above, max }: Bounds): string => {
  const low = above !== undefined ? ` above ${above}` : min !== undefined ? ` of ${min} or more` : '';
  return max === undefined ? low : `${low} and at most ${max}`;
};

const within = (value: number, { min, above, max }: Bounds): boolean =>
  Number.isFinite(value) &&
  (min === undefined || value >= min) &&
  (above === undefined || value > above) &&
  (max === undefined || value <= max);

const bounded = (value: number | null, what: string, bounds: Bounds): Reading<number> => {
  if (value !== null && within(value, bounds)) return good(value);
  return bad(`${what}${boundsText(bounds)}`, 'Write a plain number, with a point before decimals.');
};

const numberIn = (cell: Cell): number | null => {
  if (typeof cell === 'string') return parseNumber(cell);
  return cell.kind === 'number' ? cell.number : null;
};

const isShownAs = (cell: Cell, look: NumberLook): boolean =>
  typeof cell !== 'string' && cell.kind === 'number' && cell.look === look;

/** A number. A cell that shows a date is what Excel makes of "1-5" and is refused. */
export const amount =
  (bounds: Bounds = { min: 0 }): CellReader<number> =>
  (cell) => {
    if (isShownAs(cell, 'date') || isShownAs(cell, 'time'))
      return bad(`a number${boundsText(bounds)}, not a date`, 'Format the cell as a number and type it again.');
    return bounded(numberIn(cell), 'a number', bounds);
  };

/** A whole number, e.g. of days. */
export const whole =
  (bounds: Bounds = { min: 0 }): CellReader<number> =>
  (cell, context) => {
    const reading = amount(bounds)(cell, context);
    if (!reading.ok || !Number.isInteger(reading.value))
      return bad(`a whole number${boundsText(bounds)}`, 'Write a whole number.');
    return reading;
  };

const HOURS_PER_DAY = 24;
const asHours = (days: number): number => Math.round(days * HOURS_PER_DAY * 1e9) / 1e9;

/** The hours of a duration such as 168:00 or 1:30:00; null when the text is none. */
export const clockHours = (text: string): number | null => {
  const match = /^(-?)(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (!match) return null;
  const hours = Number(match[2]) + Number(match[3]) / 60 + Number(match[4] ?? 0) / 3600;
  return match[1] === '-' ? -hours : hours;
};

/** Hours: a number of hours, or a duration that the workbook shows as h:mm. */
export const hours =
  (bounds: Bounds = { min: 0 }): CellReader<number> =>
  (cell) => {
    if (isShownAs(cell, 'date')) return bad('hours, not a date', 'Format the cell as a number.');
    if (isShownAs(cell, 'time')) return bounded(asHours(numberIn(cell) ?? 0), 'hours', bounds);
    if (typeof cell === 'string') return bounded(parseNumber(cell) ?? clockHours(cell), 'hours', bounds);
    return bounded(numberIn(cell), 'hours', bounds);
  };

/** A share such as 0.9 or 90 %. */
export const share =
  (max: number): CellReader<number> =>
  (cell) => {
    const percent = typeof cell === 'string' ? /^(.*)%$/.exec(cell) : null;
    const value = percent ? parseNumber(percent[1] ?? '') : numberIn(cell);
    const read = value !== null && percent ? value / 100 : value;
    if (read !== null && within(read, { min: 0, max })) return good(read);
    return bad(`a share from 0 to ${max}, such as 0.9 or 90%`, 'Write 0.9 or 90%, not 90.');
  };
