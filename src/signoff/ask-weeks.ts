import { answerDeal } from '../capacity/answer-deal.ts';
import { nameKey } from '../capacity/plan.ts';
import type { Plan } from '../capacity/plan.ts';
import { weekLoad } from '../capacity/tight-weeks.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { mondayOf, parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { Day, IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { RevisionLoad } from './revision.ts';

/** A week of the resource that decides, in minutes: what it has, what others take, what this deal takes. */
export type AskWeek = { monday: IsoDate; capacity: number; others: number; thisDeal: number };

/** The resource that decides and its next weeks; null when no capacity binds. */
export type AskLoad = { resource: string; weeks: AskWeek[] } | null;

const SHOWN_WEEKS = 8;

type Binding = { resource: number; name: string; weeks: Day[] };

const bindingOf = (plan: Plan, { lines }: CheckResult): Binding | null => {
  for (const { binding } of lines) {
    const resource = binding?.resource ? plan.resourceByName.get(nameKey(binding.resource)) : undefined;
    if (!binding || !resource) continue;
    const weeks = binding.weeks.flatMap((week) => parseIsoDate(week) ?? []);
    return { resource: resource.index, name: resource.name, weeks: weeks.map(mondayOf).sort((a, b) => a - b) };
  }
  return null;
};

/** Eight weeks from the order on; from the week before the first short one where that lies further away. */
const mondaysFrom = (orderDate: Day, { weeks }: Binding): Day[] => {
  const [first] = weeks;
  const start = mondayOf(orderDate);
  const isFar = first !== undefined && first >= start + 7 * SHOWN_WEEKS;
  return Array.from({ length: SHOWN_WEEKS }, (_, index) => (isFar ? first - 7 : start) + 7 * index);
};

/** The load that the page shows, and the load of others in the weeks that bind, which a decision rests on. */
export const askWeeks = (
  plan: Plan,
  deal: Deal,
  { result, today }: { result: CheckResult; today: IsoDate },
): { load: AskLoad; binding: RevisionLoad[] } => {
  const bound = bindingOf(plan, result);
  const orderDate = parseIsoDate(result.orderDate);
  const day = parseIsoDate(today);
  if (!bound || orderDate === null || day === null) return { load: null, binding: [] };
  const { opening, answers } = answerDeal(plan, deal, { today: day });
  const takes = answers
    .flatMap((answer) => answer.plan?.steps ?? [])
    .flatMap((placed) => placed.takes)
    .filter(({ resource }) => resource === bound.resource);
  const weeks = mondaysFrom(orderDate, bound).map((monday): AskWeek => {
    const { capacity, load } = weekLoad(opening, bound.resource, monday);
    const thisDeal = takes
      .filter((take) => mondayOf(take.day) === monday)
      .reduce((sum, { minutes }) => sum + minutes, 0);
    return { monday: toIsoDate(monday), capacity, others: load, thisDeal };
  });
  const binding = bound.weeks.map((monday) => ({
    resource: bound.name,
    week: toIsoDate(monday),
    minutes: weekLoad(opening, bound.resource, monday).load,
  }));
  return { load: { resource: bound.name, weeks }, binding };
};
