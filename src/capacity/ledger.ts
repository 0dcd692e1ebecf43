import type { Day } from '../deal/day.ts';
import { dailyLoad, isActiveOn } from './day-load.ts';
import type { LoadFilter } from './day-load.ts';
import { freeMinutes, writableTable } from './day-table.ts';
import type { DayTable } from './day-table.ts';
import { frameTable } from './frame.ts';
import type { Frame } from './frame.ts';
import type { StockTake } from './stock.ts';

/** Minutes that a line takes from one day of a resource. */
export type Take = { resource: number; day: Day; minutes: number };

/**
 * What is free while one deal is checked: the shared frame, and own tables where this check differs (its own holds, what
 * its lines reserved, overtime that is tried). Never written to: each change gives a new ledger, so undo is the old one.
 */
export type Ledger = {
  readonly frame: Frame;
  /** Last day whose capacity may be used (S16). */
  readonly last: Day;
  readonly own: readonly (DayTable | undefined)[];
  /** Stock that the lines of this deal have taken (S20). */
  readonly stockTakes: readonly StockTake[];
  /** Commitments that do not count in this check. */
  readonly leftOut: LoadFilter;
  /** A resource that is taken as endless, to see whether it binds; -1 = none. */
  readonly endless: number;
};

/** The table of a resource as this check sees it (S14). */
export const tableOf = ({ own, frame }: Ledger, resource: number): DayTable =>
  own[resource] ?? frameTable(frame, resource);

/** The ledger with one table replaced (S14). */
export const withTable = (ledger: Ledger, resource: number, table: DayTable): Ledger => {
  const own = ledger.own.slice();
  own[resource] = table;
  return { ...ledger, own };
};

/** The ledger of a check before its first line, without the commitments of the named deal (S12: its own holds). */
export const openLedger = (frame: Frame, last: Day, dealId: string | null): Ledger => {
  const ledger: Ledger = { frame, last, own: [], stockTakes: [], leftOut: () => false, endless: -1 };
  const holds = dealId === null ? undefined : frame.plan.holders.get(dealId);
  return holds ? withoutLoads(ledger, ({ source }) => source.dealId === dealId) : ledger;
};

/** The ledger without some of the commitments, for the resources that carry them (S12, S13). */
export const withoutLoads = (ledger: Ledger, isLeftOut: LoadFilter): Ledger => {
  const { frame } = ledger;
  const isActive = isActiveOn(frame.today);
  const leftOut: LoadFilter = (load) => ledger.leftOut(load) || isLeftOut(load);
  let changed: Ledger = { ...ledger, leftOut };
  for (const resource of frame.plan.resources) {
    if (!resource.loads.some((load) => isActive(load) && isLeftOut(load))) continue;
    const { capacity } = tableOf(ledger, resource.index);
    const load = dailyLoad(resource, frame, (entry) => isActive(entry) && !leftOut(entry));
    changed = withTable(changed, resource.index, { capacity, load, free: freeMinutes(capacity, load), index: null });
  }
  return changed;
};

/** The ledger after minutes are taken; the free minutes of the days fall by what is taken, nothing else changes (S14, S19). */
export const reserve = (ledger: Ledger, takes: readonly Take[]): Ledger => {
  if (takes.length === 0) return ledger;
  const own = ledger.own.slice();
  const fresh = new Set<number>();
  for (const { resource, day, minutes } of takes) {
    if (!fresh.has(resource)) own[resource] = writableTable(tableOf(ledger, resource));
    fresh.add(resource);
    const free = own[resource]?.free;
    const at = day - ledger.frame.first;
    if (free) free[at] = (free[at] ?? 0) - minutes;
  }
  return { ...ledger, own };
};
