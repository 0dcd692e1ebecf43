import type Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import type { LineOrder } from './line-order.ts';
import type { PlacedStep } from './place-steps.ts';
import type { LeadTimes, Plan, PlanProduct, Stage } from './plan.ts';
import type { ReceivingDays } from './receiving.ts';
import type { Route } from './route.ts';
import type { StockTake } from './stock.ts';

/** A line order whose product, quantity and unit are known. */
export type Ordered = LineOrder & { product: PlanProduct; ordered: Fraction; quantity: Fraction };

/** What stays the same for all lines of a deal. */
export type DealTerms = { plan: Plan; orderDate: Day; receiving: ReceivingDays };

/** How one line is made: its product's stages and lead times, as they are or as a lever changes them. */
export type LineTerms = DealTerms & {
  product: PlanProduct;
  stages: readonly Stage[];
  /** What is read off the stages. */
  route: Route;
  leadTimes: LeadTimes;
  /** Faster transit in calendar days for what ships on or after a day; null = none (S15). */
  flight: { from: Day; transit: number } | null;
  fenceDays: number;
  startDate: Day | null;
  requested: Day | null;
  /** Ordered amount in the product's unit and the lots it takes. */
  ordered: Fraction;
  lots: number;
};

/** Dates of a quantity: ready, finish, ship, promise (S4 to S9). Null beyond the horizon (S16). */
export type LinePlan = {
  ready: Day;
  finish: Day | null;
  ship: Day | null;
  promise: Day | null;
  steps: PlacedStep[];
  fenceMoved: boolean;
  stockTakes: StockTake[];
};
