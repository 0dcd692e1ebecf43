import type { Product, UnitFactor } from '../../capacity/capacity-sheet.ts';
import { aside, maybe, orElse, required } from '../column.ts';
import { date } from '../date-columns.ts';
import { amount, whole } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { list, name, oneOf, text, yesNo } from '../text-columns.ts';

/** Products: what is sold, its lots and the parts of its lead time. */
export const productsTab = {
  tab: 'Products',
  columns: {
    product_code: required(name),
    name: aside(text),
    aliases: orElse(list, []),
    kind: orElse(oneOf(['make', 'stock', 'project', 'service']), 'make'),
    fidelity: maybe(oneOf(['infinite', 'lead_time', 'capacity'])),
    unit: orElse(name, 'EA'),
    lot_multiple: orElse(amount({ above: 0 }), 1),
    min_qty: maybe(amount()),
    max_qty: maybe(amount()),
    entry_days: maybe(whole()),
    engineering_days: maybe(whole()),
    material_days: maybe(whole()),
    qa_days: maybe(whole()),
    qa_expeditable: orElse(yesNo, false),
    transit_days: maybe(whole()),
    standard_lead_days: maybe(whole()),
    setup_cost: aside(amount()),
    quality_class: aside(text),
    owner_role: aside(text),
    substitutes: orElse(list, []),
    unit_cost: aside(amount()),
    active_from: maybe(date),
    active_to: maybe(date),
  },
};

/** Units: how many of one unit make another; a blank product means all products. */
export const unitsTab = {
  tab: 'Units',
  columns: {
    product_code: maybe(name),
    from_unit: required(name),
    to_unit: required(name),
    factor: required(amount({ above: 0 })),
  },
};

/** A product without a fidelity is planned on capacity where it has steps, else by its standard lead time if it names one. */
const fidelityOf = (row: ReadRow<typeof productsTab.columns>, hasSteps: boolean): Product['fidelity'] => {
  const { fidelity, standard_lead_days: standard } = row.values;
  return fidelity ?? (!hasSteps && standard !== null ? 'lead_time' : 'capacity');
};

export const toProduct = (row: ReadRow<typeof productsTab.columns>, hasSteps: boolean): Product => {
  const { values } = row;
  return {
    code: values.product_code,
    name: values.name,
    aliases: values.aliases,
    kind: values.kind,
    fidelity: fidelityOf(row, hasSteps),
    unit: values.unit,
    lotMultiple: values.lot_multiple,
    minQuantity: values.min_qty,
    maxQuantity: values.max_qty,
    entryDays: values.entry_days,
    engineeringDays: values.engineering_days,
    materialDays: values.material_days,
    qaDays: values.qa_days,
    qaExpeditable: values.qa_expeditable,
    transitDays: values.transit_days,
    standardLeadDays: values.standard_lead_days,
    setupCost: values.setup_cost,
    qualityClass: values.quality_class,
    ownerRole: values.owner_role,
    substitutes: values.substitutes,
    unitCost: values.unit_cost,
    activeFrom: values.active_from,
    activeTo: values.active_to,
    row: row.ref,
  };
};

export const toUnitFactor = ({ ref, values }: ReadRow<typeof unitsTab.columns>): UnitFactor => ({
  product: values.product_code,
  fromUnit: values.from_unit,
  toUnit: values.to_unit,
  factor: values.factor,
  row: ref,
});
