import { toIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { LineAnswer } from './line-answer.ts';

/** One step of a line as a planner checks it by hand: when, how much, on which days, and the rows that say so. */
export type TimelineStep = {
  step: string;
  resource: string | null;
  needMinutes: number;
  start: IsoDate;
  finish: IsoDate;
  /** What is reserved, latest free days first (S19), ascending by day. */
  days: { date: IsoDate; minutes: number }[];
  rows: string[];
};

/** The steps of a line with minutes per day (S8, S19); empty for lines that are not planned on capacity. */
export const stepTimeline = ({ plan, terms }: LineAnswer): TimelineStep[] =>
  (plan?.steps ?? []).map(({ step, resource, need, start, finish, takes }) => {
    const source = terms?.plan.resources[resource];
    return {
      step: step.name,
      resource: source?.name ?? null,
      needMinutes: need,
      start: toIsoDate(start),
      finish: toIsoDate(finish),
      days: takes.map(({ day, minutes }) => ({ date: toIsoDate(day), minutes })),
      rows: source ? [step.row, source.source.row] : [step.row],
    };
  });
