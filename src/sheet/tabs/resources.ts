import type { CapacityException, Resource, RoutingStep } from '../../capacity/capacity-sheet.ts';
import { aside, expected, maybe, orElse, required } from '../column.ts';
import { date, weekdays } from '../date-columns.ts';
import { amount, hours, share, whole } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { list, name, oneOf, text } from '../text-columns.ts';

/** Routing: the steps of a product, the resource of each and the time it takes there. */
export const routingTab = {
  tab: 'Routing',
  columns: {
    product_code: required(name),
    step: required(whole()),
    resource: required(name),
    setup_hours: maybe(hours()),
    run_hours_per_unit: maybe(hours()),
    units_per_hour: maybe(amount({ above: 0 })),
    alternative_resources: orElse(list, []),
  },
};

export const toRoutingStep = ({ ref, values }: ReadRow<typeof routingTab.columns>): RoutingStep => ({
  product: values.product_code,
  step: values.step,
  resource: values.resource,
  setupHours: values.setup_hours,
  runHoursPerUnit: values.run_hours_per_unit,
  unitsPerHour: values.run_hours_per_unit === null ? values.units_per_hour : null,
  alternativeResources: values.alternative_resources,
  row: ref,
});

const UNIT_WORDS = {
  h: 'hours',
  hr: 'hours',
  hrs: 'hours',
  hour: 'hours',
  min: 'minutes',
  mins: 'minutes',
  minute: 'minutes',
  day: 'days',
  d: 'days',
} as const;

/** Resources: machines, lines, roles and people with their weekly capacity. */
export const resourcesTab = {
  tab: 'Resources',
  columns: {
    resource: required(name),
    kind: aside(text),
    capacity_per_week: required(hours()),
    capacity_unit: orElse(oneOf(['hours', 'minutes', 'days'], UNIT_WORDS), 'hours'),
    efficiency: orElse(share(3), 1),
    utilisation_target: orElse(share(3), 1),
    headcount: orElse(amount(), 1),
    calendar: maybe(name),
    cost_per_hour: aside(amount()),
    overtime_rate: aside(amount()),
    max_overtime_per_week: maybe(hours()),
    overtime_days: orElse(weekdays, []),
    liaison: aside(text),
    delegate: aside(text),
  },
};

/** The default calendar may be named "default". */
export const calendarName = (raw: string | null): string | null => (raw?.toLowerCase() === 'default' ? null : raw);

export const toResource = ({ ref, values }: ReadRow<typeof resourcesTab.columns>): Resource => ({
  name: values.resource,
  kind: values.kind,
  capacityPerWeek: values.capacity_per_week,
  capacityUnit: values.capacity_unit,
  efficiency: values.efficiency,
  utilisationTarget: values.utilisation_target,
  headcount: values.headcount,
  calendar: calendarName(values.calendar),
  costPerHour: values.cost_per_hour,
  overtimeRate: values.overtime_rate,
  maxOvertimePerWeek: values.max_overtime_per_week,
  overtimeWeekdays: values.overtime_days,
  liaison: values.liaison,
  delegate: values.delegate,
  row: ref,
});

/** Capacity exceptions: weeks and days in which a resource has another capacity. */
export const exceptionsTab = {
  tab: 'Capacity exceptions',
  columns: {
    resource: required(name),
    from: required(date),
    to: maybe(date),
    capacity_per_week: maybe(hours()),
    delta_hours: maybe(hours({})),
    hours: maybe(hours()),
    reason: expected(text, ''),
    confirmed_by: aside(text),
  },
};

export const toException = ({ ref, values }: ReadRow<typeof exceptionsTab.columns>): CapacityException => ({
  resource: values.resource,
  from: values.from,
  to: values.to ?? values.from,
  capacityPerWeek: values.capacity_per_week,
  deltaHours: values.delta_hours,
  hours: values.hours,
  reason: values.reason === '' ? null : values.reason,
  confirmedBy: values.confirmed_by,
  row: ref,
});
