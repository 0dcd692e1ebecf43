import { mondayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { tableOf } from './ledger.ts';
import type { Ledger, Take } from './ledger.ts';

/** Load of a resource in a Monday-Sunday week against its actual capacity, in minutes (S11). */
export type WeekLoad = { resource: number; monday: Day; capacity: number; load: number; reserved: number };

const sumOver = (from: number, values: Int32Array): number => {
  let sum = 0;
  for (let day = Math.max(0, from); day < from + 7 && day < values.length; day += 1) sum += values[day] ?? 0;
  return sum;
};

/** Capacity including overtime, commitments not cut at it, and minutes that the deal has reserved in a week. */
export const weekLoad = (ledger: Ledger, resource: number, monday: Day): WeekLoad => {
  const { capacity, load, free } = tableOf(ledger, resource);
  const from = monday - ledger.frame.first;
  let reserved = 0;
  for (let day = Math.max(0, from); day < from + 7 && day < free.length; day += 1)
    reserved += Math.max(0, (capacity[day] ?? 0) - (load[day] ?? 0)) - (free[day] ?? 0);
  return { resource, monday, capacity: sumOver(from, capacity), load: sumOver(from, load), reserved };
};

/** The weeks in which these minutes lie, per resource, ascending. */
export const weeksOfTakes = (takes: readonly Take[]): { resource: number; monday: Day }[] => {
  const seen = new Set<string>();
  return takes
    .map(({ resource, day }) => ({ resource, monday: mondayOf(day) }))
    .filter(({ resource, monday }) => {
      const key = `${resource}/${monday}`;
      return !seen.has(key) && Boolean(seen.add(key));
    })
    .sort((a, b) => a.resource - b.resource || a.monday - b.monday);
};

/** The weeks of a line, on the ledger that already holds its minutes, in which the load reaches the tight mark (S11). */
export const tightWeeks = (ledger: Ledger, takes: readonly Take[]): WeekLoad[] => {
  const { tight } = ledger.frame.plan;
  return weeksOfTakes(takes)
    .map(({ resource, monday }) => weekLoad(ledger, resource, monday))
    .filter(({ capacity, load, reserved }) => BigInt(load + reserved) * tight.d >= BigInt(capacity) * tight.n);
};
