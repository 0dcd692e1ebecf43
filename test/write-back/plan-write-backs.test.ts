import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { planWriteBacks } from '../../src/write-back/plan-write-backs.ts';
import type { WriteBackFacts } from '../../src/write-back/plan-write-backs.ts';
import { NOTHING_SHOWN } from '../../src/write-back/previously-shown.ts';
import type { PreviouslyShown } from '../../src/write-back/previously-shown.ts';
import type { WriteBack } from '../../src/write-back/write-back.ts';
import type { Answer, Ask } from '../../src/signoff/ask.ts';
import type { AskEvent } from '../../src/signoff/ask-event.ts';
import { step } from '../../src/signoff/step.ts';
import { ANSWER_LINK } from '../../src/write-back/signoff-tasks.ts';
import { aDeal } from '../support/a-deal.ts';
import { aFinding, aLateLine, aLateResult, aLineResult, anOkResult } from '../support/a-result.ts';
import { OFFICES, answeredAsks, askedAfter } from '../support/asked.ts';

/** What a deal shows, and its questions. */
type Before = { shown: PreviouslyShown; asks: Ask[] };

const NOTHING: Before = { shown: NOTHING_SHOWN, asks: [] };

const plan = (result: CheckResult, before: Before = NOTHING, facts: Partial<WriteBackFacts> = {}) => {
  const now = facts.now ?? '2026-03-02T15:14:00.000Z';
  const asks = askedAfter(aDeal(), result, { known: before.asks, at: now });
  const planned = planWriteBacks({
    deal: aDeal(),
    result,
    previous: before.shown,
    now,
    links: { deal: 'https://crm.example/deal/1' },
    asked: { asks, officesOf: () => OFFICES },
    checkKey: 'check-1',
    ...facts,
  });
  return { ...planned, asks };
};

const ofKind = <K extends WriteBack['kind']>({ writeBacks }: { writeBacks: WriteBack[] }, kind: K) =>
  writeBacks.filter((writeBack): writeBack is Extract<WriteBack, { kind: K }> => writeBack.kind === kind);

const answered = ({ shown, asks }: Before, answer: Answer = { kind: 'yes' }): Before => ({
  shown,
  asks: answeredAsks(asks, answer),
});

const take = (ask: Ask, event: AskEvent): Ask => {
  const stepped = step(ask, event, OFFICES);
  if ('refused' in stepped) throw new Error(stepped.message);
  return stepped.ask;
};

const TASK = 'task/sign-off/production-planner/CAPACITY_SHORT';

describe('the fields of a deal', () => {
  it('tell verdict, date, slack and what is possible, in a form that lists can filter by', () => {
    expect(ofKind(plan(aLateResult()), 'fields')[0]?.fields).toEqual({
      verdict: 'late',
      promiseDate: '2026-03-19',
      slackDays: -2,
      signoffStatus: 'waiting',
      possibleQuantity: '70 of 100 EA BRK',
      summary: 'Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
      warnings: 'BRK can be delivered on 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
      checkKey: 'check-1',
    });
  });

  it('give the date on which the last line is there, and the least slack of all lines', () => {
    const lines = [aLateLine(), aLineResult({ id: 'L2', promise: '2026-03-24', slackDays: 1 })];
    expect(ofKind(plan(aLateResult({ lines })), 'fields')[0]?.fields).toMatchObject({
      promiseDate: '2026-03-24',
      slackDays: -2,
    });
  });

  it('give no date while one line has none', () => {
    const lines = [aLineResult(), aLineResult({ id: 'L2', promise: null, slackDays: null })];
    expect(ofKind(plan(anOkResult({ lines })), 'fields')[0]?.fields.promiseDate).toBeNull();
  });

  it('follow the answers to the sign-off questions', () => {
    const asked = plan(aLateResult());
    const status = (before: Before, result = aLateResult()) =>
      ofKind(plan(result, before), 'fields')[0]?.fields.signoffStatus;
    expect(status(NOTHING, anOkResult())).toBe('not_required');
    expect(status(asked)).toBe('waiting');
    expect(status(answered(asked))).toBe('approved');
    expect(status(answered(asked, { kind: 'no', reason: 'CAPACITY', note: null }))).toBe('refused');
    expect(status(answered(asked, { kind: 'not_by_then', date: '2026-03-19', quantity: 100 }))).toBe('refused');
    expect(status(asked, anOkResult())).toBe('not_required');
  });
});

describe('the note', () => {
  it('is written for the first verdict, with the sentence, the way out, the question and the link', () => {
    expect(ofKind(plan(aLateResult()), 'note')).toEqual([
      {
        kind: 'note',
        key: 'note/1',
        title: 'Delivery check: late',
        at: '2026-03-02T15:14:00.000Z',
        paragraphs: [
          'Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
          'Offer 19 Mar 2026.',
          'Asked the Production planner: Can we deliver 100 BRK to Acme by 17 Mar 2026?',
          'Details: https://crm.example/deal/1',
        ],
      },
    ]);
  });

  it('is not written again while the answer stays the same, not even for a new sheet', () => {
    const shown = plan(aLateResult());
    expect(ofKind(plan(aLateResult({ sheetVersion: 'sheet-2' }), shown), 'note')).toEqual([]);
  });

  it('says what changed when the verdict did', () => {
    const shown = plan(anOkResult({ lines: [aLineResult({ quantity: 60 })] }));
    const [note] = ofKind(plan(aLateResult({ sheetVersion: 'sheet-2' }), shown), 'note');
    expect(note).toMatchObject({ key: 'note/2', title: 'Delivery check: on time, now late' });
    expect(note?.paragraphs[1]).toBe(
      'What changed: The quantity of BRK went from 60 to 100. The requested date of BRK went from 20 Mar 2026 to 17 Mar 2026. Operations published a new capacity sheet.',
    );
  });

  it('names lines that were added and removed', () => {
    const shown = plan(anOkResult());
    const [note] = ofKind(plan(anOkResult({ lines: [aLineResult({ id: 'L2', product: 'PNL' })] }), shown), 'note');
    expect(note?.paragraphs[1]).toBe('What changed: 100 PNL was added. 100 BRK was removed.');
  });

  it('tells what was not checked', () => {
    const open = aFinding({
      check: 'scope-limits',
      severity: 'not_checked',
      code: null,
      message: 'finish was not checked.',
    });
    const [note] = ofKind(plan(anOkResult({ findings: [open] })), 'note');
    expect(note?.paragraphs).toContain('finish was not checked.');
  });
});

describe('the sign-off task', () => {
  it('asks a question, with the facts and a link, due after eight business hours of the plant', () => {
    const [task] = ofKind(plan(aLateResult()), 'task');
    expect(task).toMatchObject({
      key: `${TASK}/1`,
      subject: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?',
      dueAt: '2026-03-03T15:14:00.000Z',
      assigneeEmail: 'line1@example.com',
      state: 'open',
    });
    expect(task?.paragraphs).toContain('Acme expects: 100 EA BRK by 17 Mar 2026.');
    expect(task?.paragraphs[0]).toBe(ANSWER_LINK);
  });

  it('keeps its key and its due time while the question stands', () => {
    const shown = plan(aLateResult());
    const [task] = ofKind(plan(aLateResult(), shown, { now: '2026-03-05T15:14:00.000Z' }), 'task');
    expect(task).toMatchObject({ key: `${TASK}/1`, dueAt: '2026-03-03T15:14:00.000Z' });
  });

  it('is withdrawn when what it asked about is fixed', () => {
    const shown = plan(aLateResult());
    expect(ofKind(plan(anOkResult(), shown), 'task')).toMatchObject([
      {
        key: `${TASK}/1`,
        state: 'withdrawn',
        paragraphs: ['This question no longer stands: what it was about is fixed in the deal. Nothing is left to do.'],
      },
    ]);
  });

  it('is asked in a new round when the problem comes back', () => {
    const fixed = plan(anOkResult(), plan(aLateResult()));
    const again = ofKind(plan(aLateResult(), fixed, { now: '2026-03-06T15:14:00.000Z' }), 'task');
    expect(again.map(({ key, state }) => [key, state])).toEqual([
      [`${TASK}/1`, 'withdrawn'],
      [`${TASK}/2`, 'open'],
    ]);
    expect(again[1]?.dueAt).toBe('2026-03-09T14:14:00.000Z');
  });

  it('is completed with the answer in its text, and not asked again while the answer covers the deal', () => {
    const done = answered(plan(aLateResult()), {
      kind: 'yes_if',
      conditions: [{ what: 'fee', atLeast: 300, currency: 'USD' }],
    });
    expect(ofKind(plan(aLateResult(), done), 'task')).toMatchObject([
      {
        key: `${TASK}/1`,
        state: 'answered',
        paragraphs: ['Yes, if: the customer pays a fee of at least 300 USD. Answered by line1@example.com.'],
      },
    ]);
  });

  it('is asked in a new round when the deal got worse than what was answered', () => {
    const done = answered(plan(aLateResult()));
    const lines = [aLateLine({ quantity: 200 })];
    const again = ofKind(plan(aLateResult({ lines }), done), 'task');
    expect(again).toMatchObject([
      { key: `${TASK}/1`, state: 'answered' },
      { key: `${TASK}/2`, state: 'open' },
    ]);
    expect(again[0]?.paragraphs.at(-1)).toBe(
      'The answer no longer covers the deal: 200 instead of 100 of BRK. The question is asked again.',
    );
  });

  it('stays an answer after the problem was gone for a while', () => {
    const done = answered(plan(aLateResult()));
    const gone = plan(anOkResult(), done);
    expect(ofKind(plan(aLateResult(), gone), 'task').map(({ state }) => state)).toEqual(['answered']);
  });

  it('is opened again when the answer is taken back', () => {
    const done = answered(plan(aLateResult()));
    const asks = done.asks.map((ask) =>
      take(ask, { is: 'undone', at: '2026-03-02T16:20:00.000Z', by: 'line1@example.com' }),
    );
    expect(ofKind(plan(aLateResult(), { ...done, asks }), 'task')).toMatchObject([{ state: 'reopened' }]);
  });
});

describe('the plan as a whole', () => {
  it('gives the same bytes for the same facts', () => {
    expect(JSON.stringify(plan(aLateResult()))).toBe(JSON.stringify(plan(aLateResult())));
  });

  it('survives being stored as JSON between two checks', () => {
    const shown = plan(aLateResult());
    const stored = JSON.parse(JSON.stringify(shown)) as Before;
    expect(plan(anOkResult(), stored)).toEqual(plan(anOkResult(), shown));
  });

  it('tells nothing twice when the database hands the keys back in another order', () => {
    const shown = plan(aLateResult());
    const reversed = (_key: string, value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value;
    const stored = JSON.parse(JSON.stringify(shown, reversed)) as Before;
    expect(ofKind(plan(aLateResult(), stored), 'note')).toEqual([]);
  });

  it('shows fields, note, tasks and brief under keys that never meet', () => {
    const keys = plan(aLateResult()).writeBacks.map(({ key }) => key);
    expect(keys).toEqual(['verdict', 'note/1', `${TASK}/1`, 'brief']);
  });
});
