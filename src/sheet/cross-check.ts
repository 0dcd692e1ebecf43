import type { CapacitySheet, Commitment, Product, Resource } from '../capacity/capacity-sheet.ts';
import { nameKey } from './cell.ts';
import { checkLists } from './list-fits.ts';
import {
  commitmentFits,
  exceptionFits,
  knowsProduct,
  limitFits,
  optionFits,
  phaseFits,
  productFits,
  stepFits,
  unknown,
} from './row-fits.ts';
import type { Names } from './row-fits.ts';
import { doubt, rejectRow, warnRow } from './sheet-notes.ts';
import type { SheetNotes } from './sheet-notes.ts';

const bare = ({ row: _row, ...facts }: { row: string }): string => JSON.stringify(facts);

type Key<T> = { column: string; of: (row: T) => string; about: 'product' | 'resource' };

/** Of rows with the same key the first stands; a second one that says something else puts both in doubt. */
const withoutDuplicates = <T extends { row: string }>(rows: T[], key: Key<T>, notes: SheetNotes): T[] => {
  const { column, of: keyOf, about } = key;
  const first = new Map<string, T>();
  return rows.filter((row) => {
    const name = keyOf(row);
    const earlier = first.get(nameKey(name));
    if (earlier === undefined) {
      first.set(nameKey(name), row);
      return true;
    }
    const note = {
      ref: row.row,
      column,
      value: name,
      expected: `each ${column} once; it already stands in ${earlier.row}`,
    };
    if (bare(earlier) === bare(row)) {
      warnRow(notes, { ...note, howToFix: 'Delete one of the two rows; they say the same.' });
    } else {
      rejectRow(notes, { ...note, howToFix: 'Delete the row that is wrong.' });
      doubt(notes, about, { name, row: row.row });
    }
    return false;
  });
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
      warnRow(notes, unknown(row, { column: 'calendar', value: calendar, tab: 'Calendar' }));
  for (const { substitutes, row } of sheet.products)
    for (const substitute of substitutes)
      if (!names.products.has(nameKey(substitute)))
        warnRow(notes, unknown(row, { column: 'substitutes', value: substitute, tab: 'Products' }));
};

const PRODUCT_KEY: Key<Product> = { column: 'product_code', of: (row) => row.code, about: 'product' };
const RESOURCE_KEY: Key<Resource> = { column: 'resource', of: (row) => row.name, about: 'resource' };

const namesOf = (products: Product[], resources: Resource[]): Names => ({
  products: new Set(products.flatMap((product) => [product.code, ...product.aliases]).map(nameKey)),
  resources: new Set(resources.map((resource) => nameKey(resource.name))),
});

/**
 * Looks at the rows together: duplicates, names that stand nowhere, rows that contradict themselves. Returns the sheet
 * without the rejected rows; what that leaves in doubt is in the notes (S17).
 */
export const crossCheck = (sheet: CapacitySheet, notes: SheetNotes): CapacitySheet => {
  const products = withoutDuplicates(sheet.products, PRODUCT_KEY, notes).filter((row) => productFits(row, notes));
  const resources = withoutDuplicates(sheet.resources, RESOURCE_KEY, notes);
  const names = namesOf(products, resources);
  const routing = sheet.routing.filter((row) => stepFits(row, names, notes));
  const checked: CapacitySheet = {
    ...checkLists(sheet, names, notes),
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
