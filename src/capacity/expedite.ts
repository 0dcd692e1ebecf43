import { answerDeal } from './answer-deal.ts';
import type { CheckedAt, DealAnswer } from './answer-deal.ts';
import { floorOf, minutesOfHours } from './exact.ts';
import { leverCost, overtimeUsed, totalOf } from './lever-cost.ts';
import { changeBy, leversFor } from './levers.ts';
import type { Lever } from './levers.ts';
import type { LineAnswer } from './line-answer.ts';
import type { CostPart } from './promise.ts';

/** Levers pulled together, what the deal then promises and what it costs (S15). */
export type Combination = {
  levers: Lever[];
  at: CheckedAt;
  answer: DealAnswer;
  parts: CostPart[];
  cost: number;
  makesDate: boolean;
};

/** So many combinations are tried at most; the smaller ones first. */
const MOST_COMBINATIONS = 1024;

/** Every combination of the levers, smaller ones first, each in the sheet's order. */
export const combinationsOf = <T>(items: readonly T[], most: number): T[][] => {
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

const promises = ({ answers }: DealAnswer): string => answers.map(({ plan }) => plan?.promise ?? null).join(',');

const keepsDates = ({ answers }: DealAnswer): boolean =>
  answers.every(
    ({ order, plan }) => plan === null || order.requested === null || (plan.promise ?? Infinity) <= order.requested,
  );

/** Answers a deal with levers pulled. */
export const withLevers = (base: DealAnswer, levers: readonly Lever[]): Combination => {
  const change = changeBy(levers, mostOvertime(base));
  const at: CheckedAt = { ...base.at, change };
  const answer = answerDeal(base.terms.plan, base.deal, at);
  const used = overtimeUsed(answer.answers, change.levers);
  const parts = change.levers.map((lever) => leverCost(answer, lever, used.get(lever) ?? 0));
  return {
    levers: change.levers,
    at,
    answer,
    parts,
    cost: totalOf(parts),
    makesDate: keepsDates(answer),
  };
};

const usesAll = ({ levers, answer }: Combination): boolean => {
  const used = overtimeUsed(answer.answers, levers);
  return levers.every((lever) => lever.overtime.size === 0 || (used.get(lever) ?? 0) > 0);
};

/** Dropped when one of its levers adds nothing: used nowhere, or the promise is the same without it (ruling). */
const isNeedless = (base: DealAnswer, combination: Combination, known: ReadonlyMap<string, string>): boolean => {
  const now = promises(combination.answer);
  return combination.levers.some((_lever, i) => {
    const others = combination.levers.filter((_other, k) => k !== i);
    const without = known.get(keyOf(others)) ?? promises(withLevers(base, others).answer);
    return without === now;
  });
};

const keyOf = (levers: readonly Lever[]): string =>
  levers.map(({ place, resource }) => `${place}/${resource}`).join('+');

/** Every combination of allowed levers that is worth showing, in the sheet's order (S15). */
export const combinationsFor = (base: DealAnswer): Combination[] => {
  const levers = leversFor(base);
  const tried = combinationsOf(levers, MOST_COMBINATIONS).map((chosen) => withLevers(base, chosen));
  const known = new Map(tried.map((combination) => [keyOf(combination.levers), promises(combination.answer)]));
  known.set('', promises(base));
  return tried.filter((combination) => usesAll(combination) && !isNeedless(base, combination, known));
};

const lastPromise = ({ answers }: DealAnswer): number =>
  Math.max(...answers.filter(({ plan }) => plan !== null).map(({ plan }) => plan?.promise ?? Infinity));

const totalPromise = ({ answers }: DealAnswer): number =>
  answers.reduce((sum: number, { plan }: LineAnswer) => sum + (plan ? (plan.promise ?? Infinity) : 0), 0);

const sooner = (a: Combination, b: Combination): number =>
  compare(lastPromise(a.answer), lastPromise(b.answer)) || compare(totalPromise(a.answer), totalPromise(b.answer));

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

const cheaper = (a: Combination, b: Combination): number => compare(a.cost, b.cost);

const fewer = (a: Combination, b: Combination): number => a.levers.length - b.levers.length;

/**
 * The cheapest combination that makes the date; of equals the earlier promise, then fewer levers, then the sheet's order.
 * Where none makes it, the one with the earliest date (S15, ruling on levers). Null when no lever helps.
 */
export const bestExpedite = (base: DealAnswer): Combination | null => {
  const combinations = combinationsFor(base);
  const making = combinations.filter(({ makesDate }) => makesDate);
  if (making.length > 0) return making.toSorted((a, b) => cheaper(a, b) || sooner(a, b) || fewer(a, b))[0] ?? null;
  return combinations.toSorted((a, b) => sooner(a, b) || cheaper(a, b) || fewer(a, b))[0] ?? null;
};
