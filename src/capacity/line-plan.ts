import type Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import { floorOf } from './exact.ts';
import type { Ledger } from './ledger.ts';
import { chainFinish, placeSteps } from './place-steps.ts';
import type { Begin, LotsFrom } from './place-steps.ts';
import { arrivalOf, promiseAfter } from './delivery.ts';
import type { DealTerms, LinePlan, LineTerms, Ordered } from './line-terms.ts';
import { quickFinish } from './quick-promise.ts';
import { routeOf } from './route.ts';
import { planWithStock } from './stock-plan.ts';
import { addWorkingDays, rollToWorkingDay } from './working-calendar.ts';

/** The terms of a line as the sheet gives them (S4 to S9). */
export const termsOf = (deal: DealTerms, order: Ordered): LineTerms => ({
  ...deal,
  product: order.product,
  stages: order.stages,
  route: routeOf(order.stages),
  leadTimes: order.product.leadTimes,
  flight: null,
  fenceDays: deal.plan.sheet.settings.frozenFenceDays,
  startDate: order.startDate,
  requested: order.requested,
  ordered: order.ordered,
  lots: order.lots,
});

/** ready = order date + (entry + engineering + material) working days (S4). */
const readyOf = ({ plan, orderDate, leadTimes }: LineTerms): Day =>
  addWorkingDays(plan.calendar, orderDate, leadTimes.entry + leadTimes.engineering + leadTimes.material);

/** The day before production may begin, and the first day after the frozen fence (S4, S16, ruling on services). */
const beginOf = (terms: LineTerms): Begin => {
  const { plan, orderDate, startDate, product } = terms;
  const fence = addWorkingDays(plan.calendar, orderDate, terms.fenceDays) + 1;
  if (!product.isService || startDate === null) return { after: readyOf(terms), fence };
  return { after: Math.max(rollToWorkingDay(plan.calendar, startDate) - 1, orderDate), fence };
};

/** With no step at all the finish is ready; a lead-time product has its own (ruling on time). */
const readyWithoutSteps = (terms: LineTerms): Day =>
  terms.product.fidelity === 'lead_time' ? standardFinish(terms) : readyOf(terms);

const standardFinish = ({ plan, orderDate, leadTimes }: LineTerms): Day =>
  addWorkingDays(plan.calendar, orderDate, leadTimes.standard ?? 0);

const fixedFinish = (terms: LineTerms): Day | null => {
  const { product } = terms;
  if (product.fidelity === 'infinite' || terms.stages.length === 0) return readyWithoutSteps(terms);
  return product.fidelity === 'lead_time' ? standardFinish(terms) : null;
};

/** Quality working days, then what the way to the customer takes (S9). */
const delivery = (terms: LineTerms, finish: Day): { ship: Day; promise: Day | null } => {
  const ship = addWorkingDays(terms.plan.calendar, finish, terms.leadTimes.quality);
  return { ship, promise: arrivalOf(terms, ship) };
};

/** The day on which production of so many lots finishes; null beyond the horizon (S6, S8, S16). */
export const finishOfLots = (ledger: Ledger, terms: LineTerms, lots: number): Day | null =>
  terms.product.supply.length > 0 ? planLots(ledger, terms, lots).finish : makingFinish(ledger, terms, lots);

const makingFinish = (ledger: Ledger, terms: LineTerms, lots: number): Day | null =>
  fixedFinish(terms) ?? stepsFinish(ledger, terms, { lots, begin: beginOf(terms) });

const stepsFinish = (ledger: Ledger, { route, stages }: LineTerms, from: LotsFrom): Day | null =>
  route.chain ? chainFinish(ledger, route.chain, from) : (placeSteps(ledger, stages, from)?.finish ?? null);

/** Plans a number of lots: earliest dates forward, reservations backward (S4 to S9, S19). */
export const planLots = (ledger: Ledger, terms: LineTerms, lots: number): LinePlan => {
  if (terms.product.supply.length === 0) return makeLots(ledger, terms, lots);
  const amount = lots === terms.lots ? terms.ordered : terms.product.lot.mul(lots);
  return planWithStock(ledger, terms, { amount, make: (made) => makeLots(ledger, terms, made) });
};

const makeLots = (ledger: Ledger, terms: LineTerms, lots: number): LinePlan => {
  const ready = readyOf(terms);
  const fixed = fixedFinish(terms);
  const placed =
    fixed === null
      ? placeSteps(ledger, terms.stages, { lots, begin: beginOf(terms) })
      : { finish: fixed, steps: [], fenceMoved: false };
  if (!placed) return { ready, finish: null, ship: null, promise: null, steps: [], fenceMoved: false, stockTakes: [] };
  return { ready, ...placed, ...delivery(terms, placed.finish), stockTakes: [] };
};

/** The largest number of lots up to `most` for which the question holds; 0 when it holds for none. */
const largest = (most: number, holds: (lots: number) => boolean): number => {
  let low = 0;
  let high = Math.min(most, Number.MAX_SAFE_INTEGER);
  if (holds(high)) return high;
  while (low + 1 < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
};

const inLineUnit = (order: Ordered, amount: Fraction): number => {
  const inUnit = amount.div(order.factor);
  return order.factor.equals(1) ? inUnit.valueOf() : floorOf(inUnit);
};

/**
 * The largest of {lot multiples up to the ordered quantity, the ordered quantity itself} whose finish passes the test;
 * 0 below the minimum quantity (S10). In the line's unit, rounded down (ruling on units).
 */
export const largestQuantity = (order: Ordered, isGood: (lots: number) => boolean): number => {
  const { product, ordered, lots } = order;
  const fit = largest(lots, isGood);
  if (fit === 0) return 0;
  const amount = fit === lots ? ordered : product.lot.mul(fit);
  if (product.min !== null && amount.lt(product.min)) return 0;
  return fit === lots ? order.quantity.valueOf() : inLineUnit(order, amount);
};

/** The day on which so many lots are with the customer; null when they never are (S10). */
export const promiseOfLots = (ledger: Ledger, terms: LineTerms, lots: number): Day | null => {
  if (terms.product.supply.length > 0) return planLots(ledger, terms, lots).promise;
  const finish = makingFinish(ledger, terms, lots);
  return finish === null ? null : promiseAfter(terms, finish);
};

/**
 * Answers promise queries for one line, lots by lots, on what is free now: everything that the quantity does not change is
 * worked out once (S4 to S9).
 */
export const promiseQuery = (ledger: Ledger, terms: LineTerms): ((lots: number) => Day | null) => {
  if (terms.product.supply.length > 0 || fixedFinish(terms) !== null)
    return (lots) => promiseOfLots(ledger, terms, lots);
  const begin = beginOf(terms);
  const { chain } = terms.route;
  const finishOf =
    (chain && quickFinish(ledger, chain, begin)) ?? ((lots: number) => stepsFinish(ledger, terms, { lots, begin }));
  return (lots) => {
    const finish = finishOf(lots);
    return finish === null ? null : promiseAfter(terms, finish);
  };
};

/** True when so many lots can be with the customer on or before the day (S10). */
export const arrivesBy = (ledger: Ledger, terms: LineTerms, { lots, by }: { lots: number; by: Day }): boolean => {
  const promise = promiseOfLots(ledger, terms, lots);
  return promise !== null && promise <= by;
};
