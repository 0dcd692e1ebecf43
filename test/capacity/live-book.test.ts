import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { confirm, emptyBook, hold, release, whatIf } from '../../src/capacity/live-book.ts';
import type { LiveBook } from '../../src/capacity/live-book.ts';
import { indexPromises, onNewSheet, protectionOrder, recheckAll, recheckResource } from '../../src/capacity/recheck.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aSheet } from '../support/a-sheet.ts';
import { anyDeal, anyPlant } from '../support/any-plant.ts';
import { PROPERTY_SEED, propertyRuns } from '../support/property-runs.ts';

const day = (date: string): number => parseIsoDate(date) ?? 0;
const TODAY = day('2026-03-02');
const at = { today: TODAY };
const order = (id: string, quantity: number, date = '2026-03-16'): Deal =>
  aDeal({ id, lines: [aLine({ quantity, requestedDate: date })] });
const finishIn = (book: LiveBook, deal: Deal, today = TODAY): number | null =>
  whatIf(book, deal, { today }).answers[0]?.plan?.finish ?? null;

/** Everything a book holds, as text. */
const bytes = (book: LiveBook): string =>
  JSON.stringify(
    [...book.holds].map(([id, held]) => [
      id,
      { ...held, firstPromised: [...held.firstPromised], promised: [...held.promised] },
    ]),
  );

/** What an answer promises and reserves. */
const daysOf = ({ answers }: ReturnType<typeof whatIf>): unknown[] =>
  answers.map(({ plan }) => [plan?.promise, plan?.finish, plan?.steps.map(({ takes }) => takes)]);

describe('the live book (S12, S13)', () => {
  const empty = emptyBook(compileSheet(aSheet({ commitments: [] })));

  it('makes others wait for a hold, leaves its own out, and frees it on loss', () => {
    // 400 pieces need 4920 min = 5.125 days of 960: 9 to 16 Mar, reserved backward: all of 10 to 16 Mar and 120 on 9 Mar.
    const { book } = hold(empty, order('D-1', 400), { at, kind: 'soft', expiresOn: day('2026-03-10') });
    expect(finishIn(book, order('D-1', 400))).toBe(day('2026-03-16'));
    // 840 left on 9 Mar, then 17 Mar on: 1320 need 480 more on 17 Mar.
    expect(finishIn(book, order('D-2', 100))).toBe(day('2026-03-17'));
    expect(finishIn(release(book, 'D-1'), order('D-2', 100))).toBe(day('2026-03-10'));
  });

  it('counts a soft hold through the day it expires, a confirmed one for good', () => {
    const { book } = hold(empty, order('D-1', 400), { at, kind: 'soft', expiresOn: day('2026-03-02') });
    const later = { ...order('D-2', 100), eventAt: '2026-03-02T15:00:00Z' };
    expect(finishIn(book, later, day('2026-03-02'))).toBe(day('2026-03-17'));
    expect(finishIn(book, later, day('2026-03-03'))).toBe(day('2026-03-10'));
    expect(finishIn(confirm(book, 'D-1'), later, day('2026-03-03'))).toBe(day('2026-03-17'));
  });

  it('keeps the first promise when a deal is held again', () => {
    const first = hold(empty, order('D-1', 100), { at, kind: 'soft' }).book;
    const again = hold(first, order('D-1', 400), { at, kind: 'soft' }).book;
    expect(again.holds.get('D-1')?.firstPromised.get('L1')).toBe(day('2026-03-13'));
    expect(again.holds.get('D-1')?.promised.get('L1')).toBe(day('2026-03-19'));
  });

  it(`is changed by no what-if, and undo restores every byte (seed ${PROPERTY_SEED})`, () => {
    fc.assert(
      fc.property(anyPlant, fc.array(anyDeal, { maxLength: 4 }), anyDeal, (sheet, deals, next) => {
        const plan = compileSheet(sheet);
        const book = deals.reduce(
          (so, deal, i) => hold(so, { ...deal, id: `D-${i}` }, { at, kind: 'hard' }).book,
          emptyBook(plan),
        );
        const before = bytes(book);
        const answer = JSON.stringify(daysOf(whatIf(book, { ...next, id: 'N' }, at)));
        const held = hold(book, { ...next, id: 'N' }, { at, kind: 'soft' });
        expect(bytes(release(held.book, 'N'))).toBe(before);
        expect(bytes(book)).toBe(before);
        expect(JSON.stringify(daysOf(whatIf(book, { ...next, id: 'N' }, at)))).toBe(answer);
      }),
      propertyRuns(),
    );
  });
});

describe('re-check when the sheet changes', () => {
  const commitments = [aCommitment({ hours: 20 })];
  const cut = (date: string): CapacitySheet['exceptions'][number] => ({
    resource: 'LINE1',
    from: date,
    to: date.replace('09', '15').replace('16', '22'),
    capacityPerWeek: 48,
    deltaHours: null,
    hours: null,
    reason: 'cut',
    confirmedBy: null,
    row: `Capacity exceptions!${date}`,
  });

  it('flags a promise that breaks and leaves it as it was: capacity cut to 48 hours moves 16 Mar to 20 Mar', () => {
    const { book } = hold(emptyBook(compileSheet(aSheet({ commitments }))), order('D-1', 200), { at, kind: 'hard' });
    const next = onNewSheet(
      book,
      compileSheet(aSheet({ commitments, exceptions: [cut('2026-03-09'), cut('2026-03-16')] })),
    );
    expect(recheckAll(next, TODAY)).toEqual([
      {
        dealId: 'D-1',
        class: 'broken',
        lines: [{ line: 'L1', promised: day('2026-03-16'), now: day('2026-03-20'), class: 'broken' }],
      },
    ]);
    expect(next.holds.get('D-1')?.promised.get('L1')).toBe(day('2026-03-16'));
  });

  it('goes through protected customers first, then by first promise, then as they came', () => {
    // C takes the line before D is promised, so D's first promise is the later one; B is not protected.
    const empty = emptyBook(compileSheet(aSheet({ commitments })));
    const book = [
      ['B', 10, 1],
      ['C', 400, 0],
      ['A', 10, 0],
      ['D', 10, 0],
    ].reduce(
      (so, [id, quantity, tier]) =>
        hold(so, order(String(id), Number(quantity)), { at, kind: 'hard', tier: Number(tier) }).book,
      empty,
    );
    expect(protectionOrder(book).map(({ deal }) => deal.id)).toEqual(['A', 'C', 'D', 'B']);
  });

  it(`finds the same by the index of the changed resource as by checking every promise (seed ${PROPERTY_SEED})`, () => {
    fc.assert(
      fc.property(
        anyPlant,
        fc.array(anyDeal, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: -20, max: 20 }),
        (sheet, deals, offset, hours) => {
          const before = compileSheet(sheet);
          const book = deals.reduce(
            (so, deal, i) => hold(so, { ...deal, id: `D-${i}` }, { at, kind: 'hard' }).book,
            emptyBook(before),
          );
          const known = recheckAll(book, TODAY);
          const index = indexPromises(book, known, TODAY);
          const from = new Date(Date.UTC(2026, 2, 2 + offset)).toISOString().slice(0, 10);
          const change = {
            resource: 'WELD',
            from,
            to: from,
            capacityPerWeek: null,
            deltaHours: hours,
            hours: null,
            reason: null,
            confirmedBy: null,
            row: 'Capacity exceptions!99',
          };
          const next = onNewSheet(book, compileSheet({ ...sheet, exceptions: [...sheet.exceptions, change] }));
          const resource = before.resourceByName.get('weld')?.index ?? -1;
          expect(recheckResource(next, { before, resource, known, index, today: TODAY })).toEqual(
            recheckAll(next, TODAY),
          );
        },
      ),
      propertyRuns(),
    );
  });
});
