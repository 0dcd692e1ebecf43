import { parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { Change, DealAnswer } from './answer-deal.ts';
import type { ExpediteOption } from './capacity-sheet.ts';
import type { DayTable } from './day-table.ts';
import { ceilOf, exactOrZero } from './exact.ts';
import { tableOf, withTable } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { LineTerms } from './line-terms.ts';
import { chainOf } from './place-steps.ts';
import { overtimeDays } from './overtime.ts';
import type { OvertimeDays } from './overtime.ts';
import { nameKey } from './plan.ts';
import type { Plan, PlanResource, PlanStep, Stage } from './plan.ts';
import { addWorkingDays } from './working-calendar.ts';

/** One way to speed a deal up: an Expedite option, for one resource where it adds hours (S15). */
export type Lever = {
  option: ExpediteOption;
  /** Place in the sheet. */
  place: number;
  /** The resource that works longer or is replaced; -1 where the lever shortens a lead time. */
  resource: number;
  overtime: OvertimeDays;
};

const isFor = ({ appliesTo }: ExpediteOption, name: string): boolean =>
  appliesTo.trim() === '*' || nameKey(appliesTo) === nameKey(name);

const resourcesIn = ({ stages }: LineTerms): number[] =>
  stages.flatMap(({ steps }) => steps.flatMap(({ resources }) => resources));

const namedResources = new WeakMap<ExpediteOption, { plan: Plan; resource: PlanResource | null }>();

const namedBy = (plan: Plan, option: ExpediteOption): PlanResource | null => {
  const known = namedResources.get(option);
  if (known?.plan === plan) return known.resource;
  const resource = plan.resourceByName.get(nameKey(option.appliesTo)) ?? null;
  namedResources.set(option, { plan, resource });
  return resource;
};

const usesResource = ({ stages }: LineTerms, resource: number): boolean =>
  stages.some(({ steps }) => steps.some(({ resources }) => resources.includes(resource)));

type Routes = { lines: readonly LineTerms[]; used: ReadonlySet<number> };

/** The resources of the deal's routes that an option can act on: the one it names, or those of its product. */
const resourcesFor = (option: ExpediteOption, { lines, used }: Routes): number[] => {
  const [line] = lines;
  const named = line && namedBy(line.plan, option);
  if (named) return used.has(named.index) ? [named.index] : [];
  return [...new Set(lines.filter(({ product }) => isFor(option, product.code)).flatMap(resourcesIn))];
};

const isValidOn = ({ validFrom, validTo }: ExpediteOption, day: Day): boolean =>
  ((validFrom === null ? null : parseIsoDate(validFrom)) ?? day) <= day &&
  ((validTo === null ? null : parseIsoDate(validTo)) ?? day) >= day;

const NO_DAYS: OvertimeDays = new Map();

type Asked = Pick<DealAnswer, 'terms' | 'horizonEnd'> & { routes: Routes };

const leversOf = (option: ExpediteOption, place: number, { routes, terms, horizonEnd }: Asked): Lever[] => {
  const { lines } = routes;
  const { plan, orderDate } = terms;
  const lever = { option, place, resource: -1, overtime: NO_DAYS };
  switch (option.lever) {
    case 'overtime':
    case 'extra_shift':
      return resourcesFor(option, routes).flatMap((resource) => {
        const source = plan.resources[resource];
        if (!source) return [];
        const overtime = overtimeDays(option, source, { plant: plan.calendar, orderDate, last: horizonEnd });
        return overtime.size === 0 ? [] : [{ ...lever, resource, overtime }];
      });
    case 'subcontract':
      return isValidOn(option, orderDate)
        ? resourcesFor(option, routes).map((resource) => ({ ...lever, resource }))
        : [];
    default:
      return isValidOn(option, orderDate) && lines.some(({ product }) => isFor(option, product.code)) ? [lever] : [];
  }
};

/** The levers that the sheet allows for a deal, in the sheet's order (S15). */
export const leversFor = ({ answers, terms, horizonEnd }: DealAnswer): Lever[] => {
  const lines = answers.flatMap((answer) => answer.terms ?? []);
  const routes = { lines, used: new Set(lines.flatMap(resourcesIn)) };
  return terms.plan.sheet.expediteOptions.flatMap((option, place) =>
    leversOf(option, place, { routes, terms, horizonEnd }),
  );
};

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
  return { ...terms, stages, chain: chainOf(stages) };
};

/** The lines that a lever acts on: all that use its resource, or all of its product. */
export const actsOn = (lever: Lever, terms: LineTerms): boolean => {
  if (lever.resource === -1) return isFor(lever.option, terms.product.code);
  const resource = terms.plan.resources[lever.resource]?.name ?? '';
  return (
    usesResource(terms, lever.resource) && (isFor(lever.option, resource) || isFor(lever.option, terms.product.code))
  );
};

const changedBy = (terms: LineTerms, lever: Lever): LineTerms => {
  if (!actsOn(lever, terms)) return terms;
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

/** Tables with a lever's overtime, as long as what they were made from is still the one in use. */
const longerTables = new WeakMap<OvertimeDays, { from: DayTable; table: DayTable }>();

/** The ledger with the overtime of one lever added to the capacity of its dates (S5). */
const withOvertime = (ledger: Ledger, { resource, overtime }: Pick<Lever, 'resource' | 'overtime'>): Ledger => {
  if (overtime.size === 0) return ledger;
  const from = tableOf(ledger, resource);
  const known = longerTables.get(overtime);
  if (known?.from === from) return withTable(ledger, resource, known.table);
  const table = longerTable(from, ledger.frame.first, overtime);
  longerTables.set(overtime, { from, table });
  return withTable(ledger, resource, table);
};

const weekOf = (day: Day): number => Math.floor((day + 3) / 7);

const weekSums = (overtime: OvertimeDays): Map<number, number> => {
  const sums = new Map<number, number>();
  for (const [day, minutes] of overtime) sums.set(weekOf(day), (sums.get(weekOf(day)) ?? 0) + minutes);
  return sums;
};

/** Levers on one resource together stay within its max_overtime_per_week: the later in the sheet gives way. */
const withinLimits = (levers: readonly Lever[], mostOf: (resource: number) => number): Lever[] => {
  const resources = levers.filter(({ overtime }) => overtime.size > 0).map(({ resource }) => resource);
  if (new Set(resources).size === resources.length) return [...levers];
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

/** What pulling these levers together changes in a check (S15). */
export const changeBy = (
  levers: readonly Lever[],
  mostOf: (resource: number) => number,
): Change & { levers: Lever[] } => {
  const limited = withinLimits(levers, mostOf);
  return {
    levers: limited,
    ledger: (ledger) => limited.reduce(withOvertime, ledger),
    terms: (terms) => limited.reduce(changedBy, terms),
  };
};
