import type {
  CapacityException,
  CapacitySheet,
  Commitment,
  ExpediteOption,
  Product,
  Resource,
  RoutingStep,
  ScopeLimit,
} from '../capacity/capacity-sheet.ts';
import { nameKey } from './cell.ts';
import { doubt, rejectRow, warnRow } from './sheet-notes.ts';
import type { SheetNotes } from './sheet-notes.ts';

type Names = { products: Set<string>; resources: Set<string> };

const bare = ({ row: _row, ...facts }: { row: string }): string => JSON.stringify(facts);

/** Of rows with the same key the first stands; a second one that says something else puts both in doubt. */
const withoutDuplicates = <T extends { row: string }>(
  rows: T[],
  column: string,
  keyOf: (row: T) => string,
  about: 'product' | 'resource',
  notes: SheetNotes,
): T[] => {
  const first = new Map<string, T>();
  return rows.filter((row) => {
    const key = keyOf(row);
    const earlier = first.get(nameKey(key));
    if (earlier === undefined) {
      first.set(nameKey(key), row);
      return true;
    }
    const note = {
      ref: row.row,
      column,
      value: key,
      expected: `each ${column} once; it already stands in ${earlier.row}`,
    };
    if (bare(earlier) === bare(row)) {
      warnRow(notes, { ...note, howToFix: 'Delete one of the two rows; they say the same.' });
    } else {
      rejectRow(notes, { ...note, howToFix: 'Delete the row that is wrong.' });
      doubt(notes, about, { name: key, row: row.row });
    }
    return false;
  });
};

const minAboveMax = (min: number | null, max: number | null): boolean => min !== null && max !== null && min > max;

const productFits = (product: Product, notes: SheetNotes): boolean => {
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

const unknown = (ref: string, column: string, value: string, tab: string) => ({
  ref,
  column,
  value,
  expected: `a name that stands in ${tab}`,
  howToFix: `Correct the name or add it to ${tab}.`,
});

const stepFits = (step: RoutingStep, names: Names, notes: SheetNotes): boolean => {
  if (!names.products.has(nameKey(step.product))) {
    rejectRow(notes, unknown(step.row, 'product_code', step.product, 'Products'));
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
    rejectRow(notes, unknown(step.row, 'resource', step.resource, 'Resources'));
  } else {
    return true;
  }
  doubt(notes, 'product', { name: step.product, row: step.row });
  return false;
};

const exceptionFits = (exception: CapacityException, names: Names, notes: SheetNotes): boolean => {
  const amounts = [exception.capacityPerWeek, exception.deltaHours, exception.hours].filter((value) => value !== null);
  const { row: ref, resource } = exception;
  if (!names.resources.has(nameKey(resource))) {
    rejectRow(notes, unknown(ref, 'resource', resource, 'Resources'));
    return false;
  }
  const wrong =
    (amounts.length !== 1 && 'exactly one of capacity_per_week, delta_hours and hours') ||
    (exception.to < exception.from && 'a date on or after "from"') ||
    (exception.hours !== null && exception.from !== exception.to && 'hours on a single date (from = to)');
  if (!wrong) return true;
  const column = exception.to < exception.from ? 'to' : 'hours';
  const value = column === 'to' ? exception.to : null;
  rejectRow(notes, { ref, column, value, expected: wrong, howToFix: 'Correct the row.' });
  doubt(notes, 'resource', { name: resource, row: ref });
  return false;
};

const whenFits = ({ week, start, end }: Commitment): boolean =>
  week !== null ? start === null : start !== null && end !== null && end >= start;

const commitmentFits = (commitment: Commitment, names: Names, notes: SheetNotes): boolean => {
  const { row: ref, resource } = commitment;
  if (!names.resources.has(nameKey(resource))) {
    rejectRow(notes, unknown(ref, 'resource', resource, 'Resources'));
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
    warnRow(notes, unknown(ref, 'product_code', product, 'Products'));
  return true;
};

const limitFits = (limit: ScopeLimit, names: Names, notes: SheetNotes): boolean => {
  if (limit.product !== '*' && !names.products.has(nameKey(limit.product))) {
    rejectRow(notes, unknown(limit.row, 'product_code', limit.product, 'Products'));
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

const optionFits = (option: ExpediteOption, names: Names, notes: SheetNotes): boolean => {
  const target = nameKey(option.appliesTo);
  if (target !== '*' && !names.products.has(target) && !names.resources.has(target)) {
    rejectRow(notes, unknown(option.row, 'applies_to', option.appliesTo, 'Products or Resources'));
    return false;
  }
  const inHours = option.lever === 'overtime' || option.lever === 'extra_shift';
  if ((inHours ? option.addsHoursPerWeek : option.savesDays) !== null) return true;
  const column = inHours ? 'adds_hours_per_week' : 'saves_days';
  const expected = `a value, because the lever is ${option.lever}`;
  rejectRow(notes, { ref: option.row, column, value: null, expected, howToFix: `Fill in ${column}.` });
  return false;
};

const knowsProduct =
  <T extends { product: string | null; row: string }>(names: Names, notes: SheetNotes) =>
  (row: T): boolean => {
    if (row.product === null || names.products.has(nameKey(row.product))) return true;
    rejectRow(notes, unknown(row.row, 'product_code', row.product, 'Products'));
    return false;
  };

const checkOvertime = (resource: Resource, notes: SheetNotes): void => {
  if (resource.overtimeRate === null || resource.maxOvertimePerWeek !== null) return;
  warnRow(notes, {
    ref: resource.row,
    column: 'max_overtime_per_week',
    value: null,
    expected: 'a limit, because overtime has a rate',
    howToFix: 'Fill in how many hours of overtime a week are possible.',
  });
};

const checkCommitmentIds = (commitments: Commitment[], notes: SheetNotes): void => {
  const seen = new Set<string>();
  for (const { id, resource, week, start, row } of commitments) {
    const key = nameKey(`${id}|${resource}|${week ?? start}`);
    if (seen.has(key)) {
      const expected = 'each id once per resource and week';
      warnRow(notes, {
        ref: row,
        column: 'id',
        value: id,
        expected,
        howToFix: 'Both rows count; delete one if it is a copy.',
      });
    }
    seen.add(key);
  }
};

const checkHorizon = ({ settings, commitments }: CapacitySheet, notes: SheetNotes): void => {
  const end = settings.horizonEnd;
  if (end === null) return;
  const beyond = commitments.filter((commitment) => (commitment.week ?? commitment.start ?? '') > end);
  const first = beyond[0];
  if (!first) return;
  warnRow(notes, {
    ref: first.row,
    column: first.week === null ? 'start' : 'week',
    value: first.week ?? first.start,
    expected: `a date up to the horizon (${end}); ${beyond.length} commitments lie beyond it`,
    howToFix: 'Move horizon_end in Settings, if capacity is known that far.',
  });
};

const checkNames = (sheet: CapacitySheet, names: Names, notes: SheetNotes): void => {
  const calendars = new Set(sheet.calendar.map((day) => nameKey(day.calendar ?? '')));
  for (const { calendar, row } of sheet.resources)
    if (calendar !== null && !calendars.has(nameKey(calendar)))
      warnRow(notes, unknown(row, 'calendar', calendar, 'Calendar'));
  for (const { substitutes, row } of sheet.products)
    for (const substitute of substitutes)
      if (!names.products.has(nameKey(substitute))) warnRow(notes, unknown(row, 'substitutes', substitute, 'Products'));
};

const namesOf = (products: Product[], resources: Resource[]): Names => ({
  products: new Set(products.flatMap((product) => [product.code, ...product.aliases]).map(nameKey)),
  resources: new Set(resources.map((resource) => nameKey(resource.name))),
});

/**
 * Looks at the rows together: duplicates, names that stand nowhere, rows that contradict themselves. Returns the sheet
 * without the rejected rows; what that leaves in doubt is in the notes (S17).
 */
export const crossCheck = (sheet: CapacitySheet, notes: SheetNotes): CapacitySheet => {
  const products = withoutDuplicates(sheet.products, 'product_code', (row) => row.code, 'product', notes).filter(
    (row) => productFits(row, notes),
  );
  const resources = withoutDuplicates(sheet.resources, 'resource', (row) => row.name, 'resource', notes);
  const names = namesOf(products, resources);
  const routing = sheet.routing.filter((row) => stepFits(row, names, notes));
  const checked: CapacitySheet = {
    ...sheet,
    products,
    resources,
    routing,
    units: sheet.units.filter(knowsProduct(names, notes)),
    exceptions: sheet.exceptions.filter((row) => exceptionFits(row, names, notes)),
    stock: sheet.stock.filter(knowsProduct(names, notes)),
    commitments: sheet.commitments.filter((row) => commitmentFits(row, names, notes)),
    scopeLimits: sheet.scopeLimits.filter((row) => limitFits(row, names, notes)),
    expediteOptions: sheet.expediteOptions.filter((row) => optionFits(row, names, notes)),
    serviceTemplates: sheet.serviceTemplates.filter((row) => phaseFits(row, names, notes)),
  };
  resources.forEach((resource) => checkOvertime(resource, notes));
  checkCommitmentIds(checked.commitments, notes);
  checkHorizon(checked, notes);
  checkNames(checked, names, notes);
  return checked;
};

const phaseFits = (phase: CapacitySheet['serviceTemplates'][number], names: Names, notes: SheetNotes): boolean => {
  if (!knowsProduct(names, notes)(phase)) return false;
  if (names.resources.has(nameKey(phase.role))) return true;
  rejectRow(notes, unknown(phase.row, 'role', phase.role, 'Resources'));
  doubt(notes, 'product', { name: phase.product, row: phase.row });
  return false;
};
