/**
 * One resource over a window of days, in whole minutes. Day 0 is the first day of the window. `prefix[d]` is the free
 * time before day d; `dayOfFree[k]` is the first day by whose end `k * 2^shift` free minutes have passed.
 */
export type DayTable = {
  readonly capacity: Int32Array;
  readonly load: Int32Array;
  readonly free: Int32Array;
  /** Null on a table that a check writes to, or whose minutes do not fit: there the free minutes are scanned. */
  readonly index: DayIndex | null;
};

/** The free minutes before each day, and the day by which so many have passed (semantics, "Speed"). */
export type DayIndex = {
  readonly prefix: Int32Array;
  readonly dayOfFree: Uint16Array;
  readonly shift: number;
  readonly total: number;
};

/** free = max(0, capacity - load), day by day; free time is never borrowed from another day (S5). */
export const freeMinutes = (capacity: Int32Array, load: Int32Array): Int32Array => {
  const free = new Int32Array(capacity.length);
  for (let day = 0; day < free.length; day += 1) {
    const left = (capacity[day] ?? 0) - (load[day] ?? 0);
    if (left > 0) free[day] = left;
  }
  return free;
};

const prefixOf = (free: Int32Array): Int32Array => {
  const prefix = new Int32Array(free.length + 1);
  for (let day = 0; day < free.length; day += 1) prefix[day + 1] = (prefix[day] ?? 0) + (free[day] ?? 0);
  return prefix;
};

const inverseOf = (prefix: Int32Array, shift: number): Uint16Array => {
  const days = prefix.length - 1;
  const inverse = new Uint16Array(((prefix[days] ?? 0) >> shift) + 1);
  let day = 0;
  for (let k = 0; k < inverse.length; k += 1) {
    while (day < days && (prefix[day + 1] ?? 0) < k << shift) day += 1;
    inverse[k] = day;
  }
  return inverse;
};

const MOST_MINUTES = 2 ** 30;
const MOST_DAYS = 2 ** 16;

const indexOf = (free: Int32Array): DayIndex | null => {
  const total = free.reduce((sum, minutes) => sum + minutes, 0);
  if (total >= MOST_MINUTES || free.length >= MOST_DAYS) return null;
  const prefix = prefixOf(free);
  const perDay = Math.max(1, total / Math.max(1, free.length));
  const shift = Math.floor(Math.log2(perDay));
  return { prefix, dayOfFree: inverseOf(prefix, shift), shift, total };
};

/** A read-only table with the index that finds a finish without a walk (S6, semantics, "Speed"). */
export const indexedTable = (capacity: Int32Array, load: Int32Array): DayTable => {
  const free = freeMinutes(capacity, load);
  return { capacity, load, free, index: indexOf(free) };
};

/** A table that a check may reserve on: its own free minutes, the same capacity and load (S19). */
export const writableTable = ({ capacity, load, free }: DayTable): DayTable => ({
  capacity,
  load,
  free: free.slice(),
  index: null,
});

const scanFinish = (free: Int32Array, start: number, limit: { need: number; last: number }): number => {
  let left = limit.need;
  for (let day = start; day <= limit.last; day += 1) {
    left -= free[day] ?? 0;
    if (left <= 0) return day;
  }
  return -1;
};

/**
 * The day on which a need is met when free minutes are consumed day by day from the start (S6); -1 when that is after
 * the last day of the limit.
 */
// eslint-disable-next-line max-params -- asked millions of times: no object per question
export const finishDay = ({ free, index }: DayTable, start: number, need: number, last: number): number => {
  if (!index) return scanFinish(free, start, { need, last });
  const { prefix, dayOfFree, shift, total } = index;
  const target = prefix[start]! + need;
  if (start > last || !(target <= total)) return -1;
  let day = dayOfFree[target >> shift]!;
  while (prefix[day + 1]! < target) day += 1;
  return day > last ? -1 : day;
};
