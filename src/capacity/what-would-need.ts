import { mondayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { freeMinutes } from './day-table.ts';
import { tableOf, withTable } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { isPlannable } from './line-answer.ts';
import type { LineAnswer, PlannableOrder } from './line-answer.ts';
import { arrivesBy } from './line-plan.ts';
import type { LineTerms } from './line-terms.ts';
import type { Binding } from './promise.ts';

/** The smallest change of one kind that would make a late line on time (semantics, "Binding constraint"). */
export type Relaxation =
  | { kind: 'minutes'; resource: string; week: Day; minutes: number }
  | { kind: 'days'; component: 'entry' | 'engineering' | 'material' | 'quality' | 'transit'; days: number }
  | { kind: 'units'; fewer: number }
  | { kind: 'later'; days: number; date: Day };

/** The smallest whole number in 1..most for which the question holds; null when it holds for none. */
const smallest = (most: number, holds: (amount: number) => boolean): number | null => {
  if (most < 1 || !holds(most)) return null;
  let low = 0;
  let high = most;
  while (low + 1 < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
};

type Late = { order: PlannableOrder; terms: LineTerms; seen: Ledger; requested: Day; need: number };

const isOnTime = ({ order, requested }: Late, ledger: Ledger, terms: LineTerms): boolean =>
  arrivesBy(ledger, terms, { lots: order.lots, by: requested });

/** More minutes in a week come on its days with capacity, first day first as needed: all on the first such day that helps. */
const withMinutes = (ledger: Ledger, resource: number, { day, minutes }: { day: Day; minutes: number }): Ledger => {
  const { capacity, load, free } = tableOf(ledger, resource);
  const at = day - ledger.frame.first;
  if (at < 0 || at >= free.length) return ledger;
  const longer = capacity.slice();
  longer[at] = (longer[at] ?? 0) + minutes;
  const opened = freeMinutes(longer, load).map((now, i) =>
    i === at ? (free[i] ?? 0) + minutes : Math.min(now, free[i] ?? 0),
  );
  return withTable(ledger, resource, { capacity: longer, load, free: opened, index: null });
};

const weekRelaxation = (late: Late, resource: number, monday: Day): Relaxation[] => {
  const { seen, terms, need } = late;
  const source = terms.plan.resources[resource];
  const { capacity } = tableOf(seen, resource);
  const found = [0, 1, 2, 3, 4, 5, 6]
    .map((i) => monday + i)
    .filter((day) => day > terms.orderDate && (capacity[day - seen.frame.first] ?? 0) > 0)
    .flatMap(
      (day) => smallest(need, (minutes) => isOnTime(late, withMinutes(seen, resource, { day, minutes }), terms)) ?? [],
    );
  return source && found.length > 0
    ? [{ kind: 'minutes', resource: source.name, week: monday, minutes: Math.min(...found) }]
    : [];
};

const capacityRelaxations = (late: Late, { order, plan }: LineAnswer, binding: Binding | null): Relaxation[] => {
  const resource = binding?.resource
    ? late.terms.plan.resourceByName.get(binding.resource.trim().toLowerCase())
    : undefined;
  const starts = plan?.steps.filter((step) => step.resource === resource?.index).map(({ start }) => start) ?? [];
  if (!resource || starts.length === 0 || order.requested === null) return [];
  const found: Relaxation[] = [];
  const last = Math.min(order.requested, late.seen.last);
  for (let monday = mondayOf(Math.min(...starts)); monday <= last; monday += 7)
    found.push(...weekRelaxation(late, resource.index, monday));
  return found
    .toSorted((a, b) => (a.kind === 'minutes' && b.kind === 'minutes' ? a.minutes - b.minutes || a.week - b.week : 0))
    .slice(0, 1);
};

const COMPONENTS = ['entry', 'engineering', 'material', 'quality', 'transit'] as const;

const dayRelaxations = (late: Late): Relaxation[] =>
  COMPONENTS.flatMap((component): Relaxation[] => {
    const { terms } = late;
    const days = smallest(terms.leadTimes[component], (fewer) =>
      isOnTime(late, late.seen, {
        ...terms,
        leadTimes: { ...terms.leadTimes, [component]: terms.leadTimes[component] - fewer },
      }),
    );
    return days === null ? [] : [{ kind: 'days', component, days }];
  });

const lateLine = ({ order, terms, seen, needMinutes, slackDays, plan }: LineAnswer): Late | null => {
  if (!isPlannable(order) || !terms || order.requested === null) return null;
  const isLate = plan?.promise === null || (slackDays !== null && slackDays < 0);
  return isLate
    ? { order, terms, seen, requested: order.requested, need: needMinutes.reduce((sum, minutes) => sum + minutes, 0) }
    : null;
};

const requestRelaxations = (late: Late, { plan, quantityByRequested }: LineAnswer): Relaxation[] => {
  const found: Relaxation[] = [];
  const possible = quantityByRequested ?? 0;
  if (possible > 0) found.push({ kind: 'units', fewer: late.order.quantity.sub(possible).valueOf() });
  if (plan?.promise) found.push({ kind: 'later', days: plan.promise - late.requested, date: plan.promise });
  return found;
};

/**
 * What would need to be true for a late line to be on time: minutes in which week of the binding resource, days of which
 * lead-time component, units fewer, days later; each the smallest that suffices alone. Empty for a line that is on time (semantics, "Binding constraint").
 */
export const whatWouldNeed = (answer: LineAnswer, binding: Binding | null): Relaxation[] => {
  const late = lateLine(answer);
  if (!late) return [];
  return [...capacityRelaxations(late, answer, binding), ...dayRelaxations(late), ...requestRelaxations(late, answer)];
};
