import Fraction from 'fraction.js';
import type { CapacitySheet, Product, RoutingStep } from './capacity-sheet.ts';
import { ceilOf, exactOf, exactOrZero, minutesOfHours } from './exact.ts';
import { nameKey } from './plan.ts';
import type { Gap, LeadTimes, PlanProduct, PlanResource, PlanStep, Stage, StepTime } from './plan.ts';
import { supplyOf } from './stock.ts';

/** More days than a century are a slip of the keyboard. */
const MOST_DAYS = 36_525;
const LEAD_TIME_FIELDS = [
  'entryDays',
  'engineeringDays',
  'materialDays',
  'qaDays',
  'transitDays',
  'standardLeadDays',
] as const;

type Routed = { sheet: CapacitySheet; resources: ReadonlyMap<string, PlanResource> };

const isSmall = (value: bigint): boolean => value <= BigInt(Number.MAX_SAFE_INTEGER);

/** Whole numbers for ceil((setup + perLot * m) / unit), so that a check needs no fractions (S7). */
export const stepTime = (setup: Fraction, perLot: Fraction): StepTime => {
  const unit = setup.d * perLot.d;
  const whole = { setup: setup.n * perLot.d, perLot: perLot.n * setup.d, unit };
  const small = isSmall(whole.setup) && isSmall(whole.perLot) && isSmall(unit);
  return {
    ...whole,
    small: small ? { setup: Number(whole.setup), perLot: Number(whole.perLot), unit: Number(unit) } : null,
  };
};

const gap = (row: string, field: string, what: string): Gap => ({
  code: 'PRODUCT_UNKNOWN',
  verdict: 'cannot_tell',
  field,
  what,
  row,
});

const isAmount = (value: number | null): boolean => value === null || (exactOf(value) !== null && value >= 0);

const timeGap = (step: RoutingStep): Gap | null => {
  const { setupHours, runHoursPerUnit, unitsPerHour, product, row } = step;
  const rate = unitsPerHour === null || (isAmount(unitsPerHour) && unitsPerHour > 0);
  const known = setupHours !== null || runHoursPerUnit !== null || unitsPerHour !== null;
  if (known && rate && isAmount(setupHours) && isAmount(runHoursPerUnit)) return null;
  return gap(row, 'Routing.run_hours_per_unit', `Step ${step.step} of ${product} (${row}) has no usable time.`);
};

/** Minutes per unit: the cell in hours, or exactly 60 / units_per_hour (S7). */
const runMinutes = ({ runHoursPerUnit, unitsPerHour }: RoutingStep): Fraction => {
  const rate = unitsPerHour === null ? null : exactOf(unitsPerHour);
  return runHoursPerUnit === null && rate ? new Fraction(60).div(rate) : minutesOfHours(runHoursPerUnit);
};

const planStep = (step: RoutingStep, lot: Fraction, resources: ReadonlyMap<string, PlanResource>): PlanStep => ({
  resources: [step.resource, ...step.alternativeResources].flatMap((name) => resources.get(nameKey(name))?.index ?? []),
  time: stepTime(minutesOfHours(step.setupHours), runMinutes(step).mul(lot)),
  row: step.row,
  name: `step ${step.step}`,
  outside: null,
});

const routingOf = (product: Product, { sheet }: Routed): RoutingStep[] =>
  sheet.routing
    .filter((step) => nameKey(step.product) === nameKey(product.code))
    .map((step, place) => ({ step, place }))
    .sort((a, b) => a.step.step - b.step.step || a.place - b.place)
    .map(({ step }) => step);

const routingGaps = (steps: readonly RoutingStep[], { resources }: Routed): Gap[] =>
  steps.flatMap((step) => {
    const time = timeGap(step);
    const unknown = resources.has(nameKey(step.resource))
      ? null
      : gap(
          step.row,
          'Routing.resource',
          `Step ${step.step} of ${step.product} (${step.row}) runs on "${step.resource}", whose capacity the Resources tab does not give.`,
        );
    return [time, unknown].filter((found) => found !== null);
  });

const stagesOf = (steps: readonly RoutingStep[], lot: Fraction, { resources }: Routed): Stage[] =>
  steps.map((step, i) => ({
    name: `step ${step.step}`,
    steps: [planStep(step, lot, resources)],
    after: i === 0 ? [] : [i - 1],
  }));

const wholeDays = (days: number | null): number => ceilOf(exactOrZero(days));

const leadTimesOf = (product: Product): LeadTimes => ({
  entry: wholeDays(product.entryDays),
  engineering: wholeDays(product.engineeringDays),
  material: wholeDays(product.materialDays),
  quality: wholeDays(product.qaDays),
  transit: wholeDays(product.transitDays),
  standard: product.standardLeadDays === null ? null : wholeDays(product.standardLeadDays),
});

const dayGaps = (product: Product): Gap[] =>
  LEAD_TIME_FIELDS.filter((field) => !isAmount(product[field]) || (product[field] ?? 0) > MOST_DAYS).map((field) =>
    gap(
      product.row,
      `Products.${field}`,
      `${product.code} (${product.row}) has ${product[field]} in ${field}, which is not a number of days.`,
    ),
  );

const lotGap = (product: Product): Gap[] => {
  const lot = exactOf(product.lotMultiple);
  return lot !== null && lot.gt(0)
    ? []
    : [
        gap(
          product.row,
          'Products.lot_multiple',
          `The lot multiple of ${product.code} (${product.row}) is not above 0.`,
        ),
      ];
};

const standardGap = (product: Product): Gap[] =>
  product.fidelity === 'lead_time' && product.standardLeadDays === null
    ? [
        gap(
          product.row,
          'Products.standard_lead_days',
          `${product.code} (${product.row}) is promised by lead time, and the sheet gives none.`,
        ),
      ]
    : [];

const exactOrNull = (value: number | null): Fraction | null => (value === null ? null : exactOf(value));

const wholeOrNull = (lot: Fraction): number | null =>
  lot.d === 1n && Number.isSafeInteger(Number(lot.n)) ? Number(lot.n) : null;

const isOf =
  ({ code }: Product) =>
  ({ product }: { product: string }): boolean =>
    nameKey(product) === nameKey(code);

type Route = Pick<PlanProduct, 'stages' | 'phases' | 'gaps'>;

const routeOf = (product: Product, lot: Fraction, routed: Routed): Route => {
  const steps = product.fidelity === 'capacity' ? routingOf(product, routed) : [];
  const usesTemplate = product.fidelity === 'capacity' && steps.length === 0;
  const gaps = routingGaps(steps, routed);
  return {
    stages: gaps.length > 0 ? [] : stagesOf(steps, lot, routed),
    phases: usesTemplate ? routed.sheet.serviceTemplates.filter(isOf(product)) : [],
    gaps,
  };
};

/** A product with its route in whole numbers. What it lacks is a gap that caps its lines, never an exception (S17). */
export const compileProduct = (product: Product, routed: Routed): PlanProduct => {
  const own = dayGaps(product).concat(lotGap(product), standardGap(product));
  const lot = lotGap(product).length > 0 ? new Fraction(1) : exactOrZero(product.lotMultiple);
  const route = routeOf(product, lot, routed);
  return {
    code: product.code,
    source: product,
    fidelity: product.fidelity,
    isService: product.kind === 'service',
    leadTimes: dayGaps(product).length > 0 ? NO_LEAD_TIMES : leadTimesOf(product),
    lot,
    wholeLot: wholeOrNull(lot),
    min: exactOrNull(product.minQuantity),
    max: exactOrNull(product.maxQuantity),
    unit: product.unit,
    ...route,
    supply: supplyOf(routed.sheet.stock.filter(isOf(product))),
    gaps: [...own, ...route.gaps],
  };
};

const NO_LEAD_TIMES: LeadTimes = { entry: 0, engineering: 0, material: 0, quality: 0, transit: 0, standard: null };
