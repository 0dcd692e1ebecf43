import { Temporal } from 'temporal-polyfill';
import { isWorkingDay } from '../capacity/working-calendar.ts';
import type { WorkingCalendar } from '../capacity/working-calendar.ts';
import { parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';

/** When a person works: office hours on the working days of a calendar, in their own zone, less the days they are away. */
export type OfficeHours = {
  timeZone: string;
  /** Minutes after midnight. */
  fromMinutes: number;
  toMinutes: number;
  calendar: WorkingCalendar;
  isAway?: (day: Day) => boolean;
};

/** Nobody is away, or on holiday, for longer than this: the clock runs on so that a question never waits for ever. */
const LONGEST_PAUSE_DAYS = 400;

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 1440;

type Span = { start: number; end: number };

const localDay = (instant: number, timeZone: string): Day => {
  const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
  return parseIsoDate(date.toString()) ?? 0;
};

/** The instant of a time of day; 24:00 is midnight of the next day. */
const instantAt = (day: Day, minutes: number, timeZone: string): number => {
  const ofDay = minutes % MINUTES_PER_DAY;
  return Temporal.PlainDate.from(toIsoDate(day + Math.floor(minutes / MINUTES_PER_DAY)))
    .toPlainDateTime({ hour: Math.floor(ofDay / 60), minute: ofDay % 60 })
    .toZonedDateTime(timeZone).epochMilliseconds;
};

/** A half day is the first half of the office hours, or as many hours from their start as the calendar says. */
const endOfDay = ({ calendar, fromMinutes, toMinutes }: OfficeHours, day: Day): number => {
  const special = calendar.special.get(day);
  if (special?.type !== 'half') return toMinutes;
  const worked = special.hours === null ? (toMinutes - fromMinutes) / 2 : special.hours * 60;
  return Math.min(toMinutes, fromMinutes + Math.floor(worked));
};

const spanOf = (hours: OfficeHours, day: Day): Span | null => {
  if (!isWorkingDay(hours.calendar, day) || hours.isAway?.(day)) return null;
  const span = {
    start: instantAt(day, hours.fromMinutes, hours.timeZone),
    end: instantAt(day, endOfDay(hours, day), hours.timeZone),
  };
  return span.end > span.start ? span : null;
};

const wholeDay = (day: Day, timeZone: string): Span => ({
  start: instantAt(day, 0, timeZone),
  end: instantAt(day + 1, 0, timeZone),
});

const after = (span: Span | null, moment: number): Span | null =>
  span === null || span.end <= moment ? null : { start: Math.max(span.start, moment), end: span.end };

const toIso = (instant: number): string => new Date(instant).toISOString();

/**
 * The moment at which so many minutes of office time have passed since `from` (ISO instants): daylight-saving changes,
 * holidays, half days and absence do not count.
 */
export const addBusinessMinutes = (hours: OfficeHours, from: string, minutes: number): string => {
  const start = Date.parse(from);
  let left = minutes * MS_PER_MINUTE;
  const first = localDay(start, hours.timeZone);
  for (let day = first; ; day += 1) {
    const isTooLong = day - first > LONGEST_PAUSE_DAYS + minutes;
    const span = after(isTooLong ? wholeDay(day, hours.timeZone) : spanOf(hours, day), start);
    if (!span) continue;
    if (span.end - span.start >= left) return toIso(span.start + left);
    left -= span.end - span.start;
  }
};

/** Minutes of office time between two moments (ISO instants); 0 when the second is not later. */
export const businessMinutesBetween = (hours: OfficeHours, from: string, to: string): number => {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  let sum = 0;
  for (let day = localDay(start, hours.timeZone); day <= localDay(Math.max(start, end), hours.timeZone); day += 1) {
    const span = after(spanOf(hours, day), start);
    if (span && span.start < end) sum += Math.min(span.end, end) - span.start;
  }
  return sum / MS_PER_MINUTE;
};
