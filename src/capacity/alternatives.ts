import { formatDay, parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { draftsFor, isShort } from './alternative-drafts.ts';
import type { Draft } from './alternative-drafts.ts';
import type { DealAnswer } from './answer-deal.ts';
import { settleSchedule } from './apply-schedule.ts';
import type { Schedule } from './apply-schedule.ts';
import { exceptionCost, marginAfter } from './exception-cost.ts';
import type { LineOrder } from './line-order.ts';
import { sortAndCut } from './non-dominated.ts';
import type { Alternative } from './promise.ts';

type Sold = Pick<Draft, 'schedule' | 'substitute'>;

const partInWords = (
  order: LineOrder | undefined,
  { quantity, date }: Schedule[number],
  product: string | null,
): string => {
  const unit = order?.line.unit ?? order?.product?.unit;
  const what = [unit, product].filter(Boolean).join(' of ');
  return `${quantity} ${what} by ${formatDay(parseIsoDate(date) ?? 0)}`;
};

const inWords = ({ answers }: DealAnswer, { schedule, substitute }: Sold): string =>
  schedule
    .map((part) => {
      const order = answers.find((answer) => answer.order.line.id === part.line)?.order;
      const own = order?.line.product ?? null;
      return partInWords(order, part, substitute?.line === part.line ? substitute.product : own);
    })
    .join(', ');

const leadOf = ({ kind, levers, substitute, schedule }: Draft, { answers }: DealAnswer): string => {
  const lines = answers.length;
  const when = answers.every(({ order }) => order.requested === null) ? 'the earliest date' : 'a later date';
  if (kind === 'expedite') return levers.names.join(' and ');
  if (kind === 'substitute') return `${substitute?.product ?? 'Another product'} instead`;
  if (kind === 'later') return lines > 1 ? `Everything at ${when}` : `The full quantity at ${when}`;
  if (kind === 'split') return 'Each line when it can be there';
  return schedule.length > lines ? 'Part of it now and the remainder later' : 'Only the part that is possible';
};

const requestedOf =
  ({ answers }: DealAnswer) =>
  (line: string): Day | null =>
    answers.find((answer) => answer.order.line.id === line)?.order.requested ?? null;

const meetsRequest = (answer: DealAnswer, schedule: Schedule): boolean =>
  answer.answers.every(({ order, plan }) => {
    const parts = schedule.filter(({ line }) => line === order.line.id);
    const { requested } = order;
    if (plan === null || requested === null || parts.length !== 1) return false;
    return parts.every(
      ({ date, quantity }) => (parseIsoDate(date) ?? Infinity) <= requested && quantity === order.quantity?.valueOf(),
    );
  });

const toAlternative = (answer: DealAnswer, draft: Draft, schedule: Schedule): Alternative => {
  const switchedOff = draft.kind === 'later' ? (['coordination'] as const) : [];
  const cost = exceptionCost({ answer, schedule, levers: draft.levers.parts, displaced: [] }, switchedOff);
  return {
    kind: draft.kind,
    schedule,
    cost,
    levers: draft.levers.names,
    differsBy: `${leadOf({ ...draft, schedule }, answer)}: ${inWords(answer, { ...draft, schedule })}.`,
    meetsRequest: meetsRequest(answer, schedule),
    ...marginAfter(answer, cost.total),
    signoffs: [...new Set(draft.levers.roles)],
    substitute: draft.substitute,
  };
};

const isOpen = (answer: DealAnswer): boolean =>
  answer.answers.some((line) => isShort(line) || (line.plan !== null && line.order.requested === null));

/** A schedule names its lines by id: where two have the same, nobody could tell which is meant. */
const canBeNamed = ({ deal }: DealAnswer): boolean =>
  new Set(deal.lines.map(({ id }) => id)).size === deal.lines.length;

/**
 * Other promises that could be kept where the deal's own cannot: each passes the same check when applied; none is
 * dominated; best first, at most five (semantics, "Alternatives").
 */
export const findAlternatives = (answer: DealAnswer): Alternative[] => {
  if (!isOpen(answer) || !canBeNamed(answer)) return [];
  const settled = draftsFor(answer).flatMap((draft) => {
    const schedule = settleSchedule(answer.terms.plan, draft.deal, draft);
    return schedule ? [toAlternative(answer, draft, schedule)] : [];
  });
  return sortAndCut(settled, requestedOf(answer));
};
