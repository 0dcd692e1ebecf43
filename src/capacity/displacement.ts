import { parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { Day, IsoDate } from '../deal/day.ts';
import { answerDeal } from './answer-deal.ts';
import type { Change, DealAnswer } from './answer-deal.ts';
import { isActiveOn } from './day-load.ts';
import { finishDay } from './day-table.ts';
import { ceilOf } from './exact.ts';
import { reserve, tableOf, withoutLoads } from './ledger.ts';
import type { Ledger, Take } from './ledger.ts';
import type { LineAnswer } from './line-answer.ts';
import { reserveBackward } from './place-steps.ts';
import type { Load, PlanResource } from './plan.ts';

/** A promise that a rush would move, and by how much: only its owner may agree to it (S13). */
export type Displaced = {
  id: string;
  customer: string | null;
  canMove: 'y' | 'sign-off';
  promised: IsoDate | null;
  /** When it would finish instead; null when not within the horizon. */
  newDate: IsoDate | null;
  /** New minus old promise, calendar days; the days to the horizon when it fits nowhere. */
  days: number;
  value: number | null;
  penaltyPerDay: number | null;
  row: string;
};

type Movable = { id: string; promised: Day; loads: { load: Load; resource: PlanResource }[] };

const promisedDayOf = ({ source, to }: Load): Day =>
  (source.promisedDate === null ? null : parseIsoDate(source.promisedDate)) ?? to;

const usedResources = ({ answers }: DealAnswer): ReadonlySet<number> =>
  new Set(
    answers.flatMap(({ terms }) => terms?.stages.flatMap(({ steps }) => steps.flatMap((step) => step.resources)) ?? []),
  );

/** After its last requested date nothing helps the deal. */
const lastDayThatHelps = ({ answers, opening }: DealAnswer): Day =>
  Math.min(opening.last, Math.max(...answers.map(({ order }) => order.requested ?? opening.last)));

/** Whether a load belongs to somebody else, may move, and stands in the way of the deal. */
const isMovable = (answer: DealAnswer): ((load: Load) => boolean) => {
  const { deal, at, terms } = answer;
  const isActive = isActiveOn(at.today);
  const last = lastDayThatHelps(answer);
  return (load) => {
    const { source } = load;
    if (source.canMove === 'n' || source.dealId === deal.id || !isActive(load)) return false;
    return load.to >= terms.orderDate && load.from <= last;
  };
};

/** Commitments of others that may move, latest promised first; equal dates in the sheet's order (S13, ruling). */
const movableCommitments = (answer: DealAnswer): Movable[] => {
  const used = usedResources(answer);
  const mayMove = isMovable(answer);
  const byId = new Map<string, Movable>();
  for (const resource of answer.terms.plan.resources.filter(({ index }) => used.has(index)))
    for (const load of resource.loads.filter(mayMove)) {
      const { id } = load.source;
      const known = byId.get(id) ?? { id, promised: promisedDayOf(load), loads: [] };
      known.loads.push({ load, resource });
      byId.set(id, { ...known, promised: Math.max(known.promised, promisedDayOf(load)) });
    }
  return [...byId.values()].sort((a, b) => b.promised - a.promised);
};

const keepsDates = (answers: readonly LineAnswer[]): boolean =>
  answers.every(
    ({ order, plan }) => plan === null || order.requested === null || (plan.promise ?? Infinity) <= order.requested,
  );

const without = (moved: readonly Movable[]): Change => {
  const loads = new Set(moved.flatMap((one) => one.loads.map(({ load }) => load)));
  return { ledger: (ledger) => withoutLoads(ledger, (load) => loads.has(load)) };
};

type Placed = { finish: Day | null; takes: Take[] };

const placeAgain = (ledger: Ledger, { load, resource }: Movable['loads'][number], from: Day): Placed => {
  const need = ceilOf(load.minutes);
  const { first } = ledger.frame;
  const start = Math.max(load.from, from);
  const at = finishDay(tableOf(ledger, resource.index), start - first, need, ledger.last - first);
  if (at < 0) return { finish: null, takes: [] };
  return { finish: at + first, takes: reserveBackward(ledger, resource.index, { start, finish: at + first, need }) };
};

type Replaced = { ledger: Ledger; displaced: Displaced[] };

/** New minus old promise; to the end of the horizon where it fits nowhere; never before it was promised (ruling). */
const daysMoved = ({ promised }: Movable, finish: Day | null, { horizonEnd, terms }: DealAnswer): number =>
  (finish === null ? Math.max(horizonEnd, promised, terms.orderDate) : Math.max(finish, promised)) - promised;

const displacedOf = (one: Movable, finish: Day | null, answer: DealAnswer): Displaced[] =>
  one.loads.slice(0, 1).map(({ load: { source } }) => ({
    id: one.id,
    customer: source.customer,
    canMove: source.canMove === 'y' ? 'y' : 'sign-off',
    promised: source.promisedDate ?? toIsoDate(one.promised),
    newDate: finish === null ? null : toIsoDate(Math.max(finish, one.promised)),
    days: daysMoved(one, finish, answer),
    value: source.value,
    penaltyPerDay: source.latePenaltyPerDay,
    row: source.row,
  }));

const replannedOf = ({ id, loads }: Movable): Replanned[] =>
  loads.slice(0, 1).map(({ load: { source }, resource }) => ({
    id,
    customer: source.customer,
    canMove: source.canMove === 'y' ? 'y' : 'sign-off',
    row: source.row,
    resource: resource.name,
  }));

const replaceOne = (so: Replaced, one: Movable, answer: DealAnswer): Replaced => {
  let { ledger } = so;
  let finish: Day | null = answer.terms.orderDate;
  for (const part of one.loads) {
    const placed = placeAgain(ledger, part, answer.terms.orderDate + 1);
    ledger = reserve(ledger, placed.takes);
    finish = finish === null || placed.finish === null ? null : Math.max(finish, placed.finish);
  }
  return { ledger, displaced: [...so.displaced, ...displacedOf(one, finish, answer)] };
};

/** A commitment that would have to be planned again: where it stands, and whether its owner must agree. */
export type Replanned = {
  id: string;
  customer: string | null;
  canMove: 'y' | 'sign-off';
  row: string;
  resource: string;
};

/** What would be planned again, which of that would be late, and the deal's answer without it (S13). */
export type Displacement = { answer: DealAnswer; displaced: Displaced[]; replanned: Replanned[] };

/** The answer without the first so many of the movable commitments, where that meets the dates; null where it does not. */
const answerWithout = (base: DealAnswer, moved: readonly Movable[]): DealAnswer | null => {
  const answer = answerDeal(base.terms.plan, base.deal, { ...base.at, change: without(moved) });
  return keepsDates(answer.answers) ? answer : null;
};

type Freed = { moved: readonly Movable[]; answer: DealAnswer };

const freedByScan = (base: DealAnswer, movable: readonly Movable[]): Freed | null => {
  for (let count = 1; count <= movable.length; count += 1) {
    const moved = movable.slice(0, count);
    const answer = answerWithout(base, moved);
    if (answer) return { moved, answer };
  }
  return null;
};

/** For one line less load is never later (a theorem of the semantics), so that the smallest number can be searched for. */
const freedBySearch = (base: DealAnswer, movable: readonly Movable[]): Freed | null => {
  const all = movable.length === 0 ? null : answerWithout(base, movable);
  if (!all) return null;
  let best: Freed = { moved: movable, answer: all };
  for (let low = 0; low + 1 < best.moved.length;) {
    const middle = low + Math.floor((best.moved.length - low) / 2);
    const moved = movable.slice(0, middle);
    const answer = answerWithout(base, moved);
    if (answer) best = { moved, answer };
    else low = middle;
  }
  return best;
};

/**
 * Re-plans the deal without the movable commitments, latest promised first, until its dates are met; then plans those
 * again behind it (S13, ruling). A new deal never moves a promise by itself: this only lists what a sign-off would cost.
 * Null when even all movable commitments would not make the date.
 */
export const displacementFor = (base: DealAnswer): Displacement | null => {
  const movable = movableCommitments(base);
  const freed = base.answers.length === 1 ? freedBySearch(base, movable) : freedByScan(base, movable);
  if (!freed) return null;
  const { moved, answer } = freed;
  const takes = answer.answers.flatMap(({ plan }) => plan?.steps.flatMap((step) => step.takes) ?? []);
  const start: Replaced = { ledger: reserve(answer.opening, takes), displaced: [] };
  const again = moved.toReversed().reduce((so, one) => replaceOne(so, one, answer), start);
  const displaced = again.displaced.filter(({ days, newDate }) => days > 0 || newDate === null);
  return { answer, displaced, replanned: moved.flatMap(replannedOf) };
};
