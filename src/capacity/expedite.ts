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

type Tried = { mask: Mask; size: number };

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

/** Lines that are late without levers are asked first: the others seldom need to be looked at. */
const makesDate = (effects: LeverEffects, mask: Mask): boolean =>
  effects.groups.every((group) => effectOn(effects, group, mask).isOnTime);

const lastDay = (effects: LeverEffects, mask: Mask): number => {
  let last = -Infinity;
  for (const group of effects.groups) last = Math.max(last, effectOn(effects, group, mask).last);
  return last;
};

const sumOfDays = (effects: LeverEffects, mask: Mask): number =>
  effects.groups.reduce((sum, group) => sum + effectOn(effects, group, mask).sum, 0);

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
const priced = (effects: LeverEffects, { mask }: Tried): Combination | null => {
  const pulled = pulledIn(effects, mask);
  const { levers, change } = pulled;
  const used = overtimeUsed(placedWith(effects, pulled, mask), levers);
  if (levers.some((lever) => lever.overtime.size > 0 && !used.get(lever))) return null;
  const { parts, cost } = leverCosts(effects.base, levers, used);
  return { levers, change, promises: promisesOf(effects, mask), parts, cost, makesDate: makesDate(effects, mask) };
};

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

const fewer = (a: Tried, b: Tried): number => a.size - b.size;

/** Of two combinations of one size the one whose first differing lever stands first in the sheet. */
const bySheet = (a: Tried, b: Tried): number => {
  const differing = a.mask ^ b.mask;
  return (a.mask & (differing & -differing)) === 0 ? 1 : -1;
};

type Candidate = Tried & { least: number };

/** Masks by what they cost at least: in the order in which a price can still win. */
const byLeastCost = ({ base, levers }: LeverEffects, masks: readonly Mask[]): Candidate[] => {
  const least = levers.map((lever) => leastCents(base, lever));
  const costOf = (mask: Mask): number =>
    least.reduce((sum, cents, i) => ((mask & (1 << i)) === 0 ? sum : sum + cents), 0);
  return masks
    .map((mask) => ({ mask, size: bitsIn(mask), least: costOf(mask) }))
    .sort((a, b) => compare(a.least, b.least));
};

type Winner = { tried: Tried; combination: Combination };

const sooner = (effects: LeverEffects, a: Tried, b: Tried): number =>
  compare(lastDay(effects, a.mask), lastDay(effects, b.mask)) ||
  compare(sumOfDays(effects, a.mask), sumOfDays(effects, b.mask));

/** The cheaper; of equals the earlier promise, then fewer levers, then the sheet's order (ruling on levers). */
const isBetter = (effects: LeverEffects, one: Winner, other: Winner): boolean => {
  const [a, b] = [one.tried, other.tried];
  return (
    (compare(one.combination.cost, other.combination.cost) || sooner(effects, a, b) || fewer(a, b) || bySheet(a, b)) < 0
  );
};

/** The best of the candidates that pass; those that cost more than the best one at least are not looked at. */
const winnerOf = (
  effects: LeverEffects,
  candidates: readonly Candidate[],
  passes: (mask: Mask) => boolean,
): Combination | null => {
  let best: Winner | null = null;
  for (const tried of candidates) {
    if (tried.least > mostCents(best)) break;
    const combination = passes(tried.mask) && !isNeedless(effects, tried) ? priced(effects, tried) : null;
    if (combination && (!best || isBetter(effects, { tried, combination }, best))) best = { tried, combination };
  }
  return best?.combination ?? null;
};

const mostCents = (best: Winner | null): number => (best ? Math.round(best.combination.cost * 100) : Infinity);

const distinct = (days: readonly number[]): number[] => [...new Set(days)].sort((a, b) => a - b);

/** Of the combinations that end on one day the one with the earliest promises; null when none of them is worth showing. */
const soonestOn = (effects: LeverEffects, candidates: readonly Candidate[], last: number): Combination | null => {
  const ending = candidates.filter(({ mask }) => lastDay(effects, mask) === last);
  for (const sum of distinct(ending.map(({ mask }) => sumOfDays(effects, mask)))) {
    const found = winnerOf(effects, ending, (mask) => sumOfDays(effects, mask) === sum);
    if (found) return found;
  }
  return null;
};

/** The combination with the earliest date, where that is not later than the promise without any lever. */
const soonestOf = (effects: LeverEffects, candidates: readonly Candidate[]): Combination | null => {
  const latest = lastDay(effects, 0);
  for (const last of distinct(candidates.map(({ mask }) => lastDay(effects, mask)))) {
    const found = last > latest ? null : soonestOn(effects, candidates, last);
    if (found) return found;
  }
  return null;
};

const effectsFor = (base: DealAnswer): LeverEffects => leverEffects(base, leversFor(base).slice(0, MOST_BITS));

/** Every combination of allowed levers that is worth showing: smaller ones first, then in the sheet's order (S15). */
export const combinationsFor = (base: DealAnswer): Combination[] => {
  const effects = effectsFor(base);
  return masksOf(effects.levers.length)
    .map((mask) => ({ mask, size: bitsIn(mask) }))
    .filter((one) => !isNeedless(effects, one))
    .toSorted((a, b) => fewer(a, b) || bySheet(a, b))
    .flatMap((one) => priced(effects, one) ?? []);
};

/**
 * The cheapest combination that makes the date; of equals the earlier promise, then fewer levers, then the sheet's order.
 * Where none makes it, the one with the earliest date (S15, ruling on levers). Null when no lever helps.
 */
export const bestExpedite = (base: DealAnswer): Combination | null => {
  const effects = effectsFor(base);
  if (effects.levers.length === 0) return null;
  const candidates = byLeastCost(effects, masksOf(effects.levers.length));
  return winnerOf(effects, candidates, (mask) => makesDate(effects, mask)) ?? soonestOf(effects, candidates);
};

/** The whole answer of a deal with the levers of a combination pulled (S15). */
export const answerWith = (base: DealAnswer, { change }: Combination): DealAnswer =>
  answerDeal(base.terms.plan, base.deal, withChange(base.at, change));
