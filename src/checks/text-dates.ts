import { mondayOf, parseIsoDate, toIsoDate, weekdayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';

/** A date that a text speaks of: where it stands, the words, and the day that they mean. */
export type TextDate = { at: number; words: string; day: Day };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** The day after so many working days of the plant. */
type AfterWorkingDays = (day: Day, days: number) => Day;

type Reading = (match: RegExpExecArray, written: Day | null, after: AfterWorkingDays) => Day | null;
type Phrase = { pattern: RegExp; read: Reading };

const civil = (year: number, month: number, day: number): Day | null =>
  parseIsoDate(`${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`);

type Named = { month: string | undefined; day: string | undefined; year: string | undefined };

/** Without a year: the first such day on or after the day on which the text was written. */
const monthAndDay = ({ month, day, year }: Named, written: Day | null): Day | null => {
  const place = MONTHS.indexOf(month?.slice(0, 3).toLowerCase() ?? '');
  if (year !== undefined) return civil(Number(year), place, Number(day));
  if (written === null) return null;
  const thisYear = Number(toIsoDate(written).slice(0, 4));
  const days = [thisYear, thisYear + 1].map((each) => civil(each, place, Number(day)));
  return days.find((each) => each !== null && each >= written) ?? null;
};

const relative =
  (daysAfter: (written: Day, match: RegExpExecArray, after: AfterWorkingDays) => Day): Reading =>
  (match, written, after) =>
    written === null ? null : daysAfter(written, match, after);

const nextWeekday = (written: Day, name: string | undefined, sameWeek: boolean): Day => {
  const weekday = WEEKDAYS.indexOf(name?.toLowerCase() ?? '');
  if (!sameWeek) return mondayOf(written) + 7 + weekday;
  return written + (((weekday - weekdayOf(written) + 6) % 7) + 1);
};

const endOfMonth = (day: Day): Day => {
  const [year, month] = toIsoDate(day).split('-').map(Number);
  return (civil((year ?? 0) + ((month ?? 0) === 12 ? 1 : 0), (month ?? 0) % 12, 1) ?? day + 1) - 1;
};

/** 13/3/2026 and 3/13/2026 can be read one way only; 3/4/2026 can be two dates and is none. */
const dayAndMonth = (first: number, second: number, year: number): Day | null => {
  if (first > 12) return civil(year, second - 1, first);
  if (second > 12) return civil(year, first - 1, second);
  return first === second ? civil(year, first - 1, first) : null;
};

const TWO_WAYS = /\b(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}\b/g;

/** Dates in figures that can be two days, with their place: nobody knows which of the two is the month. */
export const twoWayDates = (text: string): { at: number; words: string }[] =>
  [...text.matchAll(TWO_WAYS)]
    .filter(([, first, second]) => first !== second && Math.max(Number(first), Number(second)) <= 12)
    .map(({ 0: words, index }) => ({ at: index, words }));

const DAYS_PER: Readonly<Record<string, number>> = { day: 1, week: 7 };

/** What is read, longest first. */
const PHRASES: readonly Phrase[] = [
  { pattern: /\b(\d{4}-\d{2}-\d{2})\b/gi, read: ([, iso]) => parseIsoDate(iso ?? '') },
  {
    pattern: /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g,
    read: ([, first, second, year]) => dayAndMonth(Number(first), Number(second), Number(year)),
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b\\.?,?(?: (\\d{4})\\b)?`, 'gi'),
    read: ([, day, month, year], written) => monthAndDay({ month, day, year }, written),
  },
  {
    pattern: new RegExp(`\\b${MONTH}\\b\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:),?(?: (\\d{4})\\b)?`, 'gi'),
    read: ([, month, day, year], written) => monthAndDay({ month, day, year }, written),
  },
  { pattern: /\bend of next week\b/gi, read: relative((written) => mondayOf(written) + 11) },
  {
    pattern: /\bend of (?:the |this )?week\b/gi,
    read: relative((written) => Math.max(written, mondayOf(written) + 4)),
  },
  { pattern: /\bend of (?:the |this )?month\b/gi, read: relative(endOfMonth) },
  { pattern: /\bnext week\b/gi, read: relative((written) => mondayOf(written) + 11) },
  {
    pattern: new RegExp(`\\b(next )?(${WEEKDAYS.join('|')})\\b`, 'gi'),
    read: relative((written, [, next, name]) => nextWeekday(written, name, next === undefined)),
  },
  {
    pattern: /\b(?:in|within) (\d{1,3}) (?:working|business|work) ?days?\b/gi,
    read: relative((written, [, count], after) => after(written, Number(count))),
  },
  { pattern: /\bnext month\b/gi, read: relative((written) => endOfMonth(endOfMonth(written) + 1)) },
  {
    pattern: /\b(?:in|within) (\d{1,3}) (day|week)s?\b/gi,
    read: relative((written, [, count, unit]) => written + Number(count) * (DAYS_PER[unit?.toLowerCase() ?? ''] ?? 1)),
  },
  { pattern: /\btomorrow\b/gi, read: relative((written) => written + 1) },
  { pattern: /\btoday\b/gi, read: relative((written) => written) },
];

const overlaps = (a: TextDate, b: TextDate): boolean => a.at < b.at + b.words.length && b.at < a.at + a.words.length;

/** The dates that a text speaks of, resolved against the day on which it was written (null = unknown: then only full dates are read). */
export const textDates = (text: string, written: Day | null, after: AfterWorkingDays): TextDate[] => {
  const found: TextDate[] = [];
  for (const { pattern, read } of PHRASES)
    for (const match of text.matchAll(pattern)) {
      const day = read(match, written, after);
      const date = day === null ? null : { at: match.index, words: match[0], day };
      if (date && !found.some((other) => overlaps(other, date))) found.push(date);
    }
  return found.sort((a, b) => a.at - b.at);
};
