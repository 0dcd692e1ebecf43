import { parseIsoDate, toIsoDate, weekdayOf } from '../../deal/day.ts';
import type { Day, IsoDate } from '../../deal/day.ts';

export type Holiday = { date: IsoDate; name: string };

const MONDAY = 0;
const THURSDAY = 3;
const SATURDAY = 5;
const SUNDAY = 6;

const dayOf = (year: number, month: number, day: number): Day =>
  parseIsoDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`) ?? 0;

const nth = (weekday: number, count: number, firstOfMonth: Day): Day =>
  firstOfMonth + ((weekday - weekdayOf(firstOfMonth) + 7) % 7) + (count - 1) * 7;

/** A holiday on Saturday is kept on Friday, one on Sunday on Monday. */
const observed = (day: Day): Day => {
  if (weekdayOf(day) === SATURDAY) return day - 1;
  return weekdayOf(day) === SUNDAY ? day + 1 : day;
};

const lastMondayOfMay = (year: number): Day => {
  const last = dayOf(year, 5, 31);
  return last - ((weekdayOf(last) - MONDAY + 7) % 7);
};

const holidaysOf = (year: number): [Day, string][] => {
  const thanksgiving = nth(THURSDAY, 4, dayOf(year, 11, 1));
  return [
    [observed(dayOf(year, 1, 1)), 'New Year'],
    [lastMondayOfMay(year), 'Memorial Day'],
    [observed(dayOf(year, 7, 4)), 'Independence Day'],
    [nth(MONDAY, 1, dayOf(year, 9, 1)), 'Labor Day'],
    [thanksgiving, 'Thanksgiving'],
    [thanksgiving + 1, 'Day after Thanksgiving'],
    [observed(dayOf(year, 12, 25)), 'Christmas'],
  ];
};

/** The holidays of the sample plant (in Illinois) in a span of days, in order. */
export const plantHolidays = (from: Day, to: Day): Holiday[] => {
  const years = [from, to].map((day) => Number(toIsoDate(day).slice(0, 4)));
  const span = Array.from({ length: (years[1] ?? 0) - (years[0] ?? 0) + 2 }, (_, i) => (years[0] ?? 0) + i);
  return span
    .flatMap(holidaysOf)
    .filter(([day]) => day >= from && day <= to)
    .map(([day, name]) => ({ date: toIsoDate(day), name }));
};
