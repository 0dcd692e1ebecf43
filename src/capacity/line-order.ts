import Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { toCivilDate } from '../deal/plant-time.ts';
import { ceilOf, exactOf } from './exact.ts';
import { nameKey } from './plan.ts';
import type { Gap, Plan, PlanProduct, Stage } from './plan.ts';
import { attributesOf, serviceStages } from './service-stages.ts';
import { unitFactor } from './units.ts';

/** A line of a deal as the engine plans it: exact amounts in both units, days instead of texts, and what is missing. */
export type LineOrder = {
  line: LineItem;
  place: number;
  product: PlanProduct | null;
  /** In the line's unit; null when blank or not a number. */
  quantity: Fraction | null;
  /** In the product's unit. */
  ordered: Fraction | null;
  /** The product's units in one of the line's. */
  factor: Fraction;
  /** Lots to run for the ordered quantity, rounded up (S7). */
  lots: number;
  requested: Day | null;
  startDate: Day | null;
  /** The product's route, or the service's phases for this line. */
  stages: readonly Stage[];
  gaps: Gap[];
};

const DECIMAL_TEXT = /^[+-]?\d+(\.\d+)?$/;

type Quantity = { amount: Fraction | null; gap: Gap | null };

const badQuantity = (verdict: Gap['verdict'], what: string): Quantity => ({
  amount: null,
  gap: { code: 'QTY_INVALID', verdict, field: 'quantity', what, row: null },
});

const isBlank = (quantity: LineItem['quantity']): boolean =>
  quantity === null || quantity === undefined || (typeof quantity === 'string' && quantity.trim() === '');

const numberOf = (quantity: LineItem['quantity']): number => {
  if (typeof quantity === 'number') return quantity;
  return typeof quantity === 'string' && DECIMAL_TEXT.test(quantity.trim()) ? Number(quantity) : NaN;
};

/** Blank cannot be told; zero, negative and everything that is not a number is invalid (ruling on verdicts). */
const readQuantity = ({ quantity }: LineItem): Quantity => {
  if (isBlank(quantity)) return badQuantity('cannot_tell', 'The quantity is blank.');
  const amount = exactOf(numberOf(quantity));
  if (amount === null) return badQuantity('invalid', `The quantity "${String(quantity)}" is not a number.`);
  return amount.gt(0)
    ? { amount, gap: null }
    : badQuantity('invalid', `The quantity is ${String(quantity)}; it must be above 0.`);
};

const unknownProduct = (product: string | null | undefined): Gap => ({
  code: 'PRODUCT_UNKNOWN',
  verdict: 'cannot_tell',
  field: 'product',
  what: product ? `The sheet has no product "${product}".` : 'The product is blank.',
  row: null,
});

const inactive = (product: PlanProduct, orderDate: Day, zone: string): Gap | null => {
  const { activeFrom, activeTo, row } = product.source;
  const from = activeFrom === null ? null : toCivilDate(activeFrom, zone);
  const to = activeTo === null ? null : toCivilDate(activeTo, zone);
  if ((from === null || from <= orderDate) && (to === null || to >= orderDate)) return null;
  return {
    code: 'PRODUCT_UNKNOWN',
    verdict: 'cannot_tell',
    field: 'product',
    what: `${product.code} is not sold on this date (${row}).`,
    row,
  };
};

const factorFor = (plan: Plan, line: LineItem, product: PlanProduct): Fraction | null => {
  const unit = line.unit?.trim() ? line.unit : product.unit;
  return unitFactor(plan.sheet.units, unit, { product: product.code, unit: product.unit });
};

const unknownUnit = (line: LineItem, { code, unit }: PlanProduct): Gap => ({
  code: 'UNIT_UNKNOWN',
  verdict: 'cannot_tell',
  field: 'unit',
  what: `The sheet does not say how many ${unit} of ${code} are in one ${line.unit}.`,
  row: null,
});

/** Lots for an amount in the product's unit, rounded up (S7). */
const lotsFor = ({ lot, wholeLot }: PlanProduct, amount: Fraction): number => {
  if (wholeLot === null || amount.d !== 1n || amount.n > BigInt(Number.MAX_SAFE_INTEGER))
    return ceilOf(amount.div(lot));
  const whole = Number(amount.n);
  return (whole - (whole % wholeLot)) / wholeLot + (whole % wholeLot === 0 ? 0 : 1);
};

const civilDate = (field: string | null | undefined, zone: string): Day | null =>
  field ? toCivilDate(field, zone) : null;

const NO_LINE: LineItem = { id: '', product: null, unit: null, requestedDate: null, startDate: null };

type Made = { factor: Fraction | null; stages: readonly Stage[]; gaps: (Gap | null)[] };

/** How the product of a line is made and counted, with what is missing for it. */
const readProduct = (plan: Plan, { deal, line, orderDate }: { deal: Deal; line: LineItem; orderDate: Day }): Made => {
  const product = productNamed(plan, line);
  if (!product) return { factor: null, stages: [], gaps: [unknownProduct(line.product)] };
  const factor = factorFor(plan, line, product);
  const sold = { product, attributes: attributesOf(deal, line), resources: plan.resourceByName };
  const { stages, gaps } = product.phases.length > 0 ? serviceStages(sold) : { stages: product.stages, gaps: [] };
  const own = [factor ? null : unknownUnit(line, product), inactive(product, orderDate, plan.timeZone)];
  return { factor, stages, gaps: [...own, ...product.gaps, ...gaps] };
};

const productNamed = (plan: Plan, { product }: LineItem): PlanProduct | null =>
  (product ? plan.productByName.get(nameKey(product)) : null) ?? null;

const converted = (amount: Fraction | null, factor: Fraction | null): Fraction | null => {
  if (!amount || !factor) return null;
  return factor.equals(1) ? amount : amount.mul(factor);
};

/** Reads one line against the plan. Never refuses: what is wrong becomes a gap with its code and field (S17). */
export const readLine = (
  plan: Plan,
  deal: Deal,
  { place, orderDate }: { place: number; orderDate: Day },
): LineOrder => {
  const line = deal.lines[place] ?? NO_LINE;
  const { amount, gap } = readQuantity(line);
  const product = productNamed(plan, line);
  const { factor, stages, gaps } = readProduct(plan, { deal, line, orderDate });
  const ordered = converted(amount, factor);
  return {
    line,
    place,
    product,
    quantity: amount,
    ordered,
    factor: factor ?? new Fraction(1),
    lots: ordered && product ? lotsFor(product, ordered) : 0,
    requested: civilDate(line.requestedDate?.trim() ? line.requestedDate : deal.requestedDate, plan.timeZone),
    startDate: civilDate(line.startDate, plan.timeZone),
    stages,
    gaps: [gap, ...gaps].filter((found) => found !== null),
  };
};

/** The order in which the lines of a deal are planned: requested date, blank last, then as they stand (S14). */
export const planOrderOf = (orders: readonly LineOrder[]): LineOrder[] =>
  orders.toSorted((a, b) => (a.requested ?? Infinity) - (b.requested ?? Infinity) || a.place - b.place);
