import { mondayOf, parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { dailyCapacity } from './day-capacity.ts';
import { dailyLoad, isActiveOn } from './day-load.ts';
import { indexedTable } from './day-table.ts';
import type { DayTable } from './day-table.ts';
import type { OvertimeDays } from './overtime-days.ts';
import type { Plan } from './plan.ts';

/** The tables of a plan for a window of days, as they stand on one day (expired holds no longer count). Filled when first asked. */
export type Frame = {
  plan: Plan;
  first: Day;
  length: number;
  today: Day;
  tables: (DayTable | undefined)[];
  overtime: Map<number, OvertimeDays>;
};

/** Windows begin on a Monday of a grid of 52 weeks, so that checks of about the same date share their tables. */
const GRID_DAYS = 364;
const MONDAY_BEFORE_1970 = -3;
/** Half a century: capacity further away than that is not looked at. */
const FARTHEST = 18_263;

/** Last day whose capacity may be used: horizon_end, else order date + 7 x horizon_weeks (S16). */
export const horizonOf = ({ sheet }: Plan, orderDate: Day): Day => {
  const { horizonEnd, horizonWeeks } = sheet.settings;
  const fixed = horizonEnd === null ? null : parseIsoDate(horizonEnd);
  const days = fixed === null ? Math.floor(7 * (horizonWeeks >= 0 ? horizonWeeks : 0)) : fixed - orderDate;
  return orderDate + Math.min(days, FARTHEST);
};

const windowFor = (plan: Plan, orderDate: Day): { first: Day; length: number } => {
  const cell = Math.floor((orderDate - MONDAY_BEFORE_1970) / GRID_DAYS);
  const first = cell * GRID_DAYS + MONDAY_BEFORE_1970;
  const last = mondayOf(Math.max(horizonOf(plan, first + GRID_DAYS - 1), first)) + 6;
  return { first, length: last - first + 1 };
};

const framesOfPlan = new WeakMap<Plan, Map<string, Frame>>();
const MOST_FRAMES = 16;

/** The tables for checks of this order date made on this day; the same inputs share one frame (S12, S16). */
export const frameFor = (plan: Plan, orderDate: Day, today: Day): Frame => {
  const frames = framesOfPlan.get(plan) ?? new Map<string, Frame>();
  framesOfPlan.set(plan, frames);
  const window = windowFor(plan, orderDate);
  const expired = plan.expiries.filter((day) => day < today).length;
  const key = `${window.first}/${window.length}/${expired}`;
  const known = frames.get(key);
  if (known) return known;
  if (frames.size >= MOST_FRAMES) frames.clear();
  const frame: Frame = { plan, ...window, today, tables: [], overtime: new Map() };
  frames.set(key, frame);
  return frame;
};

/** The table of a resource in this frame, built when first asked (S5). */
export const frameTable = (frame: Frame, resource: number): DayTable => {
  const known = frame.tables[resource];
  if (known) return known;
  const source = frame.plan.resources[resource];
  if (!source) throw new RangeError('A route names a resource that the plan does not have.');
  const capacity = dailyCapacity(source, frame.first, frame.length);
  const table = indexedTable(capacity, dailyLoad(source, frame, isActiveOn(frame.today)));
  frame.tables[resource] = table;
  return table;
};
