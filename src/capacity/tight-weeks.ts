import { mondayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { tableOf } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { PlacedStep } from './place-steps.ts';
import type { TightMark } from './plan.ts';

/** Load of a resource in a Monday-Sunday week against its actual capacity, in minutes (S11). */
export type WeekLoad = { resource: number; monday: Day; capacity: number; load: number; reserved: number };

/** Capacity including overtime, commitments not cut at it, and minutes that the deal has reserved in a week (S11, ruling on verdicts). */
export const weekLoad = (ledger: Ledger, resource: number, monday: Day): WeekLoad => {
  const { capacity, load, free } = tableOf(ledger, resource);
  const from = monday - ledger.frame.first;
  const week = { resource, monday, capacity: 0, load: 0, reserved: 0 };
  for (let day = Math.max(0, from); day < from + 7 && day < free.length; day += 1) {
    const [minutes, loaded] = [capacity[day] ?? 0, load[day] ?? 0];
    week.capacity += minutes > 0 ? minutes : 0;
    week.load += loaded;
    week.reserved += (minutes > loaded ? minutes - loaded : 0) - (free[day] ?? 0);
  }
  return week;
};

type WeekTake = { resource: number; monday: Day; minutes: number };

/** The minutes of a line per resource and week, ascending. */
const weeksOfSteps = (steps: readonly PlacedStep[]): WeekTake[] => {
  const weeks: WeekTake[] = [];
  for (const { takes } of steps)
    for (const { resource, day, minutes } of takes) {
      const monday = mondayOf(day);
      const known = weeks.findLast((week) => week.monday === monday && week.resource === resource);
      if (known) known.minutes += minutes;
      else weeks.push({ resource, monday, minutes });
    }
  return weeks.sort((a, b) => a.resource - b.resource || a.monday - b.monday);
};

const reaches = (used: number, capacity: number, { n, d, exact }: TightMark): boolean => {
  if (used * d <= Number.MAX_SAFE_INTEGER && capacity * n <= Number.MAX_SAFE_INTEGER) return used * d >= capacity * n;
  return BigInt(used) * exact.d >= BigInt(capacity) * exact.n;
};

/**
 * The weeks of a line in which the load reaches the tight mark: commitments, what the deal's lines before it reserved (they
 * are on the ledger) and the line's own minutes, against that week's actual capacity (S11, ruling on verdicts).
 */
export const tightWeeks = (seen: Ledger, steps: readonly PlacedStep[]): WeekLoad[] => {
  const { tight } = seen.frame.plan;
  const found: WeekLoad[] = [];
  for (const { resource, monday, minutes } of weeksOfSteps(steps)) {
    const week = weekLoad(seen, resource, monday);
    week.reserved += minutes;
    if (reaches(week.load + week.reserved, week.capacity, tight)) found.push(week);
  }
  return found;
};
