import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CheckResult } from '../../src/checks/check-result.ts';
import type { Person } from '../../src/capacity/capacity-sheet.ts';
import { aSheet } from '../support/a-sheet.ts';
import type { Answer, Ask } from '../../src/signoff/ask.ts';
import { isDecided, isWaiting } from '../../src/signoff/ask.ts';
import { escalationOf } from '../../src/signoff/escalation.ts';
import { answerDueAt, nextClockAt } from '../../src/signoff/next-clock.ts';
import { planAsks } from '../../src/signoff/plan-asks.ts';
import { step } from '../../src/signoff/step.ts';
import { signoffStatus, wantedAsk } from '../../src/signoff/wanted-ask.ts';
import type { WantedAsk } from '../../src/signoff/wanted-ask.ts';
import { aDeal } from '../support/a-deal.ts';
import { aLateLine, aLateResult, anOkResult } from '../support/a-result.ts';
import { anAsk } from '../support/an-ask.ts';
import { OFFICES, answeredAsks, askPlanning, askedAfter } from '../support/asked.ts';
import { PROPERTY_SEED, propertyRuns } from '../support/property-runs.ts';

const aPerson = (facts: Partial<Person>): Person => ({
  name: 'Lee',
  role: 'Production planner',
  email: null,
  crmUser: null,
  backup: null,
  maxOpen: null,
  awayFrom: null,
  awayTo: null,
  pool: null,
  row: 'People!2',
  ...facts,
});

const NO: Answer = { kind: 'no', reason: 'CAPACITY', note: null };
const stories = (asks: readonly Ask[]) => asks.map(({ round, state }) => [round, state]);
const late = (quantity: number, requested = '2026-03-17') =>
  aLateResult({ lines: [aLateLine({ quantity, requested })] });

describe('the questions of a deal after a check', () => {
  it('stay the same while nothing changes, and are taken back when their cause is gone', () => {
    const asks = askedAfter(aDeal(), late(100));
    expect(planAsks(askPlanning(aDeal(), late(100), { known: asks })).changes).toEqual([]);
    expect(stories(askedAfter(aDeal(), anOkResult(), { known: asks }))).toEqual([[1, 'recalled']]);
  });

  it('carry a yes over to less, and ask again about more', () => {
    const yes = answeredAsks(askedAfter(aDeal(), late(100)), { kind: 'yes' });
    const less = askedAfter(aDeal(), late(80), { known: yes });
    expect(stories(less)).toEqual([[1, 'carried_over']]);
    expect(planAsks(askPlanning(aDeal(), late(80), { known: less })).changes).toEqual([]);
    expect(stories(askedAfter(aDeal(), late(120), { known: less }))).toEqual([
      [1, 'superseded'],
      [2, 'open'],
    ]);
  });

  it('ask again after a no when the deal got easier, and keep the no when it got harder', () => {
    const no = answeredAsks(askedAfter(aDeal(), late(100)), NO);
    expect(stories(askedAfter(aDeal(), late(80), { known: no }))).toEqual([
      [1, 'superseded'],
      [2, 'open'],
    ]);
    expect(stories(askedAfter(aDeal(), late(120), { known: no }))).toEqual([[1, 'carried_over']]);
  });

  it('take over the key of a question that was asked before records of it were kept', () => {
    const { role, why } = late(100).signoffs[0]!;
    const before = { role, cause: why, round: 3, isOpen: true };
    expect(askedAfter(aDeal(), late(100), { askedBefore: [before] }).map(({ round }) => round)).toEqual([3]);
    const closed = { ...before, isOpen: false };
    expect(askedAfter(aDeal(), late(100), { askedBefore: [closed] }).map(({ round }) => round)).toEqual([4]);
  });

  it('come one after the other where the rules ask in sequence', () => {
    const [first] = late(100).signoffs.map(wantedAsk);
    const wanted = [first!, { ...first!, role: 'Plant manager' }].map((ask): WantedAsk => ({
      ...ask,
      order: 'sequence',
    }));
    const one = askedAfter(aDeal(), late(100), { wanted });
    expect(one.map(({ role }) => role)).toEqual([first!.role]);
    expect(signoffStatus(wanted, answeredAsks(one, { kind: 'yes' }))).toBe('waiting');
    const two = askedAfter(aDeal(), late(100), { wanted, known: answeredAsks(one, { kind: 'yes' }) });
    expect(two.map(({ role, state }) => [role, state])).toEqual([
      [first!.role, 'answered'],
      ['Plant manager', 'open'],
    ]);
  });

  it.each([
    ['all', ['yes', 'no'], 'refused'],
    ['all', ['yes', null], 'waiting'],
    ['any', ['yes', null], 'approved'],
    ['any', ['no', null], 'waiting'],
    ['any', ['no', 'no'], 'refused'],
    [1, ['no', 'yes'], 'approved'],
    [2, ['yes', 'no'], 'refused'],
  ] as const)('when %s must agree and the answers are %j the deal is %s', (need, answers, status) => {
    const [first] = late(100).signoffs.map(wantedAsk);
    const wanted = ['A', 'B'].map((role): WantedAsk => ({ ...first!, role, need }));
    const asks = askedAfter(aDeal(), late(100), { wanted }).flatMap((ask, index) => {
      const answer = answers[index];
      return answer ? answeredAsks([ask], answer === 'yes' ? { kind: 'yes' } : NO) : [ask];
    });
    expect(signoffStatus(wanted, asks)).toBe(status);
  });
});

describe(`any history of checks and answers (seed ${PROPERTY_SEED})`, () => {
  it('has one question in force for what the check asks, none for what it does not, and rounds that rise', () => {
    const checks = fc.oneof(
      fc.record({ quantity: fc.integer({ min: 90, max: 110 }), day: fc.integer({ min: 15, max: 19 }) }),
      fc.constant(null),
    );
    const answers = fc.constantFrom<Answer | null>(null, { kind: 'yes' }, NO);
    fc.assert(
      fc.property(fc.array(fc.tuple(checks, answers), { maxLength: 12 }), (story) => {
        let known: Ask[] = [];
        for (const [check, answer] of story) {
          const result: CheckResult = check ? late(check.quantity, `2026-03-${check.day}`) : anOkResult();
          known = askedAfter(aDeal(), result, { known });
          const waiting = known.filter(isWaiting);
          expect(waiting.length).toBeLessThanOrEqual(result.signoffs.length);
          if (check) expect(known.filter((ask) => isWaiting(ask) || isDecided(ask)).length).toBeGreaterThanOrEqual(1);
          expect(new Set(known.map(({ key }) => key)).size).toBe(known.length);
          expect(known.map(({ round }) => round).sort((a, b) => a - b)).toEqual(known.map((_ask, index) => index + 1));
          const open = known.findIndex(isWaiting);
          if (answer && open >= 0)
            known = known.map((ask, index) => (index === open ? answeredAsks([ask], answer)[0]! : ask));
        }
      }),
      propertyRuns(),
    );
  });
});

describe('the clock of a question', () => {
  const opened = askedAfter(aDeal(), late(100))[0]!; // Mon 2 Mar 2026, 09:14 in Chicago

  it('looks at 50, at 80 and at 100 %, and then no more', () => {
    const looks: string[] = [];
    for (let at = '2026-03-02T15:14:00.000Z'; ; at = looks.at(-1) ?? '') {
      const next = nextClockAt(opened, OFFICES, at);
      if (next === null) break;
      looks.push(next);
    }
    expect(looks).toEqual(['2026-03-02T19:14:00.000Z', '2026-03-02T21:38:00.000Z', '2026-03-03T15:14:00.000Z']);
    expect(answerDueAt(opened, OFFICES)).toBe('2026-03-03T15:14:00.000Z');
  });

  it('runs for sales while information is missing', () => {
    const at = '2026-03-02T16:14:00.000Z';
    const stepped = step(opened, { is: 'information_needed', at, by: 'line1@example.com', what: 'Which?' }, OFFICES);
    if ('refused' in stepped) throw new Error(stepped.message);
    expect(nextClockAt(stepped.ask, OFFICES, at)).toBe('2026-03-02T20:14:00.000Z');
    expect(answerDueAt(stepped.ask, OFFICES)).toBe('2026-03-03T16:14:00.000Z');
  });

  it('looks once more when an answer runs out', () => {
    const ask = anAsk({ state: 'answered', validUntil: '2026-03-14T15:00:00.000Z' });
    expect(nextClockAt(ask, OFFICES, '2026-03-02T15:00:00.000Z')).toBe('2026-03-14T15:00:00.001Z');
  });
});

describe('an overdue question', () => {
  const people = [
    aPerson({ name: 'Lee', email: 'line1@example.com', backup: 'Kim' }),
    aPerson({ name: 'Kim', email: 'kim@example.com' }),
  ];
  const sheet = aSheet({ people, settings: { ...aSheet().settings, defaultLiaison: 'lead@example.com' } });

  it.each([
    ['the backup', anAsk({ assignee: 'LINE1@example.com' }), 'kim@example.com'],
    ['the default liaison, when there is no backup', anAsk({ assignee: 'kim@example.com' }), 'lead@example.com'],
    ['the admin, when the liaison has it', anAsk({ assignee: 'lead@example.com' }), 'admin@example.com'],
    [
      'the admin, when the liaison asked',
      anAsk({ assignee: 'kim@example.com', requester: 'Lead@example.com' }),
      'admin@example.com',
    ],
  ])('goes to %s', (_whom, ask, to) => {
    expect(escalationOf(ask, sheet, 'admin@example.com')).toBe(to);
  });

  it('goes to nobody when nobody else is there', () => {
    expect(escalationOf(anAsk({ assignee: 'lead@example.com' }), sheet, 'admin')).toBeNull();
  });
});
