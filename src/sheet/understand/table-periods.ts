import { cellText, isText } from '../cell.ts';
import type { Blank, Cell, Table } from '../cell.ts';
import type { Field } from './field-words.ts';
import { sequenceIn } from './find-header.ts';
import type { HeaderColumn } from './find-header.ts';
import type { Context, InspectedColumn } from './inspect-columns.ts';
import { granularityOf, inYear, periodOf, settled, yearIn } from './periods.ts';
import type { Granularity, Period } from './periods.ts';
import { meaningsOf, plainWords } from './words.ts';

/** Weeks, months or dates of a table: across the top (wide) or down a column (long). */
export type Periods = {
  along: 'columns' | 'rows';
  granularity: Granularity;
  first: string | null;
  last: string | null;
  count: number;
  /** False while the labels do not say which year they are of. */
  yearKnown: boolean;
  /** Letter of the column that holds them, where they run down. */
  column: string | null;
};

/** A column of amounts under a period; `metric` is what its own header says below the period. */
export type PeriodColumn = { column: HeaderColumn; period: Period; metric: Field | null };

const LEAST_PERIODS = 3;

const GRANULARITY_WORDS: [RegExp, Granularity][] = [
  [
    /^(week|weeks|wk|kw|cw|calendar week|kalenderwoche|woche|wochen|semaine|semaines|sem|semana|semanas|settimana|settimane|weken|weeknr|week nr|week no|week number)$/,
    'week',
  ],
  [/^(month|months|monat|monate|mois|mes|meses|mese|mesi|maand|maanden)$/, 'month'],
  [/^(day|days|tag|tage|jour|jours|dia|dias|giorno|giorni|dag|dagen)$/, 'day'],
  [/^(period|periods|periode|perioden|periodes|periodo|periodos|periodi|bucket|sprint)$/, 'period'],
  [/^(year|jahr|annee|ano|anno|jaar)$/, 'year'],
];

const granularityNamed = (cell: Cell): Granularity | null => {
  const words = isText(cell) ? plainWords(cell) : '';
  return GRANULARITY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
};

/** Numbers such as 1, 2, 3 across the top count what the cell before them or above them names. */
const numbered = ({ header, table, block }: Context): PeriodColumn[] => {
  const cells = header.columns.map(({ own }) => own);
  const sequence = sequenceIn(cells);
  if (sequence.size === 0) return [];
  const columns = header.columns.filter((_column, index) => sequence.has(index));
  const titles = [...columns.flatMap(({ groups }) => groups), ...header.columns.flatMap(({ own }) => own ?? [])];
  const corner = table.rows[header.first]?.[block.left];
  const named = [...titles, ...(corner ? [corner] : [])].map(granularityNamed).find((found) => found !== null);
  const numbers = columns.map(({ own }) => Number(own === null ? Number.NaN : cellText(own)));
  const isYears = numbers.every((number) => number >= 2000 && number <= 2100);
  if (!named && !isYears && columns.length < 6) return [];
  const granularity = isYears ? 'year' : (named ?? 'period');
  return columns.map((column, index) => {
    const number = numbers[index] ?? 0;
    const start = isYears ? `${number}-01-01` : null;
    return { column, metric: null, period: { granularity, start, label: String(number), number } };
  });
};

const MEASURES: ReadonlySet<Field> = new Set<Field>([
  'capacity',
  'free_capacity',
  'load_hours',
  'quantity',
  'utilisation',
  'headcount',
  'on_hand',
  'absence',
]);

/** True for what can stand under a period: capacity, load, quantity, utilisation. */
export const isMeasure = (field: Field): boolean => MEASURES.has(field);

const measureOf = (text: string): Field | null =>
  meaningsOf(text).find(({ field, confidence }) => MEASURES.has(field) && confidence >= 0.6)?.field ?? null;

const yearOf = (cells: Cell[]): number | null => yearIn(cells.map(cellText));

const ofGroups = (column: HeaderColumn, date1904: boolean): PeriodColumn | null => {
  const period = column.groups
    .toReversed()
    .map((cell) => periodOf(cell, date1904))
    .find((found) => found !== null);
  if (!period || column.own === null) return null;
  const [known] = period.start === null ? inYear([period], yearOf(column.groups) ?? Number.NaN) : [period];
  return { column, period: known ?? period, metric: isText(column.own) ? measureOf(column.own) : null };
};

const ofOwn = (column: HeaderColumn, date1904: boolean): PeriodColumn | null => {
  const period = periodOf(column.own, date1904);
  if (!period) return null;
  const year = period.start === null ? yearOf(column.groups) : null;
  const [known] = year === null ? [period] : inYear([period], year);
  return { column, period: known ?? period, metric: null };
};

/** A number under a month is a day of it: "März 2026" over 1, 2, 3. */
const asDays = (found: PeriodColumn[], date1904: boolean): PeriodColumn[] =>
  found.map((one) => {
    const month = one.column.groups
      .map((cell) => periodOf(cell, date1904))
      .find((group) => group?.granularity === 'month');
    if (!month || one.period.granularity === 'week') return one;
    const day = String(one.period.number ?? 0).padStart(2, '0');
    const start = month.start === null ? null : `${month.start.slice(0, 8)}${day}`;
    return { ...one, period: { ...one.period, granularity: 'day', start } };
  });

const labelled = ({ header, table }: Context): PeriodColumn[] => {
  const own = header.columns.flatMap((column) => ofOwn(column, table.date1904) ?? []);
  if (own.length >= LEAST_PERIODS) return own;
  const groups = header.columns.flatMap((column) => ofGroups(column, table.date1904) ?? []);
  return new Set(groups.map(({ period }) => period.label)).size >= 2 && groups.length >= LEAST_PERIODS ? groups : [];
};

/** The columns under weeks, months or dates across the top; `texts` are titles that may name the year. */
export const periodColumns = (context: Context, texts: readonly string[]): PeriodColumn[] => {
  const named = labelled(context);
  const found = named.length > 0 ? named : asDays(numbered(context), context.table.date1904);
  const ordered = settled(found.map(({ period }) => period));
  const year = yearIn(texts);
  const dated = year === null ? ordered : inYear(ordered, year);
  return found.map((one, index) => ({ ...one, period: dated[index] ?? one.period }));
};

/** How the periods across the top are told. */
export const periodsAcross = (found: readonly PeriodColumn[]): Periods => {
  const periods = found.map(({ period }) => period);
  const [first, last] = [periods[0], periods.at(-1)].map((period) => period?.start ?? period?.label ?? null);
  return {
    along: 'columns',
    granularity: granularityOf(periods),
    first: first ?? null,
    last: last ?? null,
    count: new Set(periods.map(({ start, label }) => start ?? label)).size,
    yearKnown: periods.every(({ start }) => start !== null),
    column: null,
  };
};

const MOST_ROWS = 5_000;

const columnIndex = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The periods that the cells of a column name, each once, in their order. */
const WEEK_AND_YEAR = /^(?:\d{1,2}[./-]20\d\d|20\d\d[./-]\d{1,2})$/;

/** "10.2026" under a header that says week is week 10, not October. */
const underWeek = (cell: Blank): Blank =>
  isText(cell) && WEEK_AND_YEAR.test(cell.trim()) ? `KW ${cell.trim()}` : cell;

const periodsInColumn = (
  table: Table,
  { letter, header }: InspectedColumn,
  { from, to, texts }: { from: number; to: number; texts: readonly string[] },
): Period[] => {
  const index = columnIndex(letter);
  const isWeeks = granularityNamed(header) === 'week';
  const found = new Map<string, Period>();
  for (let row = from; row <= Math.min(to, from + MOST_ROWS); row += 1) {
    const cell = table.rows[row]?.[index];
    const period = periodOf(isWeeks ? underWeek(cell) : cell, table.date1904);
    if (period && !found.has(period.label)) found.set(period.label, period);
  }
  const year = yearIn(texts);
  const periods = settled([...found.values()]);
  return year === null ? periods : inYear(periods, year);
};

const WHEN: Field[] = ['week', 'date', 'start', 'due_date'];

/** A column of bare numbers named "week" counts weeks without a year. */
const numberedDown = (column: InspectedColumn): Periods => ({
  along: 'rows',
  granularity: granularityNamed(column.header) ?? 'week',
  first: column.samples[0] ?? null,
  last: null,
  count: column.samples.length,
  yearKnown: false,
  column: column.letter,
});

const inOrder = (periods: Period[]): Period[] =>
  periods.every(({ start }) => start !== null)
    ? periods.toSorted((a, b) => (a.start ?? '').localeCompare(b.start ?? ''))
    : periods;

const told = (periods: Period[], column: InspectedColumn): Periods => {
  const [first, last] = [periods[0], periods.at(-1)].map((period) => period?.start ?? period?.label ?? null);
  return {
    along: 'rows',
    granularity: granularityOf(periods),
    first: first ?? null,
    last: last ?? null,
    count: periods.length,
    yearKnown: periods.every(({ start, either }) => start !== null || either !== undefined),
    column: column.letter,
  };
};

const timeColumn = (columns: readonly InspectedColumn[]): InspectedColumn | null => {
  const timed = columns.filter(({ shape }) => shape === 'date' || shape === 'period');
  const named = WHEN.map((field) => timed.find((one) => one.field === field)).find((one) => one !== undefined);
  const [first] = timed;
  return named ?? (first?.field === null && first.shape === 'period' ? first : null);
};

const countsWeeksOfYears = ({ field, samples }: InspectedColumn): boolean =>
  field === 'week' && samples.length > 0 && samples.every((sample) => WEEK_AND_YEAR.test(sample));

/** Weeks or dates down a column of the table; null when it has none. */
export const periodsDown = (
  { table, block, header }: Context,
  columns: readonly InspectedColumn[],
  texts: readonly string[],
): Periods | null => {
  const column = timeColumn(columns) ?? columns.find(countsWeeksOfYears);
  if (!column) {
    const counted = columns.find(({ field, shape }) => field === 'week' && shape === 'number');
    return counted ? numberedDown(counted) : null;
  }
  const rows = { from: header.last + 1, to: block.bottom, texts };
  const periods = inOrder(periodsInColumn(table, column, rows));
  return periods.length === 0 ? null : told(periods, column);
};
