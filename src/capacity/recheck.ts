import type { Day } from '../deal/day.ts';
import { dailyCapacity } from './day-capacity.ts';
import { dailyLoad, isActiveOn } from './day-load.ts';
import { horizonOf } from './frame.ts';
import { resourcesOfDeal, whatIf } from './live-book.ts';
import type { Held, LiveBook } from './live-book.ts';
import { orderDateOf } from './order-date.ts';
import type { Plan } from './plan.ts';
import { workingDaysBetween } from './working-calendar.ts';

/** How a promise stands on a new sheet: only a change of class is told to its owner. */
type PromiseClass = 'unchanged' | 'better' | 'late_within_buffer' | 'broken';

export type Rechecked = {
  dealId: string;
  class: PromiseClass;
  lines: { line: string; promised: Day; now: Day | null; class: PromiseClass }[];
};

const WORST_FIRST: readonly PromiseClass[] = ['broken', 'late_within_buffer', 'better', 'unchanged'];

const classify = ({ calendar, sheet }: Plan, promised: Day, now: Day | null): PromiseClass => {
  if (now === promised) return 'unchanged';
  if (now === null) return 'broken';
  if (now < promised) return 'better';
  return workingDaysBetween(calendar, promised, now) <= sheet.settings.bufferDays ? 'late_within_buffer' : 'broken';
};

/** Open promises in the order in which they are protected: tier, first-promised date, creation (semantics, "Re-check when the sheet changes"). */
export const protectionOrder = ({ holds }: LiveBook): Held[] => {
  const first = ({ firstPromised }: Held): number => Math.min(...firstPromised.values());
  return [...holds.values()].sort((a, b) => a.tier - b.tier || first(a) - first(b) || a.created - b.created);
};

const recheckOne = (book: LiveBook, held: Held, today: Day): Rechecked => {
  const { answers } = whatIf(book, held.deal, { today });
  const lines = [...held.promised].map(([line, promised]) => {
    const now = answers.find(({ order }) => order.line.id === line)?.plan?.promise ?? null;
    return { line, promised, now, class: classify(book.plan, promised, now) };
  });
  const worst = WORST_FIRST.find((name) => lines.some((line) => line.class === name)) ?? 'unchanged';
  return { dealId: held.deal.id, class: worst, lines };
};

/** The book on a new sheet version. Holds keep their days; resources are found again by name (semantics, "Re-check when the sheet changes"). */
export const onNewSheet = (book: LiveBook, plan: Plan): LiveBook => {
  const moved = book.plan.resources.map(({ name }) => plan.resourceByName.get(name.trim().toLowerCase())?.index ?? -1);
  const holds = new Map(
    [...book.holds].map(([id, held]): [string, Held] => [
      id,
      {
        ...held,
        takes: held.takes
          .map((take) => ({ ...take, resource: moved[take.resource] ?? -1 }))
          .filter(({ resource }) => resource >= 0),
      },
    ]),
  );
  return { ...book, plan, holds };
};

/** Checks every open promise against the sheet without its own reservation. Promises are flagged, never moved (semantics, "Re-check when the sheet changes"). */
export const recheckAll = (book: LiveBook, today: Day): Rechecked[] =>
  protectionOrder(book).map((held) => recheckOne(book, held, today));

/** Where each deal could be touched: its resources, and the days from its order date to the last one that its answer read. */
type Reach = { held: Held; resources: ReadonlySet<number>; from: Day; to: Day };

/** For each resource the open promises that may use it. */
export type PromiseIndex = ReadonlyMap<number, readonly Reach[]>;

/** The last day that the answer of a deal can depend on; null (all days) while one of its lines has no promise. */
const lastDayRead = ({ deal }: Held, lines: Rechecked['lines']): Day | null => {
  if (lines.length < deal.lines.length || lines.some(({ now }) => now === null)) return null;
  return Math.max(...lines.map(({ now }) => now ?? 0));
};

/** Index from resources to the deals that may use them, with their window of days (semantics, "Re-check when the sheet changes"). */
export const indexPromises = (book: LiveBook, known: readonly Rechecked[], today: Day): PromiseIndex => {
  const index = new Map<number, Reach[]>();
  const byId = new Map(known.map((entry) => [entry.dealId, entry]));
  for (const held of protectionOrder(book)) {
    const from = orderDateOf(book.plan, held.deal, today).orderDate;
    const to = lastDayRead(held, byId.get(held.deal.id)?.lines ?? []) ?? horizonOf(book.plan, from);
    const reach = { held, resources: resourcesOfDeal(book.plan, held.deal), from, to };
    for (const resource of reach.resources) index.set(resource, [...(index.get(resource) ?? []), reach]);
  }
  return index;
};

type Days = { from: Day; to: Day };

const changedDays = (
  before: Plan,
  after: Plan,
  { resource, window, today }: { resource: number; window: Days; today: Day },
): Days | null => {
  const [was, is] = [before.resources[resource], after.resources[resource]];
  if (!was || !is) return window;
  const length = window.to - window.from + 1;
  const range = { first: window.from, length };
  const capacity = [dailyCapacity(was, window.from, length), dailyCapacity(is, window.from, length)] as const;
  const load = [dailyLoad(was, range, isActiveOn(today)), dailyLoad(is, range, isActiveOn(today))] as const;
  const differing: number[] = [];
  for (let i = 0; i < length; i += 1)
    if (capacity[0][i] !== capacity[1][i] || load[0][i] !== load[1][i]) differing.push(i);
  const [first, last] = [differing[0], differing.at(-1)];
  return first === undefined || last === undefined ? null : { from: window.from + first, to: window.from + last };
};

/**
 * Re-checks only the promises whose resources and days a change of one resource touches; the others keep their known
 * result. Equal to a full re-check when nothing but that resource's capacity and commitments changed (semantics, "Re-check when the sheet changes").
 */
export const recheckResource = (
  book: LiveBook,
  {
    before,
    resource,
    known,
    index,
    today,
  }: { before: Plan; resource: number; known: readonly Rechecked[]; index: PromiseIndex; today: Day },
): Rechecked[] => {
  const reaches = index.get(resource) ?? [];
  if (reaches.length === 0) return [...known];
  const from = Math.min(...reaches.map((reach) => reach.from));
  const window = { from, to: Math.max(from, ...reaches.map(({ to }) => to)) };
  const days = changedDays(before, book.plan, { resource, window, today });
  if (!days) return [...known];
  const touched = new Map(
    reaches.filter(({ from, to }) => from <= days.to && to >= days.from).map(({ held }) => [held.deal.id, held]),
  );
  return known.map((entry) => {
    const held = touched.get(entry.dealId);
    return held ? recheckOne(book, book.holds.get(entry.dealId) ?? held, today) : entry;
  });
};
