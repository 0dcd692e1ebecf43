import { stepTimeline } from '../capacity/step-timeline.ts';
import type { TimelineStep } from '../capacity/step-timeline.ts';
import { formatIsoDate, parseIsoDate } from '../deal/day.ts';
import type { CheckFacts } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence } from './finding.ts';
import { listed } from './line-name.ts';
import { hoursInWords } from './load-in-words.ts';

type Run = { first: string; last: string; minutes: number };

/** Days that follow each other with the same minutes are told together. */
const runsOf = (days: TimelineStep['days']): Run[] => {
  const runs: Run[] = [];
  for (const { date, minutes } of days) {
    const run = runs.at(-1);
    const isNext = run !== undefined && (parseIsoDate(run.last) ?? 0) + 1 === parseIsoDate(date);
    if (isNext && run.minutes === minutes) run.last = date;
    else runs.push({ first: date, last: date, minutes });
  }
  return runs;
};

const runInWords = ({ first, last, minutes }: Run): string =>
  first === last
    ? `${minutes} min on ${formatIsoDate(first)}`
    : `${minutes} min a day from ${formatIsoDate(first)} to ${formatIsoDate(last)}`;

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const stepEvidence = ({ step, resource, needMinutes, days, rows }: TimelineStep): Evidence => ({
  what: `${capitalised(step)}${resource === null ? '' : ` on ${resource}`}`,
  value: `${hoursInWords(needMinutes)}${days.length === 0 ? '' : `: ${listed(runsOf(days).map(runInWords))}`}`,
  ...(rows[0] === undefined ? {} : { row: rows[0] }),
});

/** The steps of a line with the minutes of each day and the row that asks for them: what a planner adds up by hand (S8, S19). */
export const timelineEvidence = (facts: CheckFacts, result: LineResult): Evidence[] => {
  const answer = facts.answer.answers.find(({ order }) => facts.lines[order.place] === result);
  return answer ? stepTimeline(answer).map(stepEvidence) : [];
};
