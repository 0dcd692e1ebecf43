import { parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import type { Alternative } from './promise.ts';
import { answerDeal } from './answer-deal.ts';
import type { CheckedAt } from './answer-deal.ts';
import type { Plan } from './plan.ts';

export type Schedule = Alternative['schedule'];

const partsOf = (line: LineItem, schedule: Schedule): LineItem[] =>
  schedule
    .filter((part) => part.line === line.id)
    .map(({ date, quantity }, i) => ({
      ...line,
      id: i === 0 ? line.id : `${line.id}#${i + 1}`,
      quantity,
      requestedDate: date,
    }));

/** The deal as an alternative would have it: each part of the schedule a line with its own date; lines it leaves out stay out (semantics, "Alternatives"). */
export const applySchedule = (deal: Deal, schedule: Schedule): Deal => ({
  ...deal,
  lines: deal.lines.flatMap((line) => partsOf(line, schedule)),
});

const MOST_ROUNDS = 8;

/**
 * A schedule that the same check confirms when it is applied: dates that the joint check cannot keep move to the ones it
 * gives, until all are kept; null when that does not settle (S14, semantics, "Alternatives").
 */
export const settleSchedule = (
  plan: Plan,
  deal: Deal,
  { schedule, at }: { schedule: Schedule; at: CheckedAt },
): Schedule | null => {
  let current = schedule;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const applied = answerDeal(plan, applySchedule(deal, current), at).answers.toSorted(
      (a, b) => a.order.place - b.order.place,
    );
    const inLineOrder = deal.lines.flatMap(({ id }) => current.filter(({ line }) => line === id));
    if (applied.some((answer) => (answer.plan?.promise ?? null) === null)) return null;
    const moved = inLineOrder.map((part, i) => {
      const promise = applied[i]?.plan?.promise ?? 0;
      return promise > (parseIsoDate(part.date) ?? promise) ? { ...part, date: toIsoDate(promise) } : part;
    });
    if (moved.every((part, i) => part === inLineOrder[i])) return moved;
    current = moved;
  }
  return null;
};
