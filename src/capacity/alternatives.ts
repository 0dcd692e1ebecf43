import Fraction from 'fraction.js';
import { formatDay, parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { DealAnswer } from './answer-deal.ts';
import { settleSchedule } from './apply-schedule.ts';
import type { Schedule } from './apply-schedule.ts';
import type { LineAnswer } from './line-answer.ts';
import { delivery, finishOfLots } from './line-plan.ts';
import { ceilOf, exactOrZero } from './exact.ts';
import { sortAndCut } from './non-dominated.ts';
import type { Alternative } from './promise.ts';

type Part = Schedule[number];

const quantityOf = ({ order }: LineAnswer): number => order.quantity?.valueOf() ?? 0;

const isLate = ({ slackDays }: LineAnswer): boolean => slackDays !== null && slackDays < 0;

const isShort = (answer: LineAnswer): boolean => isLate(answer) || answer.plan?.promise === null;

const atPromise = (answer: LineAnswer): Part[] => {
  const promise = answer.plan?.promise ?? null;
  return promise === null
    ? []
    : [{ line: answer.order.line.id, date: toIsoDate(promise), quantity: quantityOf(answer) }];
};

/** The day on which a smaller quantity of the line arrives, and the quantity. */
const partOf = (answer: LineAnswer, quantity: number): Part[] => {
  const { order, terms, seen } = answer;
  if (!order.product || !terms || quantity <= 0) return [];
  const lots = ceilOf(exactOrZero(quantity).mul(order.factor).div(order.product.lot));
  const finish = finishOfLots(seen, terms, lots);
  const promise = finish === null ? null : delivery(terms, finish).promise;
  return promise === null ? [] : [{ line: order.line.id, date: toIsoDate(promise), quantity }];
};

const remainderOf = (answer: LineAnswer, quantity: number): number =>
  ((order) => order.sub(exactOrZero(quantity)).valueOf())(answer.order.quantity ?? new Fraction(0));

/** What can be there by the date now, and the remainder as soon as it can be made. */
const partialParts = (answer: LineAnswer): Part[] => {
  if (!isShort(answer)) return atPromise(answer);
  const now = answer.quantityByRequested || answer.quantityByHorizon || 0;
  const first = partOf(answer, now);
  const remainder = remainderOf(answer, now);
  const promise = answer.plan?.promise ?? null;
  if (first.length === 0 || promise === null || remainder <= 0) return first.length > 0 ? first : atPromise(answer);
  return [...first, { line: answer.order.line.id, date: toIsoDate(promise), quantity: remainder }];
};

type Draft = Pick<Alternative, 'kind' | 'schedule' | 'differsBy'>;

const inWords = ({ answers }: DealAnswer, schedule: Schedule): string =>
  schedule
    .map(({ line, date, quantity }) => {
      const order = answers.find((answer) => answer.order.line.id === line)?.order;
      const unit = order?.line.unit ?? order?.product?.unit ?? '';
      return `${quantity} ${[unit, order?.line.product].filter(Boolean).join(' of ')} by ${formatDay(parseIsoDate(date) ?? 0)}`;
    })
    .join(', ');

const draftsOf = (answer: DealAnswer): Draft[] => {
  const planned = answer.answers.filter(({ plan }) => plan !== null).toSorted((a, b) => a.order.place - b.order.place);
  const anyPart = planned.some(
    (line) => isShort(line) && (line.quantityByRequested || line.quantityByHorizon || 0) > 0,
  );
  const someOnTime = planned.some((line) => !isShort(line)) && planned.every(({ plan }) => plan?.promise !== null);
  const drafts: Omit<Draft, 'differsBy'>[] = [];
  if (anyPart) drafts.push({ kind: 'partial', schedule: planned.flatMap(partialParts) });
  if (planned.length > 0 && planned.every(({ plan }) => plan?.promise !== null))
    drafts.push({ kind: someOnTime ? 'split' : 'later', schedule: planned.flatMap(atPromise) });
  return drafts.flatMap((draft) => {
    const schedule = settleSchedule(answer.terms.plan, answer.deal, { schedule: draft.schedule, at: answer.at });
    return schedule ? [{ ...draft, schedule, differsBy: '' }] : [];
  });
};

const LEAD: Record<string, string> = {
  partial: 'Part of it by the date, the rest later',
  split: 'Each line when it can be there',
  later: 'Everything at a later date',
};

const toAlternative = (answer: DealAnswer, draft: Draft): Alternative => ({
  ...draft,
  cost: { total: 0, parts: [] },
  levers: [],
  differsBy: `${LEAD[draft.kind] ?? ''}: ${inWords(answer, draft.schedule)}.`,
  meetsRequest: false,
});

const requestedOf =
  ({ answers }: DealAnswer) =>
  (line: string): Day | null =>
    answers.find((answer) => answer.order.line.id === line)?.order.requested ?? null;

/** Other promises that could be kept where the deal's own cannot: at most five, none of them dominated, best first. */
export const findAlternatives = (answer: DealAnswer): Alternative[] => {
  const needsOne = answer.answers.some(
    (line) => isShort(line) || (line.plan !== null && line.order.requested === null),
  );
  if (!needsOne) return [];
  return sortAndCut(
    draftsOf(answer).map((draft) => toAlternative(answer, draft)),
    requestedOf(answer),
  );
};
