import { toIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { CheckedAt, DealAnswer } from './answer-deal.ts';
import type { Schedule } from './apply-schedule.ts';
import { ceilOf, exactOrZero } from './exact.ts';
import { answerWith, bestExpedite } from './expedite.ts';
import type { LineAnswer } from './line-answer.ts';
import { promiseOfLots } from './line-plan.ts';
import type { AlternativeKind, CostPart } from './promise.ts';
import { substitutionsFor } from './substitutes.ts';

/** An alternative before it is settled and priced. */
export type Draft = {
  kind: AlternativeKind;
  schedule: Schedule;
  /** The deal that is applied: the deal itself, or with a substitute. */
  deal: Deal;
  at: CheckedAt;
  levers: { names: string[]; parts: CostPart[]; roles: string[] };
  substitute: { line: string; product: string } | null;
};

type Part = Schedule[number];

const NO_LEVERS: Draft['levers'] = { names: [], parts: [], roles: [] };

const quantityOf = ({ order }: LineAnswer): number => order.quantity?.valueOf() ?? 0;

/** A line whose date cannot be kept: late, or beyond the horizon (S11, S16). */
export const isShort = ({ slackDays, plan }: LineAnswer): boolean =>
  (slackDays !== null && slackDays < 0) || plan?.promise === null;

const atPromise = (answer: LineAnswer): Part[] => {
  const promise = answer.plan?.promise ?? null;
  if (promise === null) return [];
  return [{ line: answer.order.line.id, date: toIsoDate(promise), quantity: quantityOf(answer) }];
};

const partOf = ({ order, terms, seen }: LineAnswer, quantity: number): Part[] => {
  if (!terms || quantity <= 0) return [];
  const amount = exactOrZero(quantity).mul(order.factor);
  const lots = ceilOf(amount.div(terms.product.lot));
  const promise = promiseOfLots(seen, { ...terms, ordered: amount, lots }, lots);
  return promise === null ? [] : [{ line: order.line.id, date: toIsoDate(promise), quantity }];
};

const possibleOf = ({ quantityByRequested, quantityByHorizon }: LineAnswer): number =>
  quantityByRequested || quantityByHorizon || 0;

const remainderOf = ({ order }: LineAnswer, quantity: number): number =>
  (order.quantity ?? exactOrZero(0)).sub(exactOrZero(quantity)).valueOf();

/** What can be there by the date now, the remainder as soon as it can be made; only the part where the rest cannot be made. */
const partialParts = (answer: LineAnswer): Part[] => {
  const now = isShort(answer) ? possibleOf(answer) : 0;
  const first = partOf(answer, now);
  const remainder = remainderOf(answer, now);
  const promise = answer.plan?.promise ?? null;
  if (first.length === 0) return atPromise(answer);
  if (promise === null || remainder <= 0) return first;
  return [...first, { line: answer.order.line.id, date: toIsoDate(promise), quantity: remainder }];
};

/** Lines that a date can help: planned, and not kept from a promise by something else. */
const plannedLines = ({ answers }: DealAnswer): LineAnswer[] =>
  answers
    .filter(({ plan, verdict }) => plan !== null && (plan.promise === null || verdict !== 'not_feasible'))
    .toSorted((a, b) => a.order.place - b.order.place);

const ownDraft = (answer: DealAnswer, kind: AlternativeKind, schedule: Schedule): Draft => ({
  kind,
  schedule,
  deal: answer.deal,
  at: answer.at,
  levers: NO_LEVERS,
  substitute: null,
});

const dateDrafts = (answer: DealAnswer): Draft[] => {
  const planned = plannedLines(answer);
  const isPossible = planned.every(({ plan }) => plan?.promise !== null);
  const kind = planned.some((line) => !isShort(line) && line.slackDays !== null) ? 'split' : 'later';
  const drafts: Draft[] = [];
  if (planned.some((line) => isShort(line) && possibleOf(line) > 0))
    drafts.push(ownDraft(answer, 'partial', planned.flatMap(partialParts)));
  if (isPossible) drafts.push(ownDraft(answer, kind, planned.flatMap(atPromise)));
  return drafts;
};

const expediteDrafts = (answer: DealAnswer): Draft[] => {
  const best = bestExpedite(answer);
  if (!best) return [];
  const levers = {
    names: best.levers.map(({ option }) => option.option),
    parts: best.parts,
    roles: best.levers.flatMap(({ option }) => option.needsSignoffRole ?? []),
  };
  const expedited = answerWith(answer, best);
  const schedule = plannedLines(expedited).flatMap(atPromise);
  return [{ ...ownDraft(answer, 'expedite', schedule), at: expedited.at, levers }];
};

const substituteDrafts = (answer: DealAnswer): Draft[] =>
  answer.answers.filter(isShort).flatMap((line) =>
    substitutionsFor(answer, line).flatMap(({ line: id, product, deal, answer: changed }) => {
      const planned = plannedLines(changed);
      const own = changed.answers.find(({ order }) => order.line.id === id);
      if (!own?.plan?.promise || own.plan.promise >= (line.plan?.promise ?? Infinity)) return [];
      const schedule = planned.flatMap(atPromise);
      return [{ ...ownDraft(changed, 'substitute', schedule), deal, substitute: { line: id, product } }];
    }),
  );

/** Every alternative that a deal could have, unsettled: partial, split, later, expedite, substitute (semantics, "Alternatives"). */
export const draftsFor = (answer: DealAnswer): Draft[] => [
  ...expediteDrafts(answer),
  ...substituteDrafts(answer),
  ...dateDrafts(answer),
];
