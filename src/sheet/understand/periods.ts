import type { Cell } from '../cell.ts';
import { cellText } from '../cell.ts';
import { dateOfSerial, parseDateText } from '../date-columns.ts';
import { plainWords } from './words.ts';

/** A week, month, day or quarter across the top of a table. `start` is null while the year is not known. */
export type Period = { granularity: 'day' | 'week' | 'month' | 'quarter'; start: string | null; label: string };

const MONTH_WORDS = [
  'jan;january;januar;janv;janvier;ene;enero;gen;gennaio;januari;janeiro',
  'feb;february;februar;fev;fevr;fevrier;febrero;febbraio;februari;fevereiro',
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

const monthOf = (word: string): number => MONTH_WORDS.findIndex((words) => words.has(word)) + 1;

const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));

const two = (value: number): string => String(value).padStart(2, '0');

const weekStart = (year: number, week: number): string | null => parseDateText(`${year}-W${two(week)}`);

const WEEK =
  /^(?:kw|cw|w|wk|wo|week|woche|kalenderwoche|calendar week|semaine|sem|s|semana|settimana|sett|vecka|v)? ?(\d{1,2})(?: (\d{2}|\d{4}))?$/;
const YEAR_WEEK = /^(\d{4}) ?(?:kw|cw|w|wk|week|s|sem|sett)? ?(\d{1,2})$/;
const QUARTER = /^(?:q|t|trim) ?([1-4])(?: (\d{2}|\d{4}))?$/;
const MONTH = /^([a-z]+) ?(\d{2}|\d{4})?$/;
const YEAR_MONTH = /^(\d{4}) ([a-z]+)$/;
const NAMED_WEEK = /[a-z]/;

const weekPeriod = (words: string, label: string): Period | null => {
  const yearFirst = YEAR_WEEK.exec(words);
  if (yearFirst && NAMED_WEEK.test(words))
    return { granularity: 'week', start: weekStart(Number(yearFirst[1]), Number(yearFirst[2])), label };
  const match = WEEK.exec(words);
  if (!match || !NAMED_WEEK.test(words) || Number(match[1]) < 1 || Number(match[1]) > 53) return null;
  return { granularity: 'week', start: match[2] ? weekStart(fullYear(match[2]), Number(match[1])) : null, label };
};

const monthPeriod = (words: string, label: string): Period | null => {
  const match = MONTH.exec(words);
  const reversed = YEAR_MONTH.exec(words);
  const month = monthOf(match?.[1] ?? reversed?.[2] ?? '');
  const year = match?.[2] ?? reversed?.[1];
  if (month === 0) return null;
  return { granularity: 'month', start: year ? `${fullYear(year)}-${two(month)}-01` : null, label };
};

/** "2026-03" and "03/2026". */
const numericMonth = (label: string): Period | null => {
  const yearFirst = /^(\d{4})[-/.](0[1-9]|1[0-2])$/.exec(label.trim());
  const yearLast = /^(0?[1-9]|1[0-2])[-/.](\d{4})$/.exec(label.trim());
  const year = yearFirst?.[1] ?? yearLast?.[2];
  const month = Number(yearFirst?.[2] ?? yearLast?.[1]);
  return year === undefined ? null : { granularity: 'month', start: `${year}-${two(month)}-01`, label };
};

const quarterPeriod = (words: string, label: string): Period | null => {
  const match = QUARTER.exec(words);
  if (!match) return null;
  const month = two(Number(match[1]) * 3 - 2);
  return { granularity: 'quarter', start: match[2] ? `${fullYear(match[2])}-${month}-01` : null, label };
};

const datePeriod = (cell: Cell, date1904: boolean): Period | null => {
  if (typeof cell !== 'string' && cell.kind === 'number' && cell.look === 'date')
    return {
      granularity: 'day',
      start: dateOfSerial(cell.number, date1904),
      label: dateOfSerial(cell.number, date1904),
    };
  const start = typeof cell === 'string' && /\d/.test(cell) ? parseDateText(cell) : null;
  return start === null ? null : { granularity: 'day', start, label: cellText(cell) };
};

/** The period that a header cell names, in the words of seven languages; null when it names none. */
export const periodOf = (cell: Cell, date1904: boolean): Period | null => {
  const words = plainWords(cellText(cell).replace(/['’]/g, ' '));
  return (
    weekPeriod(words, cellText(cell)) ??
    datePeriod(cell, date1904) ??
    monthPeriod(words, cellText(cell)) ??
    numericMonth(cellText(cell)) ??
    quarterPeriod(words, cellText(cell))
  );
};

const MS_PER_DAY = 86_400_000;

const daysBetween = (first: Period, second: Period): number =>
  (Date.parse(second.start ?? '') - Date.parse(first.start ?? '')) / MS_PER_DAY;

const GAPS: [least: number, most: number, Period['granularity']][] = [
  [7, 7, 'week'],
  [28, 31, 'month'],
];

/** Days across the top that lie seven or about thirty days apart stand for weeks or months. */
export const granularityOf = ([first, second]: Period[]): Period['granularity'] => {
  if (first?.granularity !== 'day' || !first.start || !second?.start) return first?.granularity ?? 'day';
  return (
    GAPS.find(([least, most]) => daysBetween(first, second) >= least && daysBetween(first, second) <= most)?.[2] ??
    'day'
  );
};
