import type { HistoryRow, ServiceLevel, Tier } from '../../capacity/sheet-lists.ts';
import { aside, bad, good, maybe, orElse, required } from '../column.ts';
import type { CellReader } from '../column.ts';
import { date } from '../date-columns.ts';
import { amount, hours, share, whole } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { list, name, text, yesNo } from '../text-columns.ts';

/**
 * History: what was estimated and what it took, project by project. Excel keeps the name "History" for itself and refuses
 * a workbook with such a tab, so that we write another one and read both.
 */
export const historyTab = {
  tab: 'Project history',
  columns: {
    project_id: required(name),
    class: required(name),
    estimated_hours: required(hours({ above: 0 })),
    actual_hours: required(hours()),
    first_promised: aside(date),
    delivered_date: aside(date),
    in_full: aside(yesNo),
    accepted: aside(yesNo),
    author_role: aside(text),
    extra_cost: aside(amount()),
    reason_code: aside(text),
  },
};

export const toHistoryRow = ({ ref, values }: ReadRow<typeof historyTab.columns>): HistoryRow => ({
  project: values.project_id,
  class: values.class,
  estimatedHours: values.estimated_hours,
  actualHours: values.actual_hours,
  firstPromised: values.first_promised,
  deliveredDate: values.delivered_date,
  inFull: values.in_full,
  accepted: values.accepted,
  authorRole: values.author_role,
  extraCost: values.extra_cost,
  reasonCode: values.reason_code,
  row: ref,
});

/** Percents of the time to answer, such as "50;80", in ascending order. */
const percents: CellReader<number[]> = (cell, context) => {
  const words = list(cell, context);
  const numbers = words.ok ? words.value.map((word) => Number(word.replace(/ ?%$/, ''))) : [];
  const fits = numbers.length > 0 && numbers.every((percent) => percent > 0 && percent <= 100);
  if (!fits) return bad('percents from 1 to 100 such as 50;80', 'Write the percents, separated by ";".');
  return good([...new Set(numbers)].sort((a, b) => a - b));
};

/** Service levels: how fast which team answers which request, and who hears of it when it does not. */
export const serviceLevelsTab = {
  tab: 'Service levels',
  columns: {
    from_team: required(name),
    to_team: required(name),
    request: required(text),
    response_hours: required(hours({ above: 0 })),
    calendar: maybe(name),
    remind_at: orElse(percents, [50, 80]),
    escalate_to: required(name),
  },
};

export const toServiceLevel = ({ ref, values }: ReadRow<typeof serviceLevelsTab.columns>): ServiceLevel => ({
  fromTeam: values.from_team,
  toTeam: values.to_team,
  request: values.request,
  responseHours: values.response_hours,
  calendar: values.calendar,
  remindAtPercent: values.remind_at,
  escalateTo: values.escalate_to,
  row: ref,
});

/** Tiers: the share of a resource or product that is kept for customers of a tier. */
export const tiersTab = {
  tab: 'Tiers',
  columns: {
    tier: required(name),
    resource: maybe(name),
    product_code: maybe(name),
    protected_share: maybe(share(1)),
    release_days_before: maybe(whole()),
  },
};

export const toTier = ({ ref, values }: ReadRow<typeof tiersTab.columns>): Tier => ({
  tier: values.tier,
  resource: values.resource,
  product: values.product_code,
  protectedShare: values.protected_share,
  releaseDaysBefore: values.release_days_before,
  row: ref,
});
