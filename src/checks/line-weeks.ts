import type { DealAnswer } from '../capacity/answer-deal.ts';
import type { LineAnswer } from '../capacity/line-answer.ts';
import { nameKey } from '../capacity/plan.ts';
import type { Plan } from '../capacity/plan.ts';
import { weekLoad } from '../capacity/tight-weeks.ts';
import type { WeekLoad } from '../capacity/tight-weeks.ts';
import { parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { LineResult } from './check-result.ts';

/** A week that decides a line, in minutes: what the resource has, what is already taken, what this deal takes. */
export type LineWeek = {
  line: string;
  resource: string;
  monday: IsoDate;
  capacity: number;
  load: number;
  reserved: number;
};

const named = (plan: Plan, line: string, { resource, monday, capacity, load, reserved }: WeekLoad): LineWeek[] => {
  const name = plan.resources[resource]?.name;
  return name === undefined ? [] : [{ line, resource: name, monday: toIsoDate(monday), capacity, load, reserved }];
};

/** The weeks in which the binding resource is short, as the line found them. */
const bindingWeeks = (plan: Plan, { binding }: LineResult, { seen }: LineAnswer): WeekLoad[] => {
  const resource = binding?.resource ? plan.resourceByName.get(nameKey(binding.resource)) : undefined;
  if (!binding || !resource) return [];
  return binding.weeks.flatMap((week) => {
    const monday = parseIsoDate(week);
    return monday === null ? [] : [weekLoad(seen, resource.index, monday)];
  });
};

/** The weeks that a message about a line talks about: those at the tight mark when it is on time, those that are short otherwise (S11). */
export const lineWeeks = (plan: Plan, deal: DealAnswer, lines: readonly LineResult[]): LineWeek[] =>
  deal.answers.flatMap((answer) => {
    const line = lines[answer.order.place];
    if (!line) return [];
    const weeks =
      answer.tightWeeks.length > 0 && (line.slackDays ?? -1) >= 0
        ? answer.tightWeeks
        : bindingWeeks(plan, line, answer);
    return weeks.flatMap((week) => named(plan, line.id, week));
  });
