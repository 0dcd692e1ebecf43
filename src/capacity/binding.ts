import { mondayOf, toIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { tableOf } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { isPlannable } from './line-answer.ts';
import type { LineAnswer } from './line-answer.ts';
import { planLots } from './line-plan.ts';
import type { LineTerms } from './line-terms.ts';
import type { PlacedStep } from './place-steps.ts';
import { nameKey } from './plan.ts';
import type { Load, PlanProduct, PlanResource } from './plan.ts';
import type { Binding } from './promise.ts';

/** A limit that is tried away: endless capacity of a resource, or zero days of a lead-time component. */
type Removal = { kind: Binding['kind']; resource: number; promise: Day | null };

type Tried = { ledger: Ledger; terms: LineTerms; lots: number };

const promiseOf = ({ ledger, terms, lots }: Tried): Day | null => planLots(ledger, terms, lots).promise;

const resourcesOf = ({ stages }: LineTerms): number[] => [
  ...new Set(stages.flatMap(({ steps }) => steps.flatMap(({ resources }) => resources))),
];

const withoutResources = (tried: Tried): Removal[] =>
  resourcesOf(tried.terms).map((resource) => ({
    kind: 'capacity',
    resource,
    promise: promiseOf({ ...tried, ledger: { ...tried.ledger, endless: resource } }),
  }));

const COMPONENTS = ['entry', 'engineering', 'material', 'quality', 'transit'] as const;

/** The product with all that is ordered on hand, where it is kept in stock at all (S20). */
const endlessStock = ({ product, orderDate, ordered }: LineTerms): PlanProduct =>
  product.supply.length === 0 ? product : { ...product, supply: [{ day: orderDate, amount: ordered.mul(1000) }] };

const withoutComponents = (tried: Tried): Removal[] => {
  const { terms } = tried;
  const shorter: [Binding['kind'], LineTerms][] = [
    ...COMPONENTS.map((kind): [Binding['kind'], LineTerms] => [
      kind,
      { ...terms, leadTimes: { ...terms.leadTimes, [kind]: 0 } },
    ]),
    ['fence', { ...terms, fenceDays: 0 }],
    ['stock', { ...terms, product: endlessStock(terms) }],
    ['start', { ...terms, startDate: null }],
  ];
  return shorter.map(([kind, changed]) => ({ kind, resource: -1, promise: promiseOf({ ...tried, terms: changed }) }));
};

const best = (removals: readonly Removal[], promise: Day | null): Removal | null => {
  let found: Removal | null = null;
  for (const removal of removals)
    if ((removal.promise ?? Infinity) < (found?.promise ?? promise ?? Infinity)) found = removal;
  return found;
};

const weeksBetween = (from: Day, to: Day): Day[] => {
  const weeks: Day[] = [];
  for (let monday = mondayOf(from); monday <= to; monday += 7) weeks.push(monday);
  return weeks;
};

const hasCapacityIn = ({ ledger }: Tried, { resource, start, finish }: PlacedStep, monday: Day): boolean => {
  const { capacity } = tableOf(ledger, resource);
  for (let day = Math.max(start, monday); day <= Math.min(finish, monday + 6); day += 1)
    if ((capacity[day - ledger.frame.first] ?? 0) > 0) return true;
  return false;
};

/** The weeks that are used up before the finish; the week of the finish itself only when there is no other. */
const shortWeeks = (tried: Tried, steps: readonly PlacedStep[]): Day[] => {
  const first = Math.min(...steps.map(({ start }) => start));
  const last = Math.max(...steps.map(({ finish }) => finish));
  const weeks = weeksBetween(first, last).filter((monday) => steps.some((step) => hasCapacityIn(tried, step, monday)));
  const before = weeks.filter((monday) => monday < mondayOf(last));
  return before.length > 0 ? before : weeks;
};

const isInWeeks =
  (weeks: readonly Day[]) =>
  ({ from, to }: Pick<Load, 'from' | 'to'>): boolean =>
    weeks.some((monday) => from <= monday + 6 && to >= monday);

const rowsOf = (resource: PlanResource, weeks: readonly Day[]): string[] => {
  const inWeeks = isInWeeks(weeks);
  const exceptions = [...resource.replacements, ...resource.additions].filter(inWeeks).map(({ row }) => row);
  const loads = resource.loads.filter(inWeeks).map(({ source }) => source.row);
  const rows = [...new Set([...loads, ...exceptions])];
  return rows.length > 0 ? rows : [resource.source.row];
};

const capacityBinding = (tried: Tried, resource: PlanResource): Binding => {
  const steps = planLots(tried.ledger, tried.terms, tried.lots).steps.filter(
    (step) => step.resource === resource.index,
  );
  const weeks = steps.length === 0 ? [] : shortWeeks(tried, steps);
  return { kind: 'capacity', resource: resource.name, weeks: weeks.map(toIsoDate), rows: rowsOf(resource, weeks) };
};

const componentRows = (kind: Binding['kind'], { plan, product }: LineTerms): string[] => {
  if (kind === 'fence') return ['Settings!frozen_fence_days'];
  if (kind !== 'stock') return [product.source.row];
  return plan.sheet.stock.filter((row) => nameKey(row.product) === nameKey(product.code)).map(({ row }) => row);
};

/**
 * What limits a line: the resource whose endless capacity improves the promise most, else the lead-time component whose
 * removal does; the earliest of equals; null when nothing does (semantics, "Binding constraint").
 */
export const bindingOf = ({ order, terms, plan, seen }: LineAnswer): Binding | null => {
  if (!terms || !plan || !isPlannable(order)) return null;
  const tried: Tried = { ledger: seen, terms, lots: order.lots };
  const removal = best(withoutResources(tried), plan.promise) ?? best(withoutComponents(tried), plan.promise);
  if (!removal) return null;
  const resource = terms.plan.resources[removal.resource];
  if (resource) return capacityBinding(tried, resource);
  return { kind: removal.kind, resource: null, weeks: [], rows: componentRows(removal.kind, terms) };
};
