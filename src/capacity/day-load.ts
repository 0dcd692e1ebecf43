import Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import { workingDaysIn } from './day-capacity.ts';
import { ceilOf, shareOf } from './exact.ts';
import type { Load, PlanResource } from './plan.ts';

/** Which commitments count in a check. */
export type LoadFilter = (load: Load) => boolean;

/** Hard and internal commitments count always, a soft hold through the end of the day on which it expires (S12). */
export const isActiveOn =
  (today: Day): LoadFilter =>
  ({ expiresOn }) =>
    expiresOn === null || expiresOn >= today;

/** Days to spread over and whole minutes to spread. */
type SpreadLoad = { days: Day[]; minutes: number };

const weeklyLoads = (resource: PlanResource, counts: LoadFilter): SpreadLoad[] => {
  const byWeek = new Map<Day, Fraction>();
  for (const load of resource.loads)
    if (load.monday !== null && counts(load))
      byWeek.set(load.monday, (byWeek.get(load.monday) ?? new Fraction(0)).add(load.minutes));
  return [...byWeek].map(([monday, minutes]) => ({
    days: workingDaysIn(resource.calendar, monday, monday + 6),
    minutes: ceilOf(minutes),
  }));
};

const rangeLoads = (resource: PlanResource, counts: LoadFilter): SpreadLoad[] =>
  resource.loads
    .filter((load) => load.monday === null && counts(load))
    .map(({ from, to, minutes }) => ({
      days: workingDaysIn(resource.calendar, from, to),
      minutes: ceilOf(minutes),
    }));

/**
 * Load of a resource for each day of a window, in whole minutes, not cut at the capacity: summed per week, rounded up,
 * spread over the week's working days; rows with start and end over theirs (S5 and rulings).
 */
export const dailyLoad = (
  resource: PlanResource,
  window: { first: Day; length: number },
  counts: LoadFilter,
): Int32Array => {
  const load = new Int32Array(window.length);
  for (const { days, minutes } of [...weeklyLoads(resource, counts), ...rangeLoads(resource, counts)])
    days.forEach((day, i) => {
      const at = day - window.first;
      if (at >= 0 && at < load.length)
        load[at] = Math.min(2_147_483_647, (load[at] ?? 0) + shareOf(minutes, i, days.length));
    });
  return load;
};
