import type { ExpediteOption, ServicePhase } from '../../capacity/capacity-sheet.ts';
import { aside, maybe, orElse, required } from '../column.ts';
import { date, weekdays } from '../date-columns.ts';
import { amount, hours, whole } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { list, name, oneOf, text } from '../text-columns.ts';

/** Expedite options: what operations can do faster, and what it costs. */
export const expediteOptionsTab = {
  tab: 'Expedite options',
  columns: {
    option: required(text),
    applies_to: required(name),
    lever: required(oneOf(['overtime', 'rush_material', 'air_freight', 'subcontract', 'extra_shift'])),
    saves_days: maybe(whole()),
    adds_hours_per_week: maybe(hours()),
    on_days: orElse(weekdays, []),
    max_weeks: maybe(whole()),
    notice_days: orElse(whole(), 0),
    fixed_cost: orElse(amount(), 0),
    cost_per_hour: orElse(amount(), 0),
    cost_per_unit: orElse(amount(), 0),
    needs_signoff_role: aside(text),
    valid_from: maybe(date),
    valid_to: maybe(date),
  },
};

export const toExpediteOption = ({ ref, values }: ReadRow<typeof expediteOptionsTab.columns>): ExpediteOption => ({
  option: values.option,
  appliesTo: values.applies_to,
  lever: values.lever,
  savesDays: values.saves_days,
  addsHoursPerWeek: values.adds_hours_per_week,
  onWeekdays: values.on_days,
  maxWeeks: values.max_weeks,
  noticeDays: values.notice_days,
  fixedCost: values.fixed_cost,
  costPerHour: values.cost_per_hour,
  costPerUnit: values.cost_per_unit,
  needsSignoffRole: values.needs_signoff_role,
  validFrom: values.valid_from,
  validTo: values.valid_to,
  row: ref,
});

/** Service templates: the phases of a service and the hours of each role. */
export const serviceTemplatesTab = {
  tab: 'Service templates',
  columns: {
    product_code: required(name),
    phase: required(text),
    order: required(whole()),
    role: required(name),
    hours: required(hours()),
    driver_attribute: maybe(name),
    hours_per_driver: maybe(hours()),
    depends_on: orElse(list, []),
  },
};

export const toServicePhase = ({ ref, values }: ReadRow<typeof serviceTemplatesTab.columns>): ServicePhase => ({
  product: values.product_code,
  phase: values.phase,
  order: values.order,
  role: values.role,
  hours: values.hours,
  driverAttribute: values.driver_attribute,
  hoursPerDriver: values.hours_per_driver,
  dependsOn: values.depends_on,
  row: ref,
});
