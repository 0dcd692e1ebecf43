import type { Blank, Cell } from '../cell.ts';
import { cellText } from '../cell.ts';
import { dateOfSerial, parseDateText } from '../date-columns.ts';
import { plainWords } from './words.ts';

export type Granularity = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'period';

/** A week, month, day or quarter that a label names. `start` is null while the year (or the order of day and month) is not known. */
export type Period = {
  granularity: Granularity;
  start: string | null;
  label: string;
  /** Week of the year, month of the year or number of the period, where the label has no year. */
  number?: number;
  /** 03/04/2026: the two dates that it can be. */
  either?: { dayFirst: string | null; monthFirst: string | null };
};

const MONTH_WORDS = [
  'jan;january;januar;janner;janv;janvier;ene;enero;gen;gennaio;januari;janeiro',
  'feb;february;februar;fev;fevr;fevrier;febr;febrero;febbraio;februari;fevereiro',
  'mar;march;marz;mrz;maerz;mars;marzo;maart;marco;mrt',
  'apr;april;avr;avril;abr;abril;aprile',
  'may;mai;mayo;mag;maggio;mei;maio',
  'jun;june;juni;juin;junio;giu;giugno;junho',
  'jul;july;juli;juil;juillet;julio;lug;luglio;julho',
  'aug;august;aou;aout;ago;agosto;augustus',
  'sep;sept;september;septembre;septiembre;set;settembre;setembro',
  'oct;october;okt;oktober;octobre;octubre;ott;ottobre;out;outubro',
  'nov;november;novembre;noviembre;novembro',
  'dec;december;dez;dezember;decembre;dic;diciembre;dicembre;dezembro',
].map((words) => new Set(words.split(';')));

/** The number of the month that a word names in one of seven languages; 0 when it names none. */
const monthOf = (word: string): number => MONTH_WORDS.findIndex((words) => words.has(word)) + 1;

const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));

const two = (value: number): string => String(value).padStart(2, '0');

/** The Monday of an ISO week. */
const weekStart = (year: number, week: number): string | null => parseDateText(`${year}-W${two(week)}`);

const WEEK_WORD =
  '(?:kw|cw|w|wk|wo|week|weeks|woche|kalenderwoche|calendar week|semaine|sem|s|semana|settimana|sett|vecka|v|wc|ww)';
const WEEK = new RegExp(`^${WEEK_WORD} ?(?:no |nr )?(\\d{1,2})(?: (\\d{2}|\\d{4}))?$`);
const YEAR_WEEK = new RegExp(`^(\\d{4}) ?${WEEK_WORD} ?(\\d{1,2})$`);
const WEEK_LAST = new RegExp(`^(\\d{1,2}) ?${WEEK_WORD}(?: (\\d{2}|\\d{4}))?$`);
/** "KW 10 02 03 2026": a week with its first day behind it. */
const WEEK_AND_MORE = new RegExp(`^${WEEK_WORD} ?(\\d{1,2}) (?:\\d{1,2} \\d{1,2}|[a-z]+ \\d|\\d{1,2} [a-z]{3})`);
const QUARTER = /^(?:q|t|trim|trimestre|quartal|quarter|kwartaal) ?([1-4])(?: (\d{2}|\d{4}))?$/;
const QUARTER_LAST = /^([1-4]) ?(?:q|t|trim|trimestre|quartal|quarter)(?: (\d{2}|\d{4}))?$/;
const YEAR_QUARTER = /^(\d{4}) ?(?:q|t) ?([1-4])$/;
const MONTH = /^([a-z]+) ?(\d{2}|\d{4})?$/;
const YEAR_MONTH = /^(\d{4}) ([a-z]+)$/;
const NUMBERED_MONTH = /^(?:m|month|monat|mois|mes|mese|maand) ?(\d{1,2})$/;
const NUMBERED =
  /^(?:p|per|period|periode|periodo|bucket|sprint|iteration|iteracion|day|tag|jour|dia|giorno|dag|d|j) ?(\d{1,3})$/;
const DAY_MONTH = /^(?:[a-z]{2,10} )?(\d{1,2}) ([a-z]{3,10})$/;
const MONTH_DAY = /^(?:week of |w c |wc |wk of )?([a-z]{3,10}) (\d{1,2})$/;

const weekOf = (number: string, year: string | undefined, label: string): Period | null => {
  const week = Number(number);
  if (week < 1 || week > 53) return null;
  return {
    granularity: 'week',
    start: year ? weekStart(fullYear(year), week) : null,
    label,
    ...(!year && { number: week }),
  };
};

const weekPeriod = (words: string, label: string): Period | null => {
  const yearFirst = YEAR_WEEK.exec(words);
  if (yearFirst) return weekOf(yearFirst[2] ?? '', yearFirst[1], label);
  const match = WEEK.exec(words) ?? WEEK_LAST.exec(words);
  if (match) return weekOf(match[1] ?? '', match[2], label);
  const more = WEEK_AND_MORE.exec(words);
  return more ? weekOf(more[1] ?? '', /\b(20\d\d)\b/.exec(words)?.[1], label) : null;
};

const monthStart = (year: string, month: number): string => `${fullYear(year)}-${two(month)}-01`;

/** A month or quarter; without a year its number is kept. */
const numberedIn = (
  granularity: 'month' | 'quarter',
  label: string,
  { number, month, year }: { number: number; month: number; year: string | undefined },
): Period =>
  year === undefined
    ? { granularity, start: null, label, number }
    : { granularity, start: monthStart(year, month), label };

const monthPeriod = (words: string, label: string): Period | null => {
  const match = MONTH.exec(words);
  const [, year, word] = YEAR_MONTH.exec(words) ?? [null, match?.[2], match?.[1]];
  const month = monthOf(word ?? '');
  return month === 0 ? null : numberedIn('month', label, { number: month, month, year });
};

/** "2026-03" and "03/2026". */
const numericMonth = (label: string): Period | null => {
  const yearFirst = /^(20\d\d)[-/. ](0?[1-9]|1[0-2])$/.exec(label.trim());
  const yearLast = /^(0?[1-9]|1[0-2])[-/. ](20\d\d)$/.exec(label.trim());
  const year = yearFirst?.[1] ?? yearLast?.[2];
  const month = Number(yearFirst?.[2] ?? yearLast?.[1]);
  return year === undefined ? null : { granularity: 'month', start: `${year}-${two(month)}-01`, label };
};

const quarterPeriod = (words: string, label: string): Period | null => {
  const match = QUARTER.exec(words) ?? QUARTER_LAST.exec(words);
  const [, year, number] = YEAR_QUARTER.exec(words) ?? [null, match?.[2], match?.[1]];
  const quarter = Number(number ?? 0);
  return quarter === 0 ? null : numberedIn('quarter', label, { number: quarter, month: quarter * 3 - 2, year });
};

/** "Period 3", "Sprint 3", "Day 3": numbered, and nobody knows from when. */
const numberedPeriod = (words: string, label: string): Period | null => {
  const month = NUMBERED_MONTH.exec(words);
  if (month) return { granularity: 'month', start: null, label, number: Number(month[1]) };
  const match = NUMBERED.exec(words);
  if (!match) return null;
  const granularity = /^(day|tag|jour|dia|giorno|dag|d|j) ?\d/.test(words) ? 'day' : 'period';
  return { granularity, start: null, label, number: Number(match[1]) };
};

const dayAndMonth = (words: string, label: string): Period | null => {
  const dayFirst = DAY_MONTH.exec(words);
  const [, word, number] = MONTH_DAY.exec(words) ?? [null, dayFirst?.[2], dayFirst?.[1]];
  const [month, day] = [monthOf(word ?? ''), Number(number)];
  const isDay = month > 0 && day >= 1 && day <= 31;
  return isDay ? { granularity: 'day', start: null, label, number: month * 100 + day } : null;
};

const iso = (year: number, month: number, day: number): string | null =>
  parseDateText(`${year}-${two(month)}-${two(day)}`);

/** "02.03." is a day of a year that is not said. */
const dayOfYear = (label: string, day: number, month: number): Period | null =>
  month >= 1 && month <= 12 && day >= 1 && day <= 31
    ? { granularity: 'day', start: null, label, number: month * 100 + day }
    : null;

const onlyDate = (label: string, start: string | null): Period | null =>
  start === null ? null : { granularity: 'day', start, label };

const MARKED_DATE = /^(?:[a-z]{2,10}\.?,? ?|w\/c ?)?(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?$/i;

/** "02.03.2026" is day first, as every country that writes dots does; "02/03/2026" can be two dates. */
const markedDate = (text: string, label: string): Period | null => {
  const match = MARKED_DATE.exec(text);
  if (!match) return null;
  const [first, second, isDotted] = [Number(match[1]), Number(match[3]), match[2] === '.'];
  const year = match[4];
  if (year === undefined) return isDotted && text.endsWith('.') ? dayOfYear(label, first, second) : null;
  const dayFirst = iso(fullYear(year), second, first);
  if (isDotted) return onlyDate(label, dayFirst);
  const monthFirst = iso(fullYear(year), first, second);
  const isEither = dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst;
  return isEither
    ? { granularity: 'day', start: null, label, either: { dayFirst, monthFirst } }
    : onlyDate(label, dayFirst ?? monthFirst);
};

/** Serial numbers of the years 1990 to 2100: a small number in a date format is no date of a plan. */
const isPlausible = (date: string): boolean => date >= '1990-01-01' && date <= '2100-12-31';

const datePeriod = (cell: Cell, date1904: boolean): Period | null => {
  if (typeof cell !== 'string') {
    if (cell.kind !== 'number' || cell.look !== 'date') return null;
    const start = dateOfSerial(cell.number, date1904);
    return isPlausible(start) ? { granularity: 'day', start, label: start } : null;
  }
  const start = /\d/.test(cell) && cell.length < 40 ? parseDateText(cell) : null;
  return start === null ? markedDate(cell.trim(), cell) : { granularity: 'day', start, label: cell };
};

const textPeriod = (label: string): Period | null => {
  if (label.length > 40) return null;
  const words = plainWords(label.replace(/['’]/g, ' '));
  if (!/[a-z]/.test(words)) return numericMonth(label);
  return (
    weekPeriod(words, label) ??
    monthPeriod(words, label) ??
    quarterPeriod(words, label) ??
    numberedPeriod(words, label) ??
    dayAndMonth(words, label)
  );
};

/** The period that a cell names, in the words of seven languages; null when it names none. */
export const periodOf = (cell: Blank, date1904: boolean): Period | null => {
  if (!cell || (typeof cell !== 'string' && cell.kind !== 'number')) return null;
  return datePeriod(cell, date1904) ?? (typeof cell === 'string' ? textPeriod(cellText(cell)) : null);
};

const MS_PER_DAY = 86_400_000;
const dayNumber = (iso: string): number => Date.parse(iso) / MS_PER_DAY;

const GAPS: [least: number, most: number, Granularity][] = [
  [7, 7, 'week'],
  [28, 31, 'month'],
  [89, 92, 'quarter'],
  [365, 366, 'year'],
];

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Days that lie seven or about thirty days apart stand for weeks or months. */
export const granularityOf = (periods: readonly Period[]): Granularity => {
  const [first] = periods;
  if (first?.granularity !== 'day') return first?.granularity ?? 'day';
  const days = [...new Set(periods.flatMap(({ start }) => start ?? []))].map(dayNumber).toSorted((a, b) => a - b);
  const gap = median(days.slice(1).map((day, index) => day - (days[index] ?? day)));
  return GAPS.find(([least, most]) => gap >= least && gap <= most)?.[2] ?? 'day';
};

const rises = (dates: (string | null)[]): boolean =>
  dates.every((date, index) => date !== null && (index === 0 || (dates[index - 1] ?? '') < date));

/** Which of day and month is first in dates such as 02/03/2026, where their order says it: a plan runs forward in even steps. */
export const dayFirstOf = (periods: readonly Period[]): boolean | null => {
  const asDates = (dayFirst: boolean): (string | null)[] =>
    periods.map(({ start, either }) => start ?? (dayFirst ? either?.dayFirst : either?.monthFirst) ?? null);
  const [day, month] = [rises(asDates(true)), rises(asDates(false))];
  return day === month ? null : day;
};

const withOrder = (periods: Period[]): Period[] => {
  if (!periods.some(({ either }) => either)) return periods;
  const dayFirst = dayFirstOf(periods);
  if (dayFirst === null) return periods;
  return periods.map(({ either, ...period }) => ({
    ...period,
    start: period.start ?? (dayFirst ? either?.dayFirst : either?.monthFirst) ?? null,
  }));
};

/** The date of a period whose label has no year, in this year; null where the number means nothing. */
const startIn = (year: number, { granularity, number = 0 }: Period): string | null => {
  if (granularity === 'week') return weekStart(year, number);
  if (granularity === 'month') return iso(year, number, 1);
  if (granularity === 'quarter') return iso(year, number * 3 - 2, 1);
  if (granularity === 'day' && number > 100) return iso(year, Math.floor(number / 100), number % 100);
  return null;
};

/** Periods without a year get one, and the next one where the numbers start again. */
export const inYear = (periods: readonly Period[], year: number): Period[] => {
  let current = year;
  let last = 0;
  return periods.map((period) => {
    if (period.start !== null || period.number === undefined) return period;
    if (period.number < last) current += 1;
    last = period.number;
    return { ...period, start: startIn(current, period) };
  });
};

/** The one year that texts name; null when they name none or several. */
export const yearIn = (texts: readonly string[]): number | null => {
  const years = new Set(
    texts.flatMap((text) => [...text.matchAll(/(?<!\d)(20[1-4]\d)(?!\d)/g)].map((match) => match[1])),
  );
  return years.size === 1 ? Number([...years][0]) : null;
};

/** Periods in the order of day and month that their sequence shows. */
export const settled = (periods: Period[]): Period[] => withOrder(periods);
