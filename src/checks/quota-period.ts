import type { IsoDate } from '../deal/day.ts';

const MONTHS_PER_QUARTER = 3;

/** A month as text that sorts: "2026-03". */
const monthText = (year: string, month: number): string => `${year}-${String(month).padStart(2, '0')}`;

type Months = { first: string; last: string };

const quarter = (year: string, number: string): Months => {
  const last = Number(number) * MONTHS_PER_QUARTER;
  return { first: monthText(year, last - MONTHS_PER_QUARTER + 1), last: monthText(year, last) };
};

type Spelling = { pattern: RegExp; read: (groups: Record<string, string>) => Months };

const SPELLINGS: readonly Spelling[] = [
  { pattern: /^(?<year>\d{4})[ -]?q(?<part>[1-4])$/i, read: ({ year = '', part = '' }) => quarter(year, part) },
  { pattern: /^q(?<part>[1-4])[ /-]?(?<year>\d{4})$/i, read: ({ year = '', part = '' }) => quarter(year, part) },
  { pattern: /^(?<year>\d{4})$/, read: ({ year = '' }) => ({ first: monthText(year, 1), last: monthText(year, 12) }) },
  {
    pattern: /^(?<year>\d{4})-(?<month>0[1-9]|1[0-2])(?:-\d{2})?$/,
    read: ({ year = '', month = '' }) => ({ first: `${year}-${month}`, last: `${year}-${month}` }),
  },
];

const monthsOf = (period: string): Months | null => {
  for (const { pattern, read } of SPELLINGS) {
    const groups = pattern.exec(period.trim())?.groups;
    if (groups) return read(groups);
  }
  return null;
};

/** Whether a day lies in a period such as "2026-Q1", "2026-03" or "2026"; null when the text names no period that we can read. */
export const isInPeriod = (period: string, day: IsoDate): boolean | null => {
  const months = monthsOf(period);
  if (!months) return null;
  const month = day.slice(0, 'YYYY-MM'.length);
  return months.first <= month && month <= months.last;
};
