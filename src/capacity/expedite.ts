import type { Day } from '../deal/day.ts';
import { answerDeal, withChange } from './answer-deal.ts';
import type { Change, DealAnswer } from './answer-deal.ts';
import { effectOn, leverEffects, placedWith, pulledIn } from './lever-effects.ts';
import type { Effect, LeverEffects, Mask } from './lever-effects.ts';
import { leastCents, leverCosts, overtimeUsed } from './lever-cost.ts';
import { leversFor } from './levers.ts';
import type { Lever } from './levers.ts';
import type { CostPart } from './promise.ts';

/** Levers pulled together, the promises that follow in plan order, and what it costs (S15). */
export type Combination = {
  levers: readonly Lever[];
  change: Change;
  promises: (Day | null)[];
  parts: CostPart[];
  cost: number;
  makesDate: boolean;
};

/** So many levers are combined in every way; of more, so many combinations are tried, the smaller ones first. */
const MOST_LEVERS = 12;
const MOST_MASKS = 1 << MOST_LEVERS;
const MOST_BITS = 30;

type Tried = Pick<Effect, 'isOnTime' | 'last' | 'sum'> & { mask: Mask; size: number };

const bitsIn = (mask: Mask): number => {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count += 1;
  return count;
};

/** The next larger mask with as many bits (Gosper). */
const nextOfSize = (mask: Mask): Mask => {
  const low = mask & -mask;
  const up = mask + low;
  return up | (((mask ^ up) / low) >> 2);
};

/** Every combination of so many levers, up to a limit, smaller ones first where the limit is reached. */
const masksOf = (count: number): Mask[] => {
  if (count <= MOST_LEVERS) return Array.from({ length: (1 << count) - 1 }, (_mask, i) => i + 1);
  const masks: Mask[] = [];
  for (let size = 1; size <= count && masks.length < MOST_MASKS; size += 1)
    for (let mask = (1 << size) - 1; mask < 1 << count && masks.length < MOST_MASKS; mask = nextOfSize(mask))
      masks.push(mask);
  return masks;
};

const tryMask = (effects: LeverEffects, mask: Mask): Tried => {
  const tried = { mask, size: bitsIn(mask), isOnTime: true, last: -Infinity, sum: 0 };
  for (const group of effects.groups) {
    const { isOnTime, last, sum } = effectOn(effects, group, mask);
    tried.isOnTime &&= isOnTime;
    if (last > tried.last) tried.last = last;
    tried.sum += sum;
  }
  return tried;
};

const sameDays = (a: Effect, b: Effect): boolean => a === b || a.promises.every((day, i) => day === b.promises[i]);

/** Dropped when the promise is the same without one of its levers, and so when one of them reaches no line (ruling). */
const isNeedless = (effects: LeverEffects, { mask }: Tried): boolean => {
  for (let left = mask; left !== 0; left &= left - 1) {
    const without = mask & ~(left & -left);
    if (effects.groups.every((group) => sameDays(effectOn(effects, group, mask), effectOn(effects, group, without))))
      return true;
  }
  return false;
};

const promisesOf = (effects: LeverEffects, mask: Mask): (Day | null)[] => {
  const days = new Map<unknown, Day | null>();
  for (const group of effects.groups)
    effectOn(effects, group, mask).promises.forEach((day, i) => days.set(group.lines[i], day));
  return effects.base.answers.map((line) => days.get(line) ?? null);
};

/** The price of a combination; null when one of its overtimes is used nowhere. */
const priced = (effects: LeverEffects, { mask, isOnTime }: Tried): Combination | null => {
  const pulled = pulledIn(effects, mask);
  const { levers, change } = pulled;
  const used = overtimeUsed(placedWith(effects, pulled, mask), levers);
  if (levers.some((lever) => lever.overtime.size > 0 && !used.get(lever))) return null;
  const { parts, cost } = leverCosts(effects.base, levers, used);
  return { levers, change, promises: promisesOf(effects, mask), parts, cost, makesDate: isOnTime };
};

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

const sooner = (a: Tried, b: Tried): number => compare(a.last, b.last) || compare(a.sum, b.sum);

const fewer = (a: Tried, b: Tried): number => a.size - b.size;

/** Of two combinations of one size the one whose first differing lever stands first in the sheet. */
const bySheet = (a: Tried, b: Tried): number => {
  const differing = a.mask ^ b.mask;
  return (a.mask & (differing & -differing)) === 0 ? 1 : -1;
};

type Candidate = { tried: Tried; least: number };

/** In the order in which a price can still win: what it costs at least, then what breaks ties. */
const candidatesOf = ({ base, levers }: LeverEffects, tried: readonly Tried[]): Candidate[] => {
  const least = levers.map((lever) => leastCents(base, lever));
  const costOf = ({ mask }: Tried): number =>
    least.reduce((sum, cents, i) => ((mask & (1 << i)) === 0 ? sum : sum + cents), 0);
  return tried.map((one) => ({ tried: one, least: costOf(one) })).sort((a, b) => compare(a.least, b.least));
};

type Winner = { tried: Tried; combination: Combination };

/** The first of the candidates in the given order; those whose least cost is above the best one are not priced. */
const winnerOf = (
  effects: LeverEffects,
  candidates: readonly Candidate[],
  order: (a: Winner, b: Winner) => number,
): Combination | null => {
  let best: Winner | null = null;
  for (const { tried, least } of candidates) {
    if (best && least > Math.round(best.combination.cost * 100)) break;
    if (isNeedless(effects, tried)) continue;
    const combination = priced(effects, tried);
    if (combination && (!best || order({ tried, combination }, best) < 0)) best = { tried, combination };
  }
  return best?.combination ?? null;
};

const cheaper = (a: Winner, b: Winner): number => compare(a.combination.cost, b.combination.cost);

const cheapestFirst = (a: Winner, b: Winner): number =>
  cheaper(a, b) || sooner(a.tried, b.tried) || fewer(a.tried, b.tried) || bySheet(a.tried, b.tried);

/** The combinations with the earliest date, as far as that is not later than the promise without any lever. */
const soonestOf = (effects: LeverEffects, tried: readonly Tried[]): Tried[] => {
  const least = Math.min(tryMask(effects, 0).last, ...tried.map(({ last }) => last));
  const earliest = tried.filter(({ last }) => last === least);
  const needed = earliest.filter((one) => !isNeedless(effects, one)).toSorted(sooner);
  return needed;
};

const triedFor = (base: DealAnswer): { effects: LeverEffects; tried: Tried[] } => {
  const effects = leverEffects(base, leversFor(base).slice(0, MOST_BITS));
  return { effects, tried: masksOf(effects.levers.length).map((mask) => tryMask(effects, mask)) };
};

/** Every combination of allowed levers that is worth showing: smaller ones first, then in the sheet's order (S15). */
export const combinationsFor = (base: DealAnswer): Combination[] => {
  const { effects, tried } = triedFor(base);
  return tried
    .filter((one) => !isNeedless(effects, one))
    .toSorted((a, b) => fewer(a, b) || bySheet(a, b))
    .flatMap((one) => priced(effects, one) ?? []);
};

/**
 * The cheapest combination that makes the date; of equals the earlier promise, then fewer levers, then the sheet's order.
 * Where none makes it, the one with the earliest date (S15, ruling on levers). Null when no lever helps.
 */
export const bestExpedite = (base: DealAnswer): Combination | null => {
  const { effects, tried } = triedFor(base);
  const making = winnerOf(
    effects,
    candidatesOf(
      effects,
      tried.filter(({ isOnTime }) => isOnTime),
    ),
    cheapestFirst,
  );
  if (making) return making;
  return winnerOfSoonest(effects, soonestOf(effects, tried));
};

const winnerOfSoonest = (effects: LeverEffects, soonest: readonly Tried[]): Combination | null => {
  const groups = Map.groupBy(soonest, ({ sum }) => sum);
  for (const sum of [...groups.keys()].sort((a, b) => a - b)) {
    const found = winnerOf(effects, candidatesOf(effects, groups.get(sum) ?? []), cheapestFirst);
    if (found) return found;
  }
  return null;
};

/** The whole answer of a deal with the levers of a combination pulled. */
export const answerWith = (base: DealAnswer, { change }: Combination): DealAnswer =>
  answerDeal(base.terms.plan, base.deal, withChange(base.at, change));
