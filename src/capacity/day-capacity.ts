import { weekdayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { floorOf, minutesOfHours, shareOf } from './exact.ts';
import type { Addition, PlanResource } from './plan.ts';
import { isWorkingDay } from './working-calendar.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** The most minutes a day can hold in the tables. */
const MOST = 2_147_483_647;

const standardShare = (calendar: WorkingCalendar, weeklyMinutes: number, day: Day): number => {
  const place = calendar.placeInWeek[weekdayOf(day)] ?? -1;
  if (place === -1) return Math.floor(weeklyMinutes / calendar.daysPerWeek);
  return shareOf(weeklyMinutes, place, calendar.daysPerWeek);
};

/** Minutes of one day out of a weekly capacity: its share, half of it, the hours of the calendar, or nothing (S5, ruling on half and extra days). */
const minutesOfDay = (calendar: WorkingCalendar, weeklyMinutes: number, day: Day): number => {
  const special = calendar.special.get(day);
  if (!special) return isWorkingDay(calendar, day) ? standardShare(calendar, weeklyMinutes, day) : 0;
  if (special.type === 'holiday') return 0;
  if (special.hours !== null) return floorOf(minutesOfHours(special.hours));
  const share = standardShare(calendar, weeklyMinutes, day);
  return special.type === 'half' ? Math.floor(share / 2) : share;
};

/** The working days of a range, ascending (S5). */
export const workingDaysIn = (calendar: WorkingCalendar, from: Day, to: Day): Day[] => {
  const days: Day[] = [];
  for (let day = from; day <= to; day += 1) if (isWorkingDay(calendar, day)) days.push(day);
  return days;
};

/** The days that share an addition: the date itself when it is one date, else the working days of its range (ruling on capacity). */
export const daysOfAddition = (calendar: WorkingCalendar, { from, to }: Addition): Day[] =>
  from === to ? [from] : workingDaysIn(calendar, from, to);

const addOvertime = (minutes: Float64Array, resource: PlanResource, first: Day): void => {
  for (const addition of resource.additions) {
    const days = daysOfAddition(resource.calendar, addition);
    days.forEach((day, i) => {
      const at = day - first;
      if (at >= 0 && at < minutes.length) minutes[at] = (minutes[at] ?? 0) + shareOf(addition.minutes, i, days.length);
    });
  }
};

/** The share of each day by its weekday, as if no day were special. */
const standardMinutes = ({ calendar, weeklyMinutes }: PlanResource, first: Day, length: number): Float64Array => {
  const shares = [0, 1, 2, 3, 4, 5, 6].map((weekday) =>
    calendar.placeInWeek[weekday] === -1
      ? 0
      : shareOf(weeklyMinutes, calendar.placeInWeek[weekday] ?? 0, calendar.daysPerWeek),
  );
  const minutes = new Float64Array(length);
  let weekday = weekdayOf(first);
  for (let i = 0; i < length; i += 1, weekday = weekday === 6 ? 0 : weekday + 1) minutes[i] = shares[weekday] ?? 0;
  return minutes;
};

/**
 * Capacity of a resource for each day of a window, in whole minutes: base, replacements in sheet order, then overtime
 * (S5). An outage may take more than a day has: below zero, so that overtime on that day meets it first.
 */
export const dailyCapacity = (resource: PlanResource, first: Day, length: number): Int32Array => {
  const { calendar, weeklyMinutes } = resource;
  const minutes = standardMinutes(resource, first, length);
  for (const day of calendar.special.keys())
    if (day >= first && day < first + length) minutes[day - first] = minutesOfDay(calendar, weeklyMinutes, day);
  for (const { from, to, weeklyMinutes: weekly, dayMinutes } of resource.replacements)
    for (let day = Math.max(from, first); day <= Math.min(to, first + length - 1); day += 1)
      minutes[day - first] = dayMinutes ?? minutesOfDay(calendar, weekly ?? 0, day);
  addOvertime(minutes, resource, first);
  return clamped(minutes);
};

const clamped = (minutes: Float64Array): Int32Array => {
  const whole = new Int32Array(minutes.length);
  for (let i = 0; i < minutes.length; i += 1) {
    const value = minutes[i] ?? 0;
    whole[i] = value > MOST ? MOST : value < -MOST ? -MOST : value;
  }
  return whole;
};
