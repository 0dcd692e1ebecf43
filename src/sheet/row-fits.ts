import type {
  CapacityException,
  Commitment,
  ExpediteOption,
  Product,
  RoutingStep,
  ScopeLimit,
  ServicePhase,
} from '../capacity/capacity-sheet.ts';
import { nameKey } from './cell.ts';
import { doubt, rejectRow, warnRow } from './sheet-notes.ts';
import type { RowNote, SheetNotes } from './sheet-notes.ts';

type BadField = { column: string; value: string | null; expected: string };

/** Names of the workbook, as names are compared. */
export type Names = { products: Set<string>; resources: Set<string> };

const minAboveMax = (min: number | null, max: number | null): boolean => min !== null && max !== null && min > max;

/** True when the product’s limits do not contradict each other. */
export const productFits = (product: Product, notes: SheetNotes): boolean => {
  if (!minAboveMax(product.minQuantity, product.maxQuantity)) return true;
  rejectRow(notes, {
    ref: product.row,
    column: 'min_qty',
    value: String(product.minQuantity),
    expected: `at most max_qty (${product.maxQuantity})`,
    howToFix: 'Swap or correct min_qty and max_qty.',
  });
  doubt(notes, 'product', { name: product.code, row: product.row });
  return false;
};

/** A name that stands nowhere. */
export const unknown = (
  ref: string,
  { column, value, tab }: { column: string; value: string; tab: string },
): RowNote => ({
  ref,
  column,
  value,
  expected: `a name that stands in ${tab}`,
  howToFix: `Correct the name or add it to ${tab}.`,
});

/** True when the step names a known product and resource and has a time (blank is not 0). */
export const stepFits = (step: RoutingStep, names: Names, notes: SheetNotes): boolean => {
  if (!names.products.has(nameKey(step.product))) {
    rejectRow(notes, unknown(step.row, { column: 'product_code', value: step.product, tab: 'Products' }));
    return false;
  }
  const noTime = step.setupHours === null && step.runHoursPerUnit === null && step.unitsPerHour === null;
  if (noTime) {
    rejectRow(notes, {
      ref: step.row,
      column: 'run_hours_per_unit',
      value: null,
      expected: 'a time; the step has none, and blank is not 0',
      howToFix: 'Fill in run_hours_per_unit or units_per_hour (write 0 when the step takes no time).',
    });
  } else if (!names.resources.has(nameKey(step.resource))) {
    rejectRow(notes, unknown(step.row, { column: 'resource', value: step.resource, tab: 'Resources' }));
  } else {
    return true;
  }
  doubt(notes, 'product', { name: step.product, row: step.row });
  return false;
};

const rangeProblem = ({ from, to }: CapacityException): BadField | null =>
  to < from ? { column: 'to', value: to, expected: `a date on or after ${from}` } : null;

const amountProblem = ({ capacityPerWeek, deltaHours, hours, from, to }: CapacityException): BadField | null => {
  const amounts = [capacityPerWeek, deltaHours, hours].filter((value) => value !== null);
  if (amounts.length !== 1)
    return { column: 'hours', value: null, expected: 'exactly one of capacity_per_week, delta_hours and hours' };
  if (hours === null || from === to) return null;
  return { column: 'hours', value: String(hours), expected: 'hours on a single date (from = to)' };
};

/** True when the exception names a known resource, a range of dates and one amount. */
export const exceptionFits = (exception: CapacityException, names: Names, notes: SheetNotes): boolean => {
  const { row: ref, resource } = exception;
  if (!names.resources.has(nameKey(resource))) {
    rejectRow(notes, unknown(ref, { column: 'resource', value: resource, tab: 'Resources' }));
    return false;
  }
  const problem = rangeProblem(exception) ?? amountProblem(exception);
  if (problem === null) return true;
  rejectRow(notes, { ...problem, ref, howToFix: 'Correct the row.' });
  doubt(notes, 'resource', { name: resource, row: ref });
  return false;
};

const whenFits = ({ week, start, end }: Commitment): boolean =>
  week !== null ? start === null : start !== null && end !== null && end >= start;

/** True when the commitment names a known resource and says when. */
export const commitmentFits = (commitment: Commitment, names: Names, notes: SheetNotes): boolean => {
  const { row: ref, resource } = commitment;
  if (!names.resources.has(nameKey(resource))) {
    rejectRow(notes, unknown(ref, { column: 'resource', value: resource, tab: 'Resources' }));
    return false;
  }
  if (!whenFits(commitment)) {
    const expected = 'a week, or a start and an end that is not before it';
    rejectRow(notes, { ref, column: 'week', value: null, expected, howToFix: 'Fill in week, or start and end.' });
    doubt(notes, 'resource', { name: resource, row: ref });
    return false;
  }
  const { product } = commitment;
  if (product !== null && !names.products.has(nameKey(product)))
    warnRow(notes, unknown(ref, { column: 'product_code', value: product, tab: 'Products' }));
  return true;
};

/** True when the limit names a known product and its limits do not contradict each other. */
export const limitFits = (limit: ScopeLimit, names: Names, notes: SheetNotes): boolean => {
  if (limit.product !== '*' && !names.products.has(nameKey(limit.product))) {
    rejectRow(notes, unknown(limit.row, { column: 'product_code', value: limit.product, tab: 'Products' }));
    return false;
  }
  if (!minAboveMax(limit.min, limit.max)) return true;
  const expected = `at most max (${limit.max})`;
  rejectRow(notes, {
    ref: limit.row,
    column: 'min',
    value: String(limit.min),
    expected,
    howToFix: 'Swap min and max.',
  });
  doubt(notes, 'product', { name: limit.product, row: limit.row });
  return false;
};

/** True when the option names something known and says what it brings. */
export const optionFits = (option: ExpediteOption, names: Names, notes: SheetNotes): boolean => {
  const target = nameKey(option.appliesTo);
  if (target !== '*' && !names.products.has(target) && !names.resources.has(target)) {
    rejectRow(
      notes,
      unknown(option.row, { column: 'applies_to', value: option.appliesTo, tab: 'Products or Resources' }),
    );
    return false;
  }
  const inHours = option.lever === 'overtime' || option.lever === 'extra_shift';
  if ((inHours ? option.addsHoursPerWeek : option.savesDays) !== null) return true;
  const column = inHours ? 'adds_hours_per_week' : 'saves_days';
  const expected = `a value, because the lever is ${option.lever}`;
  rejectRow(notes, { ref: option.row, column, value: null, expected, howToFix: `Fill in ${column}.` });
  return false;
};

/** True when the row's product stands in Products. */
export const knowsProduct =
  <T extends { product: string | null; row: string }>(names: Names, notes: SheetNotes) =>
  (row: T): boolean => {
    if (row.product === null || names.products.has(nameKey(row.product))) return true;
    rejectRow(notes, unknown(row.row, { column: 'product_code', value: row.product, tab: 'Products' }));
    return false;
  };

/** True when the phase names a known product and a role with capacity. */
export const phaseFits = (phase: ServicePhase, names: Names, notes: SheetNotes): boolean => {
  if (!knowsProduct(names, notes)(phase)) return false;
  if (names.resources.has(nameKey(phase.role))) return true;
  rejectRow(notes, unknown(phase.row, { column: 'role', value: phase.role, tab: 'Resources' }));
  doubt(notes, 'product', { name: phase.product, row: phase.row });
  return false;
};
