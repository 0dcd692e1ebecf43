import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { displacementFor } from '../../src/capacity/displacement.ts';
import { exceptionCost } from '../../src/capacity/exception-cost.ts';
import { frontierOf } from '../../src/capacity/frontier.ts';
import { whatWouldNeed } from '../../src/capacity/what-would-need.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aSheet } from '../support/a-sheet.ts';
import { checkOn as check, wanted, busy } from '../support/expedite-plant.ts';

describe('promise protection (S13)', () => {
  const book = (canMove: 'y' | 'n'): CapacitySheet =>
    aSheet({
      commitments: [
        aCommitment({ id: 'C-1', hours: 40, promisedDate: '2026-03-13', canMove, value: 5000, latePenaltyPerDay: 50 }),
        aCommitment({
          id: 'C-2',
          hours: 40,
          promisedDate: '2026-03-20',
          canMove,
          value: 9000,
          latePenaltyPerDay: 200,
          row: 'Commitments!3',
        }),
      ],
    });

  it('moves nothing by itself and lists what a rush would move, latest promised first, with days, value and penalty', () => {
    const base = check(book('y'), wanted('2026-03-13')).answer;
    expect(check(book('y'), wanted('2026-03-13')).lines[0]?.verdict).toBe('late');
    // Without the 40 h of C-2 the line has 480 a day: finish 11 Mar, too late for 13 Mar. Without C-1 too: 9 and 10 Mar.
    const found = displacementFor(base);
    // The deal takes 960 on 10 Mar and 360 on 9 Mar: 600 + 3 x 960 are left: C-1 (2400 min) until 12 Mar, C-2 behind it:
    // 1080 left by 13 Mar, the remaining 1320 on 16 and 17 Mar. Both before what they were promised.
    expect(found?.displaced).toEqual([]);
    expect(displacementFor(check(book('n'), wanted('2026-03-13')).answer)).toBeNull();
  });

  it('takes out no more than is needed, for one line and for several', () => {
    const commitments = Array.from({ length: 9 }, (_none, i) =>
      aCommitment({
        id: `C-${i}`,
        week: i % 2 === 0 ? '2026-03-09' : '2026-03-16',
        hours: 12 + ((i * 7) % 9),
        promisedDate: `2026-03-${10 + ((i * 5) % 17)}`,
        canMove: 'y',
        row: `Commitments!${i + 2}`,
      }),
    );
    const lines = [aLine({ quantity: 120 }), aLine({ id: 'L2', quantity: 60 })];
    let seen = 0;
    for (const day of ['13', '16', '17', '18', '19', '20', '23', '24'])
      for (const sold of [lines.slice(0, 1), lines]) {
        const deal = aDeal({
          requestedDate: null,
          lines: sold.map((line) => ({ ...line, requestedDate: `2026-03-${day}` })),
        });
        const found = displacementFor(check(aSheet({ commitments }), deal).answer);
        const ids = found?.replanned.map(({ id }) => id) ?? [];
        const onTime = (movable: readonly string[]): boolean => {
          const left = commitments.filter(({ id }) => !movable.includes(id));
          return check(aSheet({ commitments: left }), deal).lines.every(
            ({ promise, requested }) => (promise ?? '9') <= (requested ?? ''),
          );
        };
        if (found)
          expect([day, sold.length, onTime(ids), onTime(ids.slice(0, -1))]).toEqual([day, sold.length, true, false]);
        else expect([day, onTime(commitments.map(({ id }) => id))]).toEqual([day, false]);
        seen += ids.length;
      }
    expect(seen).toBeGreaterThan(20);
  });

  it('counts the days that a promise moves', () => {
    const sheet = book('y');
    const [first, second] = sheet.commitments;
    const tight = { ...sheet, commitments: [first, { ...second, promisedDate: '2026-03-13' }] } as CapacitySheet;
    const found = displacementFor(check(tight, wanted('2026-03-13')).answer);
    expect(found?.displaced.map(({ id, days, value, penaltyPerDay }) => ({ id, days, value, penaltyPerDay }))).toEqual([
      { id: 'C-1', days: 4, value: 5000, penaltyPerDay: 50 },
    ]);
    const cost = exceptionCost({
      answer: found?.answer as never,
      schedule: [],
      levers: [],
      displaced: found?.displaced ?? [],
    });
    expect(cost).toMatchObject({ total: 200, parts: [{ row: 'Commitments!2' }] });
  });
});

describe('what would need to be true', () => {
  it('names the minutes in a week, the days of material, the units fewer and the days later that would suffice', () => {
    const result = check(busy(), wanted('2026-03-17'));
    const found = whatWouldNeed(result.answer.answers[0] as never, result.lines[0]?.binding ?? null);
    // 70 of 100 fit: 1320 - 1200 free by 13 Mar (five days of 240, finish by Friday): 120 minutes are missing... on 13 Mar quality
    // would end on 16 Mar and transit on 18 Mar, so the finish must be 12 Mar: 4 x 240 = 960, and 360 minutes are missing.
    expect(found).toContainEqual({
      kind: 'minutes',
      resource: 'LINE1',
      week: parseIsoDate('2026-03-09'),
      minutes: 360,
    });
    expect(found).toContainEqual({ kind: 'units', fewer: 30 });
    expect(found).toContainEqual({ kind: 'later', days: 2, date: parseIsoDate('2026-03-19') });
    expect(found.find((one) => one.kind === 'days' && one.component === 'material')).toMatchObject({ days: 1 });
  });
});

describe('the frontier of quantity and date', () => {
  it('names each date on which more is possible and the cheapest way to have all of it by then', () => {
    const result = check(busy(), wanted('2026-03-17'));
    const points = frontierOf(result.answer, 'L1');
    expect(points.at(-1)).toEqual({ date: '2026-03-19', quantity: 100, expedite: null });
    expect(points[0]).toMatchObject({
      date: '2026-03-12',
      quantity: 10,
      expedite: { levers: ['Rush material'], cost: 300 },
    });
    expect(points.map(({ quantity }) => quantity)).toEqual(
      [...points.map(({ quantity }) => quantity)].sort((a, b) => a - b),
    );
  });
});
