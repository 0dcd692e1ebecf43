import type { Day } from '../deal/day.ts';
import { finishDay } from './day-table.ts';
import { frameTable } from './frame.ts';
import { reserve, tableOf } from './ledger.ts';
import type { Ledger, Take } from './ledger.ts';
import type { PlanStep, Stage, StepTime } from './plan.ts';
import { routeOf } from './route.ts';
import type { Chain } from './route.ts';
import { addWorkingDays, rollToWorkingDay } from './working-calendar.ts';

/** A step on the calendar: earliest start, finish, and what it reserves backward from its own finish (S19). */
export type PlacedStep = {
  step: PlanStep;
  stage: string;
  resource: number;
  need: number;
  start: Day;
  finish: Day;
  takes: Take[];
};

/** When production may begin: the day before the first step may start, and the frozen fence's first open day (S4, S16). */
export type Begin = { after: Day; fence: Day };

export type Placement = { finish: Day; steps: PlacedStep[]; fenceMoved: boolean };

const bigNeed = ({ setup, perLot, unit }: StepTime, lots: bigint): number =>
  Number((setup + perLot * lots + unit - 1n) / unit);

const MOST_DIVIDED = 2 ** 51;

/** Minutes that a step needs for a number of lots, rounded up to a whole minute; none for zero lots (S7). */
export const needOf = (time: StepTime, lots: number): number => {
  if (lots === 0) return 0;
  const { small } = time;
  const total = small ? small.setup + small.perLot * lots : Infinity;
  if (!small || total > Number.MAX_SAFE_INTEGER - small.unit) return bigNeed(time, BigInt(lots));
  if (small.unit === 1) return total;
  // Below 2^52 a quotient that is not whole is further from a whole number than a division can err.
  if (total < MOST_DIVIDED) return Math.ceil(total / small.unit);
  const rest = total % small.unit;
  return (total - rest) / small.unit + (rest === 0 ? 0 : 1);
};

type Window = { start: Day; need: number };

const finishOn = (ledger: Ledger, resource: number, { start, need }: Window): Day => {
  const { frame, last } = ledger;
  if (resource === ledger.endless && resource >= 0) {
    const calendar = frame.plan.resources[resource]?.calendar ?? frame.plan.calendar;
    const day = rollToWorkingDay(calendar, start);
    return day > last ? NEVER : day;
  }
  const day = finishDay(tableOf(ledger, resource), start - frame.first, need, last - frame.first);
  return day < 0 ? NEVER : day + frame.first;
};

/** A step done elsewhere takes its working days, whatever the load, and starts when notice is over (ruling on subcontracting). */
const outsideFinish = ({ frame }: Ledger, { days, from }: { days: number; from: Day }, start: Day): Day => {
  const before = Math.max(start, from) - 1;
  return days === 0 ? before : addWorkingDays(frame.plan.calendar, before, days);
};

/** Before any day: a whole number, so that days stay whole numbers for the machine too. */
const NEVER = -1_000_000_000;

const isNever = (day: Day): boolean => day === NEVER;

/** The resource of a step that finishes first, the sheet's own before its alternatives when they finish together. */
const earliestOn = (ledger: Ledger, step: PlanStep, window: Window): { resource: number; finish: Day } => {
  if (step.outside !== null) return { resource: -1, finish: outsideFinish(ledger, step.outside, window.start) };
  const [only = -1] = step.resources;
  if (step.resources.length === 1) return { resource: only, finish: finishOn(ledger, only, window) };
  let best = { resource: only, finish: NEVER };
  for (const resource of step.resources) {
    const finish = finishOn(ledger, resource, window);
    if (!isNever(finish) && (isNever(best.finish) || finish < best.finish)) best = { resource, finish };
  }
  return best;
};

/** What a step reserves: latest free days first, from its own finish back to its start (S19). Ascending by day. */
export const reserveBackward = (
  ledger: Ledger,
  resource: number,
  span: { start: Day; finish: Day; need: number },
): Take[] => {
  if (resource === ledger.endless || resource < 0) return [];
  const { free } = tableOf(ledger, resource);
  const takes: Take[] = [];
  let left = span.need;
  for (let day = span.finish; day >= span.start && left > 0; day -= 1) {
    const minutes = Math.min(left, free[day - ledger.frame.first] ?? 0);
    if (minutes > 0) takes.push({ resource, day, minutes });
    left -= minutes;
  }
  return takes.reverse();
};

/** The walk of `chainFinish` for steps with one resource each: days of the tables throughout. */
const plainFinish = (ledger: Ledger, chain: readonly PlanStep[], { lots, begin }: LotsFrom): Day => {
  const { frame, own } = ledger;
  const { first } = frame;
  const last = ledger.last - first;
  const fence = begin.fence - first;
  let finish = begin.after - first;
  for (let i = 0; i < chain.length; i += 1) {
    const step = chain[i]!;
    const need = needOf(step.time, lots);
    if (need === 0) continue;
    const resource = step.resources[0]!;
    const start = finish + 1 < fence ? fence : finish + 1;
    finish = finishDay(own[resource] ?? frameTable(frame, resource), start, need, last);
    if (finish < 0) return NEVER;
  }
  return finish + first;
};

/**
 * The day on which the last step of a chain finishes, each step the day after the one before (S6, S8); null beyond the
 * horizon (S16). A step without need takes no day. Looks only: nothing is reserved.
 */
export const chainFinish = (ledger: Ledger, chain: Chain, from: LotsFrom): Day | null => {
  if (chain.isPlain && ledger.endless === -1) {
    const day = plainFinish(ledger, chain.steps, from);
    return day === NEVER ? null : day;
  }
  const { lots, begin } = from;
  let finish = begin.after;
  for (const step of chain.steps) {
    const need = needOf(step.time, lots);
    if (need === 0) continue;
    finish = earliestOn(ledger, step, { start: Math.max(finish + 1, begin.fence), need }).finish;
    if (isNever(finish)) return null;
  }
  return finish;
};

/** A number of lots and when their production may begin. */
export type LotsFrom = { lots: number; begin: Begin };

type Progress = { ledger: Ledger; steps: PlacedStep[]; fenceMoved: boolean };

const placeStep = (
  progress: Progress,
  place: { step: PlanStep; stage: string; need: number; after: Day; fence: Day },
): Day => {
  const { step, stage, need, after, fence } = place;
  const start = Math.max(after + 1, fence);
  const { resource, finish } = earliestOn(progress.ledger, step, { start, need });
  if (isNever(finish)) return NEVER;
  const takes = reserveBackward(progress.ledger, resource, { start, finish, need });
  progress.steps.push({ step, stage, resource, need, start, finish, takes });
  progress.ledger = reserve(progress.ledger, takes);
  progress.fenceMoved ||= start > after + 1;
  return finish;
};

/** Places every step: earliest start and finish forward, reservation backward (S8, S19); null beyond the horizon (S16). */
export const placeSteps = (ledger: Ledger, stages: readonly Stage[], from: LotsFrom): Placement | null =>
  routeOf(stages).chain ? placeChain(ledger, stages, from) : placeStages(ledger, stages, from);

/** Steps of a chain never meet on a day: none has to see what the others reserve. */
const placeChain = (ledger: Ledger, stages: readonly Stage[], { lots, begin }: LotsFrom): Placement | null => {
  const placed: PlacedStep[] = [];
  let after = begin.after;
  let fenceMoved = false;
  for (const { name, steps } of stages) {
    const step = steps[0]!;
    const need = needOf(step.time, lots);
    if (need === 0) continue;
    const start = Math.max(after + 1, begin.fence);
    const { resource, finish } = earliestOn(ledger, step, { start, need });
    if (isNever(finish)) return null;
    const takes = reserveBackward(ledger, resource, { start, finish, need });
    placed.push({ step, stage: name, resource, need, start, finish, takes });
    fenceMoved ||= start > after + 1;
    after = finish;
  }
  return { finish: after, steps: placed, fenceMoved };
};

/** Stages that run in parallel see what the ones before them reserve. */
const placeStages = (ledger: Ledger, stages: readonly Stage[], { lots, begin }: LotsFrom): Placement | null => {
  const progress: Progress = { ledger, steps: [], fenceMoved: false };
  const finishes: Day[] = [];
  let last = begin.after;
  for (const { name, steps, after } of stages) {
    let before = begin.after;
    for (const stage of after) before = Math.max(before, finishes[stage] ?? before);
    let finish = before;
    for (const step of steps) {
      const need = needOf(step.time, lots);
      if (need === 0) continue;
      const done = placeStep(progress, { step, stage: name, need, after: before, fence: begin.fence });
      if (isNever(done)) return null;
      finish = Math.max(finish, done);
    }
    finishes.push(finish);
    last = Math.max(last, finish);
  }
  return { finish: last, steps: progress.steps, fenceMoved: progress.fenceMoved };
};
