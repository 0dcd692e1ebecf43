import type { CapacitySheet } from '../../capacity/capacity-sheet.ts';
import { compileSheet } from '../../capacity/compile-sheet.ts';
import { emptyBook, hold } from '../../capacity/live-book.ts';
import type { LiveBook } from '../../capacity/live-book.ts';
import { indexPromises, onNewSheet, recheckAll, recheckResource } from '../../capacity/recheck.ts';
import { benchDeal, dateOf } from './bench-plant.ts';
import type { Dice } from './bench-plant.ts';
import { median, threadNs } from './engine-bench.ts';

export type RecheckBench = { promises: number; fullMs: number; indexedMs: number; ratio: number; isEqual: boolean };

const CHANGED = 'R7';
const TODAY = 0;

/** One resource loses half of its capacity for three weeks. */
const changedSheet = (sheet: CapacitySheet): CapacitySheet => ({
  ...sheet,
  exceptions: [
    ...sheet.exceptions,
    {
      resource: CHANGED,
      from: dateOf(70),
      to: dateOf(90),
      capacityPerWeek: 20,
      deltaHours: null,
      hours: null,
      reason: 'repair',
      confirmedBy: null,
      row: 'Capacity exceptions!2',
    },
  ],
});

const bookOf = (sheet: CapacitySheet, dice: Dice, promises: number): LiveBook =>
  Array.from({ length: promises }, (_deal, i) => benchDeal(i, dice)).reduce(
    (book, deal) => hold(book, deal, { at: { today: TODAY }, kind: 'hard' }).book,
    emptyBook(compileSheet(sheet)),
  );

const msOf = (work: () => unknown): number =>
  median(
    [1, 2, 3, 4, 5].map(() => {
      const from = threadNs();
      work();
      return (threadNs() - from) / 1e6;
    }),
  );

/** Re-checks a book after a change of one resource: every promise, and only those that the index names; both must agree. */
export const benchRecheck = (sheet: CapacitySheet, dice: Dice, promises: number): RecheckBench => {
  const book = bookOf(sheet, dice, promises);
  const known = recheckAll(book, TODAY);
  const index = indexPromises(book, known, TODAY);
  const next = onNewSheet(book, compileSheet(changedSheet(sheet)));
  const resource = book.plan.resourceByName.get(CHANGED.toLowerCase())?.index ?? -1;
  const indexed = () => recheckResource(next, { before: book.plan, resource, known, index, today: TODAY });
  const isEqual = JSON.stringify(indexed()) === JSON.stringify(recheckAll(next, TODAY));
  const [fullMs, indexedMs] = [msOf(() => recheckAll(next, TODAY)), msOf(indexed)];
  return { promises, fullMs, indexedMs, ratio: fullMs / indexedMs, isEqual };
};
