import Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import type { DealAnswer, PlacedLine } from './answer-deal.ts';
import { exactOf, exactOrZero } from './exact.ts';
import { tableOf } from './ledger.ts';
import { actsOn } from './levers.ts';
import type { Lever } from './levers.ts';
import type { PlacedStep } from './place-steps.ts';
import type { CostPart } from './promise.ts';

const NOTHING = new Fraction(0);

type Overtimes = { levers: readonly Lever[]; effective: (lever: Lever, day: Day) => number };

/** What the forward pass takes of a day beyond what is free without overtime goes to the levers in the sheet's order (S6, ruling). */
const attribute = (
  used: Map<Lever, number>,
  beyond: number,
  { day, overtimes }: { day: Day; overtimes: Overtimes },
): void => {
  let left = beyond;
  for (const lever of overtimes.levers) {
    const minutes = Math.min(left, overtimes.effective(lever, day));
    if (minutes > 0) used.set(lever, (used.get(lever) ?? 0) + minutes);
    left -= minutes;
  }
};

const forwardPass = (
  used: Map<Lever, number>,
  step: PlacedStep,
  { answer, overtimes }: { answer: PlacedLine; overtimes: Overtimes },
): void => {
  const { free } = tableOf(answer.seen, step.resource);
  const own = { ...overtimes, levers: overtimes.levers.filter((lever) => lever.resource === step.resource) };
  if (own.levers.length === 0) return;
  let left = step.need;
  for (let day = step.start; day <= step.finish && left > 0; day += 1) {
    const open = free[day - answer.seen.frame.first] ?? 0;
    const taken = Math.min(left, open);
    const extra = own.levers.reduce((sum, lever) => sum + own.effective(lever, day), 0);
    attribute(used, Math.max(0, taken - Math.max(0, open - extra)), { day, overtimes: own });
    left -= taken;
  }
};

/** Minutes of each lever's overtime that the forward pass of the deal's lines takes (ruling: only those are priced). */
export const overtimeUsed = (answers: readonly PlacedLine[], levers: readonly Lever[]): ReadonlyMap<Lever, number> => {
  const used = new Map<Lever, number>();
  const overtimes: Overtimes = { levers, effective: (lever, day) => lever.overtime.get(day) ?? 0 };
  for (const answer of answers)
    for (const step of answer.plan?.steps ?? []) if (step.resource >= 0) forwardPass(used, step, { answer, overtimes });
  return used;
};

const unitsOf = ({ answers }: DealAnswer, lever: Lever): Fraction =>
  answers.reduce((sum, { terms }) => (terms && actsOn(lever, terms) ? sum.add(terms.ordered) : sum), NOTHING);

const rateOf = ({ option, resource }: Lever, { terms }: DealAnswer): Fraction => {
  const own = exactOrZero(option.costPerHour);
  const overtimeRate = terms.plan.resources[resource]?.source.overtimeRate ?? null;
  return own.equals(0) && option.lever === 'overtime' ? exactOrZero(overtimeRate) : own;
};

/** Money as a number with two decimals, halves up. */
export const money = (amount: Fraction): number => amount.round(2).valueOf();

/** The sum of the terms of a cost, exactly. */
export const totalOf = (parts: readonly CostPart[]): number =>
  parts.reduce((sum, { amount }) => sum.add(exactOrZero(amount)), NOTHING).valueOf();

/** The cost of one lever as it is used: fixed, per hour of overtime taken, per unit (S15: only what is consumed). */
export const leverCost = (answer: DealAnswer, lever: Lever, usedMinutes: number): CostPart => {
  const hours = new Fraction(usedMinutes).div(60).mul(rateOf(lever, answer));
  const units = exactOrZero(lever.option.costPerUnit).mul(unitsOf(answer, lever));
  const total = (exactOf(lever.option.fixedCost) ?? NOTHING).add(hours).add(units);
  return { what: lever.option.option, amount: money(total), row: lever.option.row };
};
