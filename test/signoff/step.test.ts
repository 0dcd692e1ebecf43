import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Ask } from '../../src/signoff/ask.ts';
import { isDecided, isWaiting } from '../../src/signoff/ask.ts';
import { dueAt } from '../../src/signoff/ask-clock.ts';
import type { AskEvent, Stepped } from '../../src/signoff/ask-event.ts';
import { compareRevisions } from '../../src/signoff/revision.ts';
import { step } from '../../src/signoff/step.ts';
import { aRevision, anAsk, officeHours } from '../support/an-ask.ts';
import { PROPERTY_SEED, propertyRuns } from '../support/property-runs.ts';

const OFFICES = { operations: officeHours(), sales: officeHours() };
const ASKED_AT = '2026-03-06T21:30:00.000Z'; // Friday 15:30 in Chicago
const PLANNER = 'planner@example.com';

const take = (stepped: Stepped): Ask => {
  if ('refused' in stepped) throw new Error(stepped.message);
  return stepped.ask;
};

const after = (ask: Ask, ...events: AskEvent[]): Ask =>
  events.reduce((now, event) => take(step(now, event, OFFICES)), ask);

const opened: AskEvent = { is: 'opened', at: ASKED_AT, assignee: PLANNER };
const yes = (facts: Partial<Extract<AskEvent, { is: 'decided' }>> = {}): AskEvent => ({
  is: 'decided',
  at: '2026-03-09T15:00:00.000Z',
  by: PLANNER,
  answer: { kind: 'yes' },
  shownRevisionId: 'r1',
  note: null,
  validDays: null,
  ...facts,
});
const clock = (at: string): AskEvent => ({ is: 'clock', at, escalateTo: 'lead@example.com' });

describe('a question to operations', () => {
  it('is due after eight business hours', () => {
    const ask = after(anAsk(), opened);
    expect([dueAt(ask, OFFICES.operations), dueAt(ask, OFFICES.operations, 80)]).toEqual([
      '2026-03-09T20:30:00.000Z',
      '2026-03-09T18:54:00.000Z',
    ]);
  });

  it('stops the clock of operations while sales looks for information, and starts that of sales', () => {
    // Half an hour of operations on Friday, all of Monday with sales: due 7:30 of office time after Tuesday 09:00.
    const ask = after(
      anAsk(),
      opened,
      { is: 'information_needed', at: '2026-03-06T22:00:00.000Z', by: PLANNER, what: 'Which finish?' },
      { is: 'information_given', at: '2026-03-10T14:00:00.000Z', by: 'rep@example.com' },
    );
    expect(dueAt(ask, OFFICES.operations)).toBe('2026-03-10T21:30:00.000Z');
    expect([ask.operations.usedMinutes, ask.sales.usedMinutes]).toEqual([30, 60 + 480]);
  });

  it('reminds at 50 and at 80 %, once each, and goes upwards when the time is over', () => {
    const at = (ask: Ask, moment: string) => step(ask, clock(moment), OFFICES);
    const ask = after(anAsk(), opened);
    expect(at(ask, '2026-03-09T16:29:00.000Z')).toMatchObject({ effects: [] });
    const half = at(ask, '2026-03-09T16:30:00.000Z');
    expect(half).toMatchObject({ effects: [{ do: 'remind', whom: PLANNER, percent: 50 }] });
    expect(at(take(half), '2026-03-09T16:31:00.000Z')).toMatchObject({ effects: [] });
    expect(at(take(half), '2026-03-09T18:54:00.000Z')).toMatchObject({ effects: [{ do: 'remind', percent: 80 }] });
    const late = at(take(half), '2026-03-09T20:30:00.000Z');
    expect(late).toMatchObject({
      effects: [{ do: 'escalate', to: 'lead@example.com' }],
      ask: { assignee: 'lead@example.com' },
    });
    expect(at(take(late), '2026-03-20T20:30:00.000Z')).toMatchObject({ effects: [] });
  });

  it('reminds sales of what it owes', () => {
    const asking = after(anAsk(), opened, {
      is: 'information_needed',
      at: ASKED_AT,
      by: PLANNER,
      what: 'Which finish?',
    });
    expect(step(asking, clock('2026-03-09T16:30:00.000Z'), OFFICES)).toMatchObject({
      effects: [{ do: 'remind_sales', percent: 50 }],
    });
  });

  it('is answered once, by somebody else than the asker, on what was shown', () => {
    const ask = after(anAsk(), opened);
    expect(step(ask, yes({ by: 'rep@example.com' }), OFFICES)).toMatchObject({ refused: 'OWN_REQUEST' });
    expect(step(ask, yes({ shownRevisionId: 'r0' }), OFFICES)).toMatchObject({ refused: 'CHANGED_SINCE' });
    expect(step(after(ask, yes()), yes(), OFFICES)).toMatchObject({ refused: 'ALREADY_DECIDED' });
    const reviewed = after(anAsk({ peerReview: true, estimator: PLANNER }), opened);
    expect(step(reviewed, yes(), OFFICES)).toMatchObject({ refused: 'OWN_ESTIMATE' });
  });

  it('lets an answer be taken back for ten minutes by the one who gave it', () => {
    const ask = after(anAsk(), opened, yes());
    const undo = (at: string, by = PLANNER): AskEvent => ({ is: 'undone', at, by });
    expect(step(ask, undo('2026-03-09T15:05:00.000Z', 'other@example.com'), OFFICES)).toMatchObject({
      refused: 'NOT_YOURS',
    });
    expect(step(ask, undo('2026-03-09T15:10:01.000Z'), OFFICES)).toMatchObject({ refused: 'TOO_LATE_TO_UNDO' });
    expect(after(ask, undo('2026-03-09T15:10:00.000Z'))).toMatchObject({ state: 'open', decision: null });
  });

  it('carries an answer over to a better deal with proof, and asks again about a worse one', () => {
    const ask = after(anAsk(), opened, yes());
    const revised = (quantity: number): AskEvent => ({
      is: 'revised',
      at: '2026-03-10T15:00:00.000Z',
      revision: aRevision({ lines: [{ product: 'BRK', quantity, date: '2026-03-17' }] }),
      revisionId: `r-${quantity}`,
      question: 'Can we?',
    });
    const fewer = after(ask, revised(80));
    expect([fewer.state, fewer.history.at(-1)?.what]).toEqual([
      'carried_over',
      'carried over to revision r-80: 80 instead of 100 of BRK',
    ]);
    expect(step(fewer, revised(120), OFFICES)).toMatchObject({
      ask: { state: 'superseded' },
      effects: [{ do: 'ask_again', because: ['120 instead of 100 of BRK'] }],
    });
    expect(step(after(ask, revised(80)), revised(100), OFFICES)).toMatchObject({ ask: { state: 'carried_over' } });
  });

  it('shows an open question anew when the deal changes', () => {
    const ask = after(anAsk(), opened);
    const change: AskEvent = {
      is: 'revised',
      at: '2026-03-09T15:00:00.000Z',
      revision: aRevision({ lines: [] }),
      revisionId: 'r2',
      question: 'And now?',
    };
    expect(step(ask, change, OFFICES)).toMatchObject({
      ask: { state: 'open', revisionId: 'r2', question: 'And now?' },
      effects: [{ do: 'tell_assignee', what: 'changed' }],
    });
  });

  it('lets an answer run out', () => {
    const ask = after(anAsk(), opened, yes({ validDays: 5 }));
    expect(step(ask, clock('2026-03-14T15:00:00.000Z'), OFFICES)).toMatchObject({ effects: [] });
    expect(step(ask, clock('2026-03-14T15:00:00.001Z'), OFFICES)).toMatchObject({ ask: { state: 'expired' } });
  });
});

const people = fc.constantFrom(PLANNER, 'rep@example.com', 'lead@example.com', 'estimator@example.com', '');
const revisions = fc.record({ quantity: fc.integer({ min: 90, max: 110 }), day: fc.integer({ min: 15, max: 19 }) });

type Move = (at: string) => AskEvent;

const moves: fc.Arbitrary<Move> = fc.oneof(
  people.map((assignee): Move => (at) => ({ is: 'opened', at, assignee })),
  fc.tuple(people, people).map(([by, to]): Move => (at) => ({ is: 'delegated', at, by, to })),
  people.map((by): Move => (at) => ({ is: 'information_needed', at, by, what: 'What?' })),
  people.map((by): Move => (at) => ({ is: 'information_given', at, by })),
  fc
    .tuple(people, fc.constantFrom('r1', '100-17', '95-18', '105-16'), fc.option(fc.constantFrom(1, 30), { nil: null }))
    .map(
      ([by, shownRevisionId, validDays]): Move =>
        (at) =>
          yes({ at, by, shownRevisionId, validDays }),
    ),
  people.map((by): Move => (at) => ({ is: 'undone', at, by })),
  revisions.map(({ quantity, day }): Move => (at) => ({
    is: 'revised',
    at,
    revision: aRevision({ lines: [{ product: 'BRK', quantity, date: `2026-03-${day}` }] }),
    revisionId: `${quantity}-${day}`,
    question: `Can we deliver ${quantity}?`,
  })),
  people.map((by): Move => (at) => ({ is: 'recalled', at, by })),
  fc.constantFrom('lead@example.com', null).map((escalateTo): Move => (at) => ({ is: 'clock', at, escalateTo })),
);

describe(`any story of a question (seed ${PROPERTY_SEED})`, () => {
  it('leaves it never unassigned, never decided twice, never decided on what was not shown, never by the asker', () => {
    const gaps = fc.integer({ min: 1, max: 3000 });
    const story = fc.array(fc.tuple(moves, gaps), { maxLength: 25 });
    fc.assert(
      fc.property(story, fc.boolean(), (events, peerReview) => {
        let ask = anAsk({ peerReview, estimator: 'estimator@example.com', tolerance: { quantityPercent: 5 } });
        let moment = Date.parse(ASKED_AT);
        for (const [move, minutes] of events) {
          moment += minutes * 60_000;
          const event = move(new Date(moment).toISOString());
          const before = ask;
          const next = step(before, event, OFFICES);
          if ('refused' in next) {
            expect(next.message).not.toBe('');
            continue;
          }
          ask = next.ask;
          if (isWaiting(ask)) expect(ask.assignee).toMatch(/@/);
          if (isWaiting(ask))
            expect([ask.operations.runningSince, ask.sales.runningSince].filter(Boolean)).toHaveLength(1);
          else expect([ask.operations.runningSince, ask.sales.runningSince]).toEqual([null, null]);
          if (isDecided(ask)) {
            expect(ask.decision?.by).not.toBe('rep@example.com');
            if (peerReview) expect(ask.decision?.by).not.toBe('estimator@example.com');
            expect(ask.decision?.revisionId).toBe(ask.revisionId);
          }
          if (event.is === 'decided') {
            expect(isDecided(before)).toBe(false);
            expect(event.shownRevisionId).toBe(before.revisionId);
          }
          if (event.is === 'revised' && isDecided(before) && event.revisionId !== before.revisionId) {
            const { is } = compareRevisions(before.revision, event.revision, before.tolerance);
            const { quantity, date } = event.revision.lines[0]!;
            const decidedOn = before.revision.lines[0]!;
            const isWorse = quantity! > decidedOn.quantity! * 1.05 || date! < decidedOn.date!;
            expect(ask.state).toBe(isWorse ? 'superseded' : 'carried_over');
            expect(is === 'worse').toBe(isWorse);
          }
        }
      }),
      propertyRuns(),
    );
  });
});
