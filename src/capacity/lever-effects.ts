import type { Day } from '../deal/day.ts';
import { placeLines, promisesTogether } from './answer-deal.ts';
import type { DealAnswer, PlacedLine } from './answer-deal.ts';
import { floorOf, minutesOfHours } from './exact.ts';
import { actsOn } from './levers.ts';
import type { Lever } from './levers.ts';
import type { LineAnswer } from './line-answer.ts';
import { promiseOfLots } from './line-plan.ts';
import { pullLevers } from './pull-levers.ts';
import type { LongerTables, Pulled } from './pull-levers.ts';

/** Levers of a deal that are pulled together: bit i stands for the i-th. */
export type Mask = number;

/** Promises of a few lines when some levers are pulled; `last` and `sum` of their days for comparing (Infinity = never). */
export type Effect = { promises: readonly (Day | null)[]; isOnTime: boolean; last: number; sum: number };

/** Lines that must be planned together, the levers that reach them, and the effects that were looked at. */
type Group = { lines: readonly LineAnswer[]; reachedBy: Mask; known: Map<Mask, Effect> };

/** What levers do to the promises of a deal (S15): looked at once for each group of lines and each set of levers that reaches it. */
export type LeverEffects = {
  base: DealAnswer;
  levers: readonly Lever[];
  groups: readonly Group[];
  mostOvertime: (resource: number) => number;
  tables: LongerTables;
};

/** The levers of a mask, in the sheet's order (S15). */
const leversIn = (levers: readonly Lever[], mask: Mask): Lever[] =>
  levers.filter((_lever, i) => (mask & (1 << i)) !== 0);

const mostOvertimeOf =
  ({ terms }: DealAnswer) =>
  (resource: number): number => {
    const most = terms.plan.resources[resource]?.source.maxOvertimePerWeek ?? null;
    return most === null ? Infinity : floorOf(minutesOfHours(most));
  };

const reachOf = (levers: readonly Lever[], lines: readonly LineAnswer[]): Mask => {
  let mask = 0;
  for (const [i, lever] of levers.entries())
    if (lines.some(({ terms }) => terms !== null && actsOnOrLoads(lever, terms))) mask |= 1 << i;
  return mask;
};

/** Overtime of a resource is there for every line that uses it, whatever the option names. */
const actsOnOrLoads = (lever: Lever, terms: NonNullable<LineAnswer['terms']>): boolean =>
  lever.overtime.size > 0 ? terms.route.resources.includes(lever.resource) : actsOn(lever, terms);

const meet = (a: LineAnswer, b: LineAnswer, shared: ReadonlySet<number>): boolean => {
  const [one, other] = [a.terms, b.terms];
  if (!one || !other) return false;
  if (one.product === other.product && one.product.supply.length > 0) return true;
  return one.route.resources.some((resource) => shared.has(resource) && other.route.resources.includes(resource));
};

/** Lines that share a resource or stock, directly or through others, in plan order (S14). */
const groupedLines = ({ answers, linesMeet, shared }: DealAnswer): LineAnswer[][] => {
  const planned = answers.filter(({ terms }) => terms !== null);
  if (!linesMeet) return planned.map((line) => [line]);
  let groups: LineAnswer[][] = [];
  for (const line of planned) {
    const joined = groups.filter((group) => group.some((other) => meet(other, line, shared)));
    groups = [...groups.filter((group) => !joined.includes(group)), [...joined.flat(), line]];
  }
  return groups.map((group) => answers.filter((line) => group.includes(line)));
};

const isLate = ({ plan, order }: LineAnswer): boolean =>
  order.requested !== null && (plan?.promise ?? Infinity) > order.requested;

/** The groups of a deal's lines, those with a late line first, with the levers that reach each (S14, S15). */
export const leverEffects = (base: DealAnswer, levers: readonly Lever[]): LeverEffects => ({
  base,
  levers,
  groups: groupedLines(base)
    .map((lines): Group => ({ lines, reachedBy: reachOf(levers, lines), known: new Map() }))
    .sort((a, b) => Number(b.lines.some(isLate)) - Number(a.lines.some(isLate))),
  mostOvertime: mostOvertimeOf(base),
  tables: new Map(),
});

const effectOf = (lines: readonly LineAnswer[], promises: readonly (Day | null)[]): Effect => {
  let [isOnTime, last, sum] = [true, -Infinity, 0];
  for (const [i, { order }] of lines.entries()) {
    const promise = promises[i] ?? null;
    if (order.requested !== null && (promise ?? Infinity) > order.requested) isOnTime = false;
    last = Math.max(last, promise ?? Infinity);
    sum += promise ?? 0;
  }
  return { promises, isOnTime, last, sum };
};

/** The levers of a mask as they are pulled together (S15). */
export const pulledIn = ({ levers, mostOvertime, tables }: LeverEffects, mask: Mask): Pulled =>
  pullLevers(leversIn(levers, mask), { mostOf: mostOvertime, made: tables });

const tryLevers = (effects: LeverEffects, { lines }: Group, mask: Mask): (Day | null)[] => {
  const { base } = effects;
  if (mask === 0) return lines.map(({ plan }) => plan?.promise ?? null);
  const { change } = pulledIn(effects, mask);
  const [first] = lines;
  if (lines.length > 1 || !first?.terms) return promisesTogether(base, change, lines);
  return [promiseOfLots(change.ledger(base.opening), change.terms(first.terms), first.order.lots)];
};

/** What pulling the levers of a mask does to one group of lines (S15). */
export const effectOn = (effects: LeverEffects, group: Group, mask: Mask): Effect => {
  const own = mask & group.reachedBy;
  const known = group.known.get(own);
  if (known) return known;
  const effect = effectOf(group.lines, tryLevers(effects, group, own));
  group.known.set(own, effect);
  return effect;
};

/** The lines that use overtime of these levers, placed with all levers of the mask pulled (S6, S15). */
export const placedWith = (effects: LeverEffects, { change, levers }: Pulled, mask: Mask): PlacedLine[] => {
  const overtime = effects.levers.reduce((so, { overtime: days }, i) => (days.size > 0 ? so | (1 << i) : so), 0) & mask;
  const touched = effects.groups.filter(({ reachedBy }) => (reachedBy & overtime) !== 0);
  return levers.length === 0 ? [] : touched.flatMap(({ lines }) => placeLines(effects.base, change, lines));
};
