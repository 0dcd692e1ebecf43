import Fraction from 'fraction.js';
import type { DealAnswer } from './answer-deal.ts';
import type { Schedule } from './apply-schedule.ts';
import type { Displaced } from './displacement.ts';
import { exactOf, exactOrZero, minutesOfHours } from './exact.ts';
import { money, totalOf } from './lever-cost.ts';
import type { LineTerms } from './line-terms.ts';
import { nameKey } from './plan.ts';
import type { CostPart } from './promise.ts';

/** The terms of the cost of an exception; each can be switched off (semantics, "Cost of exception"). */
export type CostTerm = 'levers' | 'setups' | 'displaced' | 'coordination';

export type Exception = {
  answer: DealAnswer;
  schedule: Schedule;
  levers: readonly CostPart[];
  displaced: readonly Displaced[];
};

const NOTHING = new Fraction(0);

/** Cost of setting up once more: the product's setup cost, else its setup hours at the cost of their resources. */
const setupCost = ({ product, plan }: LineTerms): CostPart | null => {
  const { setupCost: perSetup, code, row } = product.source;
  if (perSetup !== null) return { what: `Extra setup of ${code}`, amount: perSetup, row };
  const steps = plan.sheet.routing.filter((step) => nameKey(step.product) === nameKey(code));
  const cost = steps.reduce((sum, step) => {
    const rate = plan.resourceByName.get(nameKey(step.resource))?.source.costPerHour ?? null;
    return sum.add(minutesOfHours(step.setupHours).div(60).mul(exactOrZero(rate)));
  }, NOTHING);
  return cost.gt(0) ? { what: `Extra setup of ${code}`, amount: money(cost), row: steps[0]?.row ?? row } : null;
};

const setupParts = ({ answer, schedule }: Exception): CostPart[] =>
  answer.answers.flatMap(({ order, terms }) => {
    const runs = schedule.filter(({ line }) => line === order.line.id).length;
    const part = terms && runs > 1 ? setupCost(terms) : null;
    return part ? Array.from({ length: runs - 1 }, () => part) : [];
  });

/** Penalty of a displaced promise: an amount per day, or (up to 1) a share of its value per day, for the days it moves. */
const displacedPart = ({ id, days, value, penaltyPerDay, row }: Displaced): CostPart => {
  const perDay = exactOrZero(penaltyPerDay);
  const daily = perDay.lte(1) ? perDay.mul(exactOrZero(value)) : perDay;
  return { what: `${id} moves by ${days} day${days === 1 ? '' : 's'}`, amount: money(daily.mul(days)), row };
};

const coordinationParts = ({ answer }: Exception): CostPart[] => {
  const { coordinationCost } = answer.terms.plan.sheet.settings;
  return coordinationCost === null || coordinationCost === 0
    ? []
    : [{ what: 'Coordination', amount: coordinationCost, row: 'Settings!coordination_cost' }];
};

/** The cost of an exception, each term with its sheet row; terms that are switched off are left out (semantics, "Cost of exception"). */
export const exceptionCost = (
  exception: Exception,
  off: readonly CostTerm[] = [],
): { total: number; parts: CostPart[] } => {
  const terms: [CostTerm, CostPart[]][] = [
    ['levers', [...exception.levers]],
    ['setups', setupParts(exception)],
    ['displaced', exception.displaced.map(displacedPart)],
    ['coordination', coordinationParts(exception)],
  ];
  const parts = terms.filter(([term]) => !off.includes(term)).flatMap(([, own]) => own);
  return { total: totalOf(parts), parts };
};

/** Margin of the deal before exceptions: prices less unit costs of its lines; null when one of them is not known (semantics, "Cost of exception"). */
export const dealMargin = ({ answers, deal }: DealAnswer): number | null => {
  const lines = answers.map(({ order, terms }) => {
    const unitCost = terms?.product.source.unitCost ?? null;
    const price = order.line.unitPrice ?? null;
    if (!terms || unitCost === null || order.quantity === null) return null;
    const cost = exactOrZero(unitCost).mul(terms.ordered);
    return { revenue: price === null ? null : exactOrZero(price).mul(order.quantity), cost };
  });
  if (lines.length === 0 || lines.some((line) => line === null)) return null;
  const known = lines.flatMap((line) => line ?? []);
  const priced = known.every(({ revenue }) => revenue !== null);
  const amount = typeof deal.amount === 'number' ? exactOf(deal.amount) : null;
  const revenue = priced ? known.reduce((sum, line) => sum.add(line.revenue ?? NOTHING), NOTHING) : amount;
  return revenue === null ? null : money(known.reduce((sum, line) => sum.sub(line.cost), revenue));
};

/** The deal's margin after a cost, and the fee that pays for it (semantics, "Cost of exception"). */
export const marginAfter = (answer: DealAnswer, cost: number): { marginAfter: number | null; breakEvenFee: number } => {
  const margin = dealMargin(answer);
  return {
    marginAfter: margin === null ? null : money(exactOrZero(margin).sub(exactOrZero(cost))),
    breakEvenFee: cost,
  };
};
