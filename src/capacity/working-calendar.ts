import { parseIsoDate, weekdayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { CalendarDay } from './capacity-sheet.ts';

/** Working days of the plant or of a resource: the weekly pattern, with holidays, half days and extra days (S3, S5). */
export type WorkingCalendar = {
  /** Place of each weekday (0 = Monday) among the standard working days, -1 = not a standard working day. */
  readonly placeInWeek: Int8Array;
  /** Number of standard working days in a week. */
  readonly daysPerWeek: number;
  readonly special: ReadonlyMap<Day, CalendarDay>;
  /** Days on which the calendar differs from its weekly pattern, ascending, and the sum of differences so far. */
  readonly differsOn: Int32Array;
  readonly differenceSoFar: Int32Array;
  /** Working days around the first date that was asked for: filled then, and only faster than counting. */
  readonly near: { table: NearTable | null };
};

/** Day d of the window is preceded by (and counts) `through[d]` working days; `days` lists them. */
type NearTable = { first: Day; through: Int32Array; days: Int32Array };

const WEEK = [0, 1, 2, 3, 4, 5, 6];

const differences = (special: ReadonlyMap<Day, CalendarDay>, placeInWeek: Int8Array): [Day, number][] =>
  [...special]
    .map(([day, { type }]): [Day, number] => {
      const standard = placeInWeek[weekdayOf(day)] !== -1 ? 1 : 0;
      return [day, (type === 'holiday' ? 0 : 1) - standard];
    })
    .filter(([, difference]) => difference !== 0)
    .sort(([a], [b]) => a - b);

/** Builds a calendar from the weekly pattern and the rows of the Calendar tab; of rows for one date the later wins (S3, S5). */
export const workingCalendar = (weekdays: readonly number[], rows: readonly CalendarDay[]): WorkingCalendar => {
  const pattern = WEEK.filter((weekday) => weekdays.includes(weekday));
  const placeInWeek = Int8Array.from(WEEK, (weekday) => pattern.indexOf(weekday));
  const special = new Map<Day, CalendarDay>();
  for (const row of rows) {
    const day = parseIsoDate(row.date);
    if (day !== null) special.set(day, row);
  }
  const differing = differences(special, placeInWeek);
  let sum = 0;
  return {
    placeInWeek,
    daysPerWeek: pattern.length,
    special,
    differsOn: Int32Array.from(differing, ([day]) => day),
    differenceSoFar: Int32Array.from(differing, ([, difference]) => (sum += difference)),
    near: { table: null },
  };
};

/** Half and extra days are working days, holidays are not; overtime never makes a working day (ruling). */
export const isWorkingDay = (calendar: WorkingCalendar, day: Day): boolean => {
  const special = calendar.special.get(day);
  return special ? special.type !== 'holiday' : calendar.placeInWeek[weekdayOf(day)] !== -1;
};

const differenceThrough = ({ differsOn, differenceSoFar }: WorkingCalendar, day: Day): number => {
  let low = 0;
  let high = differsOn.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((differsOn[middle] ?? 0) <= day) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (differenceSoFar[low - 1] ?? 0);
};

const standardThrough = ({ placeInWeek, daysPerWeek }: WorkingCalendar, day: Day): number => {
  const weekday = weekdayOf(day);
  let count = ((day - weekday + 3) / 7) * daysPerWeek;
  for (let i = 0; i <= weekday; i += 1) if (placeInWeek[i] !== -1) count += 1;
  return count;
};

const workingDaysThrough = (calendar: WorkingCalendar, day: Day): number =>
  standardThrough(calendar, day) + differenceThrough(calendar, day);

const DAYS_BEFORE = 120;
const DAYS_AROUND = 1_000;

const nearTable = (calendar: WorkingCalendar, day: Day): NearTable => {
  const first = day - DAYS_BEFORE;
  const through = new Int32Array(DAYS_AROUND);
  const days: Day[] = [];
  let weekday = weekdayOf(first);
  for (let i = 0; i < DAYS_AROUND; i += 1, weekday = weekday === 6 ? 0 : weekday + 1) {
    const special = calendar.special.size === 0 ? undefined : calendar.special.get(first + i);
    if (special ? special.type !== 'holiday' : calendar.placeInWeek[weekday] !== -1) days.push(first + i);
    through[i] = days.length;
  }
  return { first, through, days: Int32Array.from(days) };
};

const tableNear = (calendar: WorkingCalendar, day: Day): NearTable =>
  (calendar.near.table ??= nearTable(calendar, day));

/** Working days in (after, through]; 0 when the range is empty (S11). */
export const workingDaysBetween = (calendar: WorkingCalendar, after: Day, through: Day): number =>
  through <= after ? 0 : countedBetween(calendar, after, through);

const countedBetween = (calendar: WorkingCalendar, after: Day, through: Day): number => {
  const near = tableNear(calendar, after);
  const [from, to] = [near.through[after - near.first], near.through[through - near.first]];
  if (from !== undefined && to !== undefined) return to - from;
  return workingDaysThrough(calendar, through) - workingDaysThrough(calendar, after);
};

/** The day itself when it is a working day, else the next one (S3: adding 0). */
export const rollToWorkingDay = (calendar: WorkingCalendar, day: Day): Day => {
  let at = day;
  while (!isWorkingDay(calendar, at)) at += 1;
  return at;
};

const STEPWISE = 40;

const addMany = (calendar: WorkingCalendar, day: Day, days: number): Day => {
  const target = workingDaysThrough(calendar, day) + days;
  let low = day;
  let high = day + days;
  while (workingDaysThrough(calendar, high) < target) high += Math.max(7, high - low);
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (workingDaysThrough(calendar, middle) < target) low = middle;
    else high = middle;
  }
  return high;
};

/** Day 1 is the next working day; adding 0 rolls forward to a working day (S3). */
export const addWorkingDays = (calendar: WorkingCalendar, day: Day, days: number): Day => {
  const near = tableNear(calendar, day);
  const before = near.through[(days <= 0 ? day - 1 : day) - near.first];
  const found = before === undefined ? undefined : near.days[before + (days <= 0 ? 0 : days - 1)];
  return found ?? addStepwise(calendar, day, days);
};

const addStepwise = (calendar: WorkingCalendar, day: Day, days: number): Day => {
  if (days <= 0) return rollToWorkingDay(calendar, day);
  if (days > STEPWISE) return addMany(calendar, day, days);
  let at = day;
  for (let left = days; left > 0; left -= 1) at = rollToWorkingDay(calendar, at + 1);
  return at;
};
