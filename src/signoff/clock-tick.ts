import type { Ask } from './ask.ts';
import { isDecided, isWaiting } from './ask.ts';
import { FULL, note, usedMinutes } from './ask-clock.ts';
import type { AskEffect, AskEvent, Offices, Stepped } from './ask-event.ts';

/** A reminder at each of these shares of the service time, in percent. */
const REMINDERS = [50, 80];

/** Reminders of sales are remembered above those of operations. */
const SALES_MARK = 100;

type Tick = Extract<AskEvent, { is: 'clock' }>;

const expired = (ask: Ask, at: string): Stepped => ({
  ask: { ...ask, state: 'expired', history: note(ask, { at, by: null, what: 'the answer has expired' }) },
  effects: [
    { do: 'tell_requester', what: 'expired' },
    { do: 'ask_again', because: ['the answer has expired'] },
  ],
});

const reached = (ask: Ask, percent: number, mark: number): number[] =>
  REMINDERS.filter((each) => percent >= each && !ask.reminded.includes(each + mark));

const remindSales = (ask: Ask, at: string, offices: Offices): Stepped => {
  const percent = (usedMinutes(ask.sales, at, offices.sales) / ask.serviceMinutes) * FULL;
  return reminded(ask, { at, marks: reached(ask, percent, SALES_MARK), mark: SALES_MARK });
};

type Reminding = { at: string; marks: number[]; mark: number };

const reminded = (ask: Ask, { at, marks, mark }: Reminding): Stepped => {
  const last = marks.at(-1);
  if (last === undefined) return { ask, effects: [] };
  const effect: AskEffect =
    mark === SALES_MARK
      ? { do: 'remind_sales', percent: last }
      : { do: 'remind', whom: ask.assignee ?? '', percent: last };
  return {
    ask: {
      ...ask,
      reminded: [...ask.reminded, ...marks.map((each) => each + mark)],
      history: note(ask, { at, by: null, what: `reminded at ${last} %` }),
    },
    effects: [effect],
  };
};

const escalated = (ask: Ask, at: string, to: string): Stepped => ({
  ask: {
    ...ask,
    reminded: [...new Set([...ask.reminded, ...REMINDERS])],
    escalations: ask.escalations + 1,
    assignee: to,
    history: note(ask, { at, by: null, what: `passed upwards to ${to}` }),
  },
  effects: [{ do: 'escalate', to }],
});

const tickOperations = (ask: Ask, { at, escalateTo }: Tick, offices: Offices): Stepped => {
  const percent = (usedMinutes(ask.operations, at, offices.operations) / ask.serviceMinutes) * FULL;
  const isFirst = ask.escalations === 0 && escalateTo !== ask.assignee && escalateTo !== ask.requester;
  if (percent >= FULL && isFirst && escalateTo !== null) return escalated(ask, at, escalateTo);
  return reminded(ask, { at, marks: reached(ask, percent, 0), mark: 0 });
};

/** Time passes: an answer expires, the side whose clock runs is reminded at 50 and 80 %, an overdue question goes upwards once. */
export const clockTick = (ask: Ask, event: Tick, offices: Offices): Stepped => {
  if (isDecided(ask))
    return ask.validUntil !== null && event.at > ask.validUntil ? expired(ask, event.at) : { ask, effects: [] };
  if (!isWaiting(ask)) return { ask, effects: [] };
  return ask.state === 'needs_information' ? remindSales(ask, event.at, offices) : tickOperations(ask, event, offices);
};
