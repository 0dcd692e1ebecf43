import type Fraction from 'fraction.js';
import { mondayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { tableOf } from './ledger.ts';
import type { Ledger, Take } from './ledger.ts';

/** Load of a resource in a Monday-Sunday week against its actual capacity, in minutes (S11). */
export type WeekLoad = { resource: number; monday: Day; capacity: number; load: number; reserved: number };

const sumOver = (from: number, values: Int32Array): number => {
  let sum = 0;
  for (let day = Math.max(0, from); day < from + 7 && day < values.length; day += 1)
    sum += Math.max(0, values[day] ?? 0);
  return sum;
};

/** Capacity including overtime, commitments not cut at it, and minutes that the deal has reserved in a week (S11, ruling on verdicts). */
export const weekLoad = (ledger: Ledger, resource: number, monday: Day): WeekLoad => {
  const { capacity, load, free } = tableOf(ledger, resource);
  const from = monday - ledger.frame.first;
  let reserved = 0;
  for (let day = Math.max(0, from); day < from + 7 && day < free.length; day += 1)
    reserved += Math.max(0, (capacity[day] ?? 0) - (load[day] ?? 0)) - (free[day] ?? 0);
  return { resource, monday, capacity: sumOver(from, capacity), load: sumOver(from, load), reserved };
};

/** The minutes of a line per resource and week, ascending. */
const weeksOfTakes = (takes: readonly Take[]): { resource: number; monday: Day; minutes: number }[] => {
  const weeks: { resource: number; monday: Day; minutes: number }[] = [];
  for (const { resource, day, minutes } of takes) {
    const monday = mondayOf(day);
    const known = weeks.find((week) => week.resource === resource && week.monday === monday);
    if (known) known.minutes += minutes;
    else weeks.push({ resource, monday, minutes });
  }
  return weeks.sort((a, b) => a.resource - b.resource || a.monday - b.monday);
};

const reaches = (used: number, capacity: number, mark: Fraction): boolean => {
  const [n, d] = [Number(mark.n), Number(mark.d)];
  if (used * d <= Number.MAX_SAFE_INTEGER && capacity * n <= Number.MAX_SAFE_INTEGER) return used * d >= capacity * n;
  return BigInt(used) * mark.d >= BigInt(capacity) * mark.n;
};

/**
 * The weeks of a line in which the load reaches the tight mark: commitments, what the deal's lines before it reserved (they
 * are on the ledger) and the line's own minutes, against that week's actual capacity (S11, ruling on verdicts).
 */
export const tightWeeks = (seen: Ledger, takes: readonly Take[]): WeekLoad[] => {
  const { tight } = seen.frame.plan;
  return weeksOfTakes(takes)
    .map(({ resource, monday, minutes }): WeekLoad => {
      const week = weekLoad(seen, resource, monday);
      return { ...week, reserved: week.reserved + minutes };
    })
    .filter(({ capacity, load, reserved }) => reaches(load + reserved, capacity, tight));
};
