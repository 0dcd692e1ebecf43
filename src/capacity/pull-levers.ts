import type { Day } from '../deal/day.ts';
import type { Change } from './answer-deal.ts';
import type { DayTable } from './day-table.ts';
import { ceilOf, exactOrZero } from './exact.ts';
import { tableOf, withTable } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { actsOn } from './levers.ts';
import type { Lever } from './levers.ts';
import type { LineTerms } from './line-terms.ts';
import type { OvertimeDays } from './overtime-days.ts';
import { routeOf } from './route.ts';
import type { PlanStep, Stage } from './plan.ts';
import { addWorkingDays } from './working-calendar.ts';

/** Whole days that a lever saves. */
const daysSaved = ({ option }: Lever): number => Math.max(0, ceilOf(exactOrZero(option.savesDays)));

/** The first day on which an option can act: order date + notice_days working days. */
const noticeOver = ({ plan, orderDate }: LineTerms, { option }: Lever): Day =>
  addWorkingDays(plan.calendar, orderDate, option.noticeDays);

/** Material comes sooner, but never before notice is over. */
const withRush = (terms: LineTerms, lever: Lever): LineTerms => {
  const { entry, engineering, material } = terms.leadTimes;
  const soonest = Math.max(0, material - daysSaved(lever), lever.option.noticeDays - entry - engineering);
  return { ...terms, leadTimes: { ...terms.leadTimes, material: Math.min(material, soonest) } };
};

/** Transit is shorter for what ships once notice is over. */
const withAir = (terms: LineTerms, lever: Lever): LineTerms => {
  const from = Math.max(terms.flight?.from ?? terms.orderDate, noticeOver(terms, lever));
  const transit = Math.max(0, (terms.flight?.transit ?? terms.leadTimes.transit) - daysSaved(lever));
  return { ...terms, flight: { from, transit } };
};

/** A resource's steps go to somebody else once notice is over. */
const withSubcontract = (terms: LineTerms, lever: Lever): LineTerms => {
  const outside = { days: daysSaved(lever), from: noticeOver(terms, lever) };
  const sent = (step: PlanStep): PlanStep => (step.resources[0] === lever.resource ? { ...step, outside } : step);
  const stages = terms.stages.map((stage): Stage => ({ ...stage, steps: stage.steps.map(sent) }));
  return { ...terms, stages, route: routeOf(stages) };
};

const changedBy = (terms: LineTerms, lever: Lever): LineTerms => {
  if (lever.overtime.size > 0 || !actsOn(lever, terms)) return terms;
  if (lever.option.lever === 'rush_material') return withRush(terms, lever);
  if (lever.option.lever === 'air_freight') return withAir(terms, lever);
  return lever.option.lever === 'subcontract' ? withSubcontract(terms, lever) : terms;
};

const longerTable = ({ capacity, load, free }: DayTable, first: Day, overtime: OvertimeDays): DayTable => {
  const [longer, opened] = [capacity.slice(), free.slice()];
  for (const [day, minutes] of overtime) {
    const at = day - first;
    const [before, loaded] = [longer[at], load[at] ?? 0];
    if (before === undefined) continue;
    longer[at] = before + minutes;
    opened[at] = (opened[at] ?? 0) + Math.max(0, before + minutes - loaded) - Math.max(0, before - loaded);
  }
  return { capacity: longer, load, free: opened, index: null };
};

/** The tables with overtime that the combinations of one deal have made so far, each with the one that it was made from. */
export type LongerTables = Map<OvertimeDays, { from: DayTable; table: DayTable }>;

/** The ledger with the overtime of one lever added to the capacity of its dates (S5). */
const withOvertime = (ledger: Ledger, { resource, overtime }: Lever, made: LongerTables): Ledger => {
  if (overtime.size === 0) return ledger;
  const from = tableOf(ledger, resource);
  const known = made.get(overtime);
  if (known?.from === from) return withTable(ledger, resource, known.table);
  const table = longerTable(from, ledger.frame.first, overtime);
  made.set(overtime, { from, table });
  return withTable(ledger, resource, table);
};

const weekOf = (day: Day): number => Math.floor((day + 3) / 7);

const weekSums = (overtime: OvertimeDays): Map<number, number> => {
  const sums = new Map<number, number>();
  for (const [day, minutes] of overtime) sums.set(weekOf(day), (sums.get(weekOf(day)) ?? 0) + minutes);
  return sums;
};

const shareResource = (levers: readonly Lever[]): boolean =>
  levers.some(
    (lever, i) =>
      lever.overtime.size > 0 &&
      levers.some((other, k) => k < i && other.overtime.size > 0 && other.resource === lever.resource),
  );

/** Levers on one resource together stay within its max_overtime_per_week: the later in the sheet gives way. */
const withinLimits = (levers: readonly Lever[], mostOf: (resource: number) => number): readonly Lever[] => {
  if (!shareResource(levers)) return levers;
  const used = new Map<string, number>();
  return levers.map((lever) => {
    if (lever.overtime.size === 0) return lever;
    const sums = weekSums(lever.overtime);
    const kept = [...lever.overtime].map(([day, minutes]): [Day, number] => {
      const key = `${lever.resource}/${weekOf(day)}`;
      const left = Math.max(0, mostOf(lever.resource) - (used.get(key) ?? 0));
      const total = sums.get(weekOf(day)) ?? 0;
      return [day, total <= left ? minutes : Math.floor((minutes * left) / total)];
    });
    for (const [week, sum] of weekSums(new Map(kept))) {
      const key = `${lever.resource}/${week}`;
      used.set(key, (used.get(key) ?? 0) + sum);
    }
    return { ...lever, overtime: new Map(kept) };
  });
};

/** Levers as they are pulled together, and what that changes in a check. */
export type Pulled = { levers: readonly Lever[]; change: Required<Change> };

/** What pulling these levers together changes in a check (S15). */
export const pullLevers = (
  levers: readonly Lever[],
  { mostOf, made }: { mostOf: (resource: number) => number; made: LongerTables },
): Pulled => {
  const limited = withinLimits(levers, mostOf);
  return {
    levers: limited,
    change: {
      ledger: (ledger) => limited.reduce((so, lever) => withOvertime(so, lever, made), ledger),
      terms: (terms) => limited.reduce(changedBy, terms),
    },
  };
};
