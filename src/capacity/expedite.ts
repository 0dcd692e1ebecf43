import type { Day } from '../deal/day.ts';
import { answerDeal, placeWith, promisesWith, withChange } from './answer-deal.ts';
import type { Change, DealAnswer } from './answer-deal.ts';
import { floorOf, minutesOfHours } from './exact.ts';
import { leverCost, overtimeUsed, totalOf } from './lever-cost.ts';
import { changeBy, leversFor } from './levers.ts';
import type { Lever } from './levers.ts';
import type { CostPart } from './promise.ts';

/** Levers pulled together, the promises that follow in plan order, and what it costs (S15). */
export type Combination = {
  levers: Lever[];
  change: Change;
  promises: (Day | null)[];
  parts: CostPart[];
  cost: number;
  makesDate: boolean;
};

/** So many combinations are tried at most; the smaller ones first. */
const MOST_COMBINATIONS = 1024;

/** Every combination of the levers, smaller ones first, each in the sheet's order. */
const combinationsOf = <T>(items: readonly T[], most: number): T[][] => {
  const found: T[][] = [];
  let ofSize: number[][] = [[]];
  while (ofSize.length > 0 && found.length < most) {
    ofSize = ofSize.flatMap((places) => {
      const from = (places.at(-1) ?? -1) + 1;
      return items.slice(from).map((_item, i) => [...places, from + i]);
    });
    found.push(...ofSize.map((places) => places.flatMap((place) => items[place] ?? [])));
  }
  return found.slice(0, most);
};

const mostOvertime =
  ({ terms }: DealAnswer) =>
  (resource: number): number => {
    const most = terms.plan.resources[resource]?.source.maxOvertimePerWeek ?? null;
    return most === null ? Infinity : floorOf(minutesOfHours(most));
  };

type Tried = { levers: Lever[]; change: Change; promises: (Day | null)[]; makesDate: boolean };

const tryLevers = (base: DealAnswer, chosen: readonly Lever[]): Tried => {
  const { levers, ...change } = changeBy(chosen, mostOvertime(base));
  const promises = promisesWith(base, change);
  const makesDate = base.answers.every(
    ({ order, plan }, i) => plan === null || order.requested === null || (promises[i] ?? Infinity) <= order.requested,
  );
  return { levers, change, promises, makesDate };
};

/** The price of a combination; null when one of its overtimes is used nowhere. */
const priced = (base: DealAnswer, tried: Tried): Combination | null => {
  const { levers, change } = tried;
  const hasOvertime = levers.some(({ overtime }) => overtime.size > 0);
  const used = hasOvertime ? overtimeUsed(placeWith(base, change), levers) : NOTHING_USED;
  if (levers.some((lever) => lever.overtime.size > 0 && !used.get(lever))) return null;
  const parts = levers.map((lever) => leverCost(base, lever, used.get(lever) ?? 0));
  return { ...tried, parts, cost: totalOf(parts) };
};

const NOTHING_USED: ReadonlyMap<Lever, number> = new Map();

const keyOf = (levers: readonly Lever[]): string =>
  levers.map(({ place, resource }) => `${place}/${resource}`).join('+');

const sameDays = (a: readonly (Day | null)[], b: readonly (Day | null)[]): boolean => a.every((day, i) => day === b[i]);

/** Dropped when the promise is the same without one of its levers, and so when one of them is used nowhere (ruling). */
const isNeedless = (base: DealAnswer, tried: Tried, known: ReadonlyMap<string, Tried['promises']>): boolean =>
  tried.levers.some((_lever, i) => {
    const others = tried.levers.filter((_other, k) => k !== i);
    return sameDays(known.get(keyOf(others)) ?? tryLevers(base, others).promises, tried.promises);
  });

const worthwhile = (base: DealAnswer): Tried[] => {
  const tried = combinationsOf(leversFor(base), MOST_COMBINATIONS).map((chosen) => tryLevers(base, chosen));
  const known = new Map(tried.map((one) => [keyOf(one.levers), one.promises]));
  known.set(
    '',
    base.answers.map(({ plan }) => plan?.promise ?? null),
  );
  return tried.filter((one) => !isNeedless(base, one, known));
};

/** Every combination of allowed levers that is worth showing, in the sheet's order (S15). */
export const combinationsFor = (base: DealAnswer): Combination[] =>
  worthwhile(base).flatMap((tried) => priced(base, tried) ?? []);

const lastPromise = ({ promises }: Pick<Tried, 'promises'>): number =>
  Math.max(...promises.map((day) => day ?? Infinity));

const sooner = (a: Combination, b: Combination): number =>
  compare(lastPromise(a), lastPromise(b)) ||
  compare(a.promises.reduce(plusDay, 0) ?? 0, b.promises.reduce(plusDay, 0) ?? 0);

const plusDay = (sum: number | null, day: Day | null): number => (sum ?? 0) + (day ?? 0);

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

const cheaper = (a: Combination, b: Combination): number => compare(a.cost, b.cost);

const fewer = (a: Combination, b: Combination): number => a.levers.length - b.levers.length;

/**
 * The cheapest combination that makes the date; of equals the earlier promise, then fewer levers, then the sheet's order.
 * Where none makes it, the one with the earliest date (S15, ruling on levers). Null when no lever helps.
 */
export const bestExpedite = (base: DealAnswer): Combination | null => {
  const found = worthwhile(base);
  const making = found.filter(({ makesDate }) => makesDate).flatMap((tried) => priced(base, tried) ?? []);
  if (making.length > 0) return making.toSorted((a, b) => cheaper(a, b) || sooner(a, b) || fewer(a, b))[0] ?? null;
  const soonest = Math.min(...found.map(lastPromise));
  const best = found.filter((tried) => lastPromise(tried) === soonest).flatMap((tried) => priced(base, tried) ?? []);
  return best.toSorted((a, b) => sooner(a, b) || cheaper(a, b) || fewer(a, b))[0] ?? null;
};

/** The whole answer of a deal with the levers of a combination pulled. */
export const answerWith = (base: DealAnswer, { change }: Combination): DealAnswer =>
  answerDeal(base.terms.plan, base.deal, withChange(base.at, change));
