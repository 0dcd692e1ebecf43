import type { CapacitySheet, Person } from '../capacity/capacity-sheet.ts';
import type { PortfolioFit, ServiceLevel, Tier } from '../capacity/sheet-lists.ts';
import { nameKey } from './cell.ts';
import { knowsProduct, unknown } from './row-fits.ts';
import type { Names } from './row-fits.ts';
import { rejectRow, warnRow } from './sheet-notes.ts';
import type { SheetNotes } from './sheet-notes.ts';

/** True when the tier protects one thing that the workbook knows. */
const tierFits = (tier: Tier, names: Names, notes: SheetNotes): boolean => {
  const { resource, product, row: ref } = tier;
  if ((resource === null) === (product === null)) {
    const expected = 'exactly one of resource and product_code';
    rejectRow(notes, {
      ref,
      column: 'resource',
      value: resource,
      expected,
      howToFix: 'Say what is kept for the tier.',
    });
    return false;
  }
  if (resource === null || names.resources.has(nameKey(resource))) return knowsProduct(names, notes)(tier);
  rejectRow(notes, unknown(ref, { column: 'resource', value: resource, tab: 'Resources' }));
  return false;
};

/** True when the best product stands in Products; weaker ones that do not are reported. */
const fitFits = (fit: PortfolioFit, names: Names, notes: SheetNotes): boolean => {
  const { bestProduct, weakerProducts, row } = fit;
  if (!names.products.has(nameKey(bestProduct))) {
    rejectRow(notes, unknown(row, { column: 'best_product', value: bestProduct, tab: 'Products' }));
    return false;
  }
  for (const value of weakerProducts.filter((product) => !names.products.has(nameKey(product))))
    warnRow(notes, unknown(row, { column: 'weaker_products', value, tab: 'Products' }));
  return true;
};

const stands = (people: readonly Person[], name: string): boolean =>
  people.some((person) =>
    [person.name, person.role, person.email].some((known) => nameKey(known ?? '') === nameKey(name)),
  );

/** Somebody must hear of a request that nobody answers. */
const checkEscalation = (level: ServiceLevel, people: readonly Person[], notes: SheetNotes): void => {
  const { escalateTo, row } = level;
  if (people.length > 0 && !stands(people, escalateTo))
    warnRow(notes, unknown(row, { column: 'escalate_to', value: escalateTo, tab: 'People' }));
};

/** The lists on which no date depends, without the rows that name something unknown. */
export const checkLists = (sheet: CapacitySheet, names: Names, notes: SheetNotes): CapacitySheet => {
  const { tiers = [], portfolioFit = [], quotas = [], ...rest } = sheet;
  (sheet.serviceLevels ?? []).forEach((level) => checkEscalation(level, sheet.people, notes));
  const checked = {
    tiers: tiers.filter((row) => tierFits(row, names, notes)),
    portfolioFit: portfolioFit.filter((row) => fitFits(row, names, notes)),
    quotas: quotas.filter(knowsProduct(names, notes)),
  };
  return { ...rest, ...Object.fromEntries(Object.entries(checked).filter(([, rows]) => rows.length > 0)) };
};
