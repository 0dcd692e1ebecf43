import { parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import { bad, good } from './column.ts';
import type { CellReader, Reading } from './column.ts';

/** Serial 25569 of the 1900 system is 1970-01-01; the 1904 system starts 1,462 days later. */
const SERIAL_OF_EPOCH = 25_569;
const OFFSET_1904 = 1_462;
const EARLIEST = '1990-01-01';
const LATEST = '2199-12-31';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const NOT_A_DATE = bad('a date', 'Use a real date cell or write it as 2026-03-17.');

/** A workbook has few dates and many cells that hold them. */
const DATES = new Map<number, IsoDate>();
const MOST_DATES = 20_000;

/** The date of a serial number, with no time zone anywhere near it (S1). */
export const dateOfSerial = (serial: number, date1904: boolean): IsoDate => {
  const day = Math.floor(serial) - SERIAL_OF_EPOCH + (date1904 ? OFFSET_1904 : 0);
  const known = DATES.get(day);
  if (known !== undefined) return known;
  const date = toIsoDate(day);
  if (DATES.size < MOST_DATES) DATES.set(day, date);
  return date;
};

const iso = (year: string, month: number, day: string): IsoDate | null => {
  const text = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseIsoDate(text) === null ? null : text;
};

const monthNumber = (word: string): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;

const MONDAY_OF_WEEK_1_DAY = 4;

const isoWeek = (year: string, week: string): IsoDate | null => {
  const january4 = parseIsoDate(`${year}-01-0${MONDAY_OF_WEEK_1_DAY}`);
  if (january4 === null || Number(week) < 1 || Number(week) > 53) return null;
  const monday = january4 - ((((january4 + 3) % 7) + 7) % 7);
  return toIsoDate(monday + (Number(week) - 1) * 7);
};

const SPELLINGS: { pattern: RegExp; read: (match: RegExpExecArray) => IsoDate | null }[] = [
  {
    pattern: /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/,
    read: ([, year = '', month = '', day = '']) => iso(year, Number(month), day),
  },
  {
    pattern: /^(\d{1,2})[ .-]*([A-Za-z]{3,9})[ ,.-]*(\d{4})$/,
    read: ([, day = '', month = '', year = '']) => iso(year, monthNumber(month), day),
  },
  {
    pattern: /^([A-Za-z]{3,9})[ .]+(\d{1,2}),? +(\d{4})$/,
    read: ([, month = '', day = '', year = '']) => iso(year, monthNumber(month), day),
  },
  { pattern: /^(\d{4})-?W(\d{1,2})$/i, read: ([, year = '', week = '']) => isoWeek(year, week) },
];

/** The date that a text says without doubt, null otherwise: "03/04/2026" could be two dates and is none. */
export const parseDateText = (text: string): IsoDate | null => {
  for (const { pattern, read } of SPELLINGS) {
    const match = pattern.exec(text.trim());
    if (match) return read(match);
  }
  return null;
};

const inRange = (date: IsoDate | null): Reading<IsoDate> =>
  date !== null && date >= EARLIEST && date <= LATEST ? good(date) : NOT_A_DATE;

/** A civil date: a date cell, its serial number, or text that can be read one way only. */
export const date: CellReader<IsoDate> = (cell, { date1904 }) => {
  if (typeof cell !== 'string') {
    const isSerial = cell.kind === 'number' && cell.number > 0 && cell.number < 200_000;
    return isSerial ? inRange(dateOfSerial(cell.number, date1904)) : NOT_A_DATE;
  }
  if (/^\d{5}(\.\d+)?$/.test(cell)) return inRange(dateOfSerial(Number(cell), date1904));
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/.test(cell))
    return bad('a date that can be read one way only', 'Is the day or the month first? Write it as 2026-03-17.');
  return inRange(parseDateText(cell));
};

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const weekdayNumber = (word: string): number => WEEKDAYS.indexOf(word.trim().slice(0, 3).toLowerCase());

const weekdayRange = (part: string): number[] => {
  const [from = '', to] = part.split(/\s*(?:-|–|to)\s*/i);
  const first = weekdayNumber(from);
  const last = to === undefined ? first : weekdayNumber(to);
  if (first < 0 || last < 0) return [-1];
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7);
};

/** Weekdays such as "Mon-Fri" or "Mon;Wed", 0 = Monday, in the week's order. */
export const weekdays: CellReader<number[]> = (cell) => {
  const words = typeof cell === 'string' ? cell.replace(/\s*(-|–)\s*/g, '-') : '';
  const days = words
    .split(/[;,+/]\s*|\s+(?!to\b)(?<!\bto\s)/i)
    .filter((part) => part !== '')
    .flatMap(weekdayRange);
  if (days.length === 0 || days.includes(-1))
    return bad('weekdays such as Mon-Fri or Mon;Wed', 'Write the English names of the days.');
  return good([...new Set(days)].sort((a, b) => a - b));
};

const MINUTES_PER_DAY = 1_440;

const clockText = (text: string): number | null => {
  const match = /^(\d{1,2})(?::([0-5]\d))?(?::[0-5]\d)?\s*([ap])?\.?(?:m\.?)?$/i.exec(text);
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  const hour = match[3] ? (Number(match[1]) % 12) + (match[3].toLowerCase() === 'p' ? 12 : 0) : Number(match[1]);
  return hour * 60 + Number(match[2] ?? 0);
};

/** A time of day as minutes after midnight. */
export const timeOfDay: CellReader<number> = (cell) => {
  const number = typeof cell !== 'string' && cell.kind === 'number' ? cell.number : null;
  const minutes = number === null ? null : Math.round((number % 1) * MINUTES_PER_DAY);
  const read = typeof cell === 'string' ? clockText(cell) : minutes;
  const sane = read !== null && read <= MINUTES_PER_DAY && !(number !== null && number > 1);
  return sane ? good(read) : bad('a time of day such as 15:00', 'Write hours and minutes, such as 15:00.');
};
