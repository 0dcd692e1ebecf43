import type { Ask } from './ask.ts';
import { isDecided, isWaiting } from './ask.ts';
import { FULL, dueAt } from './ask-clock.ts';
import type { Offices } from './ask-event.ts';
import { addBusinessMinutes } from './business-clock.ts';

/** Shares of the service time, in percent, at which something may happen: reminders, and the end. */
const MARKS = [50, 80, FULL];

const salesMark = (ask: Ask, offices: Offices, percent: number): string | null => {
  const { runningSince, usedMinutes } = ask.sales;
  if (runningSince === null) return null;
  const left = (ask.serviceMinutes * percent) / FULL - usedMinutes;
  return left <= 0 ? runningSince : addBusinessMinutes(offices.sales, runningSince, left);
};

/** When the time of whoever has to act is over: operations, or sales while information is missing; null when nobody has to. */
export const answerDueAt = (ask: Ask, offices: Offices): string | null =>
  ask.state === 'needs_information' ? salesMark(ask, offices, FULL) : dueAt(ask, offices.operations);

/** The next moment after `at` at which the clock has to look at the question again; null: nothing will happen by itself. */
export const nextClockAt = (ask: Ask, offices: Offices, at: string): string | null => {
  if (isDecided(ask)) return ask.validUntil === null ? null : new Date(Date.parse(ask.validUntil) + 1).toISOString();
  if (!isWaiting(ask)) return null;
  const moments = MARKS.map((percent) =>
    ask.state === 'needs_information' ? salesMark(ask, offices, percent) : dueAt(ask, offices.operations, percent),
  );
  return moments.find((moment) => moment !== null && moment > at) ?? null;
};
