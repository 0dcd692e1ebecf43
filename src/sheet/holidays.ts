import Holidays from 'date-holidays';
import type { CalendarDay, CapacitySheet } from '../capacity/capacity-sheet.ts';
import { parseIsoDate, toIsoDate } from '../deal/day.ts';
import { AppError } from '../errors.ts';
import { versionOf } from './sheet-version.ts';

/** A country, and a state or region in it, by their ISO 3166 codes: { country: 'US', region: 'IL' }. */
export type HolidayPlace = { country: string; region?: string | undefined };

const MS_PER_DAY = 86_400_000;
/** A sheet seldom looks further ahead than this. */
const YEARS = 2;

const placeName = ({ country, region }: HolidayPlace): string => (region ? `${country}-${region}` : country);

const bookOf = ({ country, region }: HolidayPlace): Holidays => {
  const book = new Holidays();
  const code = country.toUpperCase();
  if (!Object.hasOwn(book.getCountries(), code))
    throw new AppError('USAGE', `There is no country "${country}". Use its code of two letters, such as US or DE.`);
  const states = book.getStates(code) as Record<string, string> | undefined;
  if (region && !Object.hasOwn(states ?? {}, region.toUpperCase()))
    throw new AppError(
      'USAGE',
      states
        ? `${code} has no region "${region}". It has ${Object.keys(states).join(', ')}.`
        : `Nothing is known of regions of ${code}: leave the region away.`,
    );
  return region ? new Holidays(code, region.toUpperCase()) : new Holidays(code);
};

/** A holiday may last several days, and begin at noon: then its first day is half a day. */
const daysOf = (holiday: { date: string; start: Date; end: Date; name: string }, place: string): CalendarDay[] => {
  const [date = '', time = ''] = holiday.date.split(' ');
  const first = parseIsoDate(date);
  if (first === null) return [];
  const count = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / MS_PER_DAY));
  return Array.from({ length: count }, (_, index) => ({
    calendar: null,
    date: toIsoDate(first + index),
    type: index === 0 && time > '06:00:00' ? 'half' : 'holiday',
    hours: null,
    note: holiday.name,
    row: `Calendar!${place} ${toIsoDate(first + index)}`,
  }));
};

/**
 * The public holidays of a place in the year of a date and the next one, ascending, one entry a day. They are stored as
 * dates: a later version of the library changes nothing that was published. Throws USAGE for a place that is not known.
 */
export const publicHolidays = (place: HolidayPlace, from: string): CalendarDay[] => {
  const book = bookOf(place);
  const year = Number(from.slice(0, 4));
  const days = Array.from({ length: YEARS }, (_, index) => book.getHolidays(year + index, 'en'))
    .flat()
    .filter(({ type }) => type === 'public')
    .flatMap((holiday) => daysOf(holiday, placeName(place)));
  const byDate = new Map(days.map((day) => [day.date, day]));
  return [...byDate.values()].toSorted((a, b) => a.date.localeCompare(b.date));
};

/** A sheet with the holidays of a place for the days that its own Calendar does not name, and its version. */
export const withHolidays = (
  facts: CapacitySheet,
  place: HolidayPlace,
  from: string,
): { facts: CapacitySheet; hash: string; added: number } => {
  const named = new Set(facts.calendar.filter(({ calendar }) => calendar === null).map(({ date }) => date));
  const added = publicHolidays(place, from).filter(({ date }) => !named.has(date));
  const filled = { ...facts, calendar: [...facts.calendar, ...added] };
  return { facts: filled, hash: versionOf(filled), added: added.length };
};

/** Countries with their regions, by code and name, for a list to choose from. */
export const holidayPlaces = (): { code: string; name: string; regions: { code: string; name: string }[] }[] => {
  const book = new Holidays();
  const countries = Object.entries(book.getCountries('en')).toSorted(([, a], [, b]) => a.localeCompare(b, 'en'));
  return countries.map(([code, name]) => ({
    code,
    name,
    regions: Object.entries((book.getStates(code, 'en') as Record<string, string> | undefined) ?? {}).map(
      ([region, label]) => ({ code: region, name: label }),
    ),
  }));
};
