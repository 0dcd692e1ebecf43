import Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import type { DealAnswer, PlacedLine } from './answer-deal.ts';
import type { ExpediteOption } from './capacity-sheet.ts';
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
  const own = { ...overtimes, levers: overtimes.levers.filter((lever) => lever.resource === step.resource) };
  if (own.levers.length === 0) return;
  const { free } = tableOf(answer.seen, step.resource);
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
  const overtimes: Overtimes = {
    levers: levers.filter(({ overtime }) => overtime.size > 0),
    effective: (lever, day) => lever.overtime.get(day) ?? 0,
  };
  for (const answer of answers)
    for (const step of answer.plan?.steps ?? []) if (step.resource >= 0) forwardPass(used, step, { answer, overtimes });
  return used;
};

const unitsOf = ({ answers }: DealAnswer, lever: Lever): Fraction =>
  answers.reduce((sum, { terms }) => (terms && actsOn(lever, terms) ? sum.add(terms.ordered) : sum), NOTHING);

const rateOf = ({ option, resource }: Lever, { terms }: DealAnswer): number => {
  const own = option.costPerHour;
  const overtimeRate = terms.plan.resources[resource]?.source.overtimeRate ?? null;
  return own === 0 && option.lever === 'overtime' ? (overtimeRate ?? 0) : own;
};

/** Money as a number with two decimals, halves up (S15). */
export const money = (amount: Fraction): number => amount.round(2).valueOf();

/** The sum of the terms of a cost, exactly (semantics, "Cost of exception"). */
export const totalOf = (parts: readonly CostPart[]): number =>
  parts.reduce((sum, { amount }) => sum.add(exactOrZero(amount)), NOTHING).valueOf();

/** Whole cents of amounts that are asked for again and again; null where an amount has parts of a cent. */
const knownCents = new Map<number, number | null>();

const centsOf = (amount: number): number | null => {
  const known = knownCents.get(amount);
  if (known !== undefined) return known;
  const exact = exactOf(amount)?.mul(100);
  const cents = exact?.d === 1n && Math.abs(amount) < 1e9 ? Number(exact.s * exact.n) : null;
  if (knownCents.size > 10_000) knownCents.clear();
  knownCents.set(amount, cents);
  return cents;
};

const MOST_QUICK_MINUTES = 1_000_000;

/** The cost in whole cents where it needs no fractions: fixed, and hours at a rate, halves up. */
const quickCents = ({ fixedCost, costPerUnit }: ExpediteOption, usedMinutes: number, rate: number): number | null => {
  const [fixed, perHour] = [centsOf(fixedCost), centsOf(rate)];
  const isQuick = costPerUnit === 0 && usedMinutes < MOST_QUICK_MINUTES && (perHour ?? -1) >= 0;
  if (!isQuick || fixed === null || perHour === null || perHour > 1e9) return null;
  const sixtieths = usedMinutes * perHour + 30;
  return fixed + (sixtieths - (sixtieths % 60)) / 60;
};

const exactCost = (answer: DealAnswer, lever: Lever, usedMinutes: number): number => {
  const hours = new Fraction(usedMinutes).div(60).mul(exactOrZero(rateOf(lever, answer)));
  const units = exactOrZero(lever.option.costPerUnit).mul(unitsOf(answer, lever));
  return money((exactOf(lever.option.fixedCost) ?? NOTHING).add(hours).add(units));
};

const amountOf = (answer: DealAnswer, lever: Lever, usedMinutes: number): number => {
  const cents = quickCents(lever.option, usedMinutes, rateOf(lever, answer));
  return cents === null ? exactCost(answer, lever, usedMinutes) : cents / 100;
};

/** The cents that a lever costs at least: without any overtime taken (S15). */
export const leastCents = (answer: DealAnswer, lever: Lever): number => Math.round(amountOf(answer, lever, 0) * 100);

/** The cost of levers as they are used: fixed, per hour of overtime taken, per unit (S15: only what is consumed). */
export const leverCosts = (
  answer: DealAnswer,
  levers: readonly Lever[],
  used: ReadonlyMap<Lever, number>,
): { parts: CostPart[]; cost: number } => {
  const parts = levers.map((lever): CostPart => ({
    what: lever.option.option,
    amount: amountOf(answer, lever, used.get(lever) ?? 0),
    row: lever.option.row,
  }));
  const cents = parts.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0);
  return { parts, cost: cents / 100 };
};
