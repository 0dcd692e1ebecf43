import { toIsoDate } from '../deal/day.ts';
import type { Day, IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { answerDeal } from './answer-deal.ts';
import type { CheckedAt, DealAnswer } from './answer-deal.ts';
import { bindingOf } from './binding.ts';
import { causesOf } from './causes.ts';
import type { Ledger } from './ledger.ts';
import type { LineAnswer } from './line-answer.ts';
import type { LineOrder } from './line-order.ts';
import type { LinePlan } from './line-terms.ts';
import { pipelineLevels } from './pipeline-levels.ts';
import type { Levels } from './pipeline-levels.ts';
import type { Plan } from './plan.ts';
import type { LineResult } from './promise.ts';
import { worstVerdict } from './verdict.ts';
import type { Verdict } from './verdict.ts';

export type { CheckedAt };

/** The whole promise of a deal: lines in the deal's order (S14), verdict of the worst (S11). */
export type PromiseResult = {
  orderDate: IsoDate;
  eventDate: IsoDate;
  horizonEnd: IsoDate;
  verdict: Verdict;
  /** Line ids in the order in which they were planned (S14). */
  planOrder: string[];
  lines: LineResult[];
  answer: DealAnswer;
};

const iso = (day: Day | null | undefined): IsoDate | null =>
  day === null || day === undefined ? null : toIsoDate(day);

type Explaining = { opening: Ledger; levels: Levels; dealId: string };

const amountOf = ({ line, quantity }: LineOrder): number | null =>
  quantity?.valueOf() ?? (typeof line.quantity === 'number' ? line.quantity : null);

const datesOf = (plan: LinePlan | null): Pick<LineResult, 'promise' | 'ready' | 'finish' | 'ship'> => ({
  promise: iso(plan?.promise),
  ready: iso(plan?.ready),
  finish: iso(plan?.finish),
  ship: iso(plan?.ship),
});

const levelsOf = (id: string, plan: LinePlan | null, levels: Levels): LineResult['levels'] => ({
  confirmed: iso(plan?.promise),
  forecast: iso(levels?.forecast.get(id)),
  exposure: iso(levels?.exposure.get(id)),
});

const lineResult = (answer: LineAnswer, { opening, levels, dealId }: Explaining): LineResult => {
  const { order, plan } = answer;
  const { line, product, requested } = order;
  const binding = bindingOf(answer);
  return {
    id: line.id,
    product: line.product ?? null,
    quantity: amountOf(order),
    unit: line.unit ?? product?.unit ?? null,
    verdict: answer.verdict,
    requested: iso(requested),
    ...datesOf(plan),
    needMinutes: answer.needMinutes,
    quantityByRequested: answer.quantityByRequested,
    quantityByHorizon: answer.quantityByHorizon,
    slackDays: answer.slackDays,
    binding,
    levels: levelsOf(line.id, plan, levels),
    reasons: [...new Set([...answer.reasons, ...causesOf(answer, { binding, opening, dealId })])],
  };
};

/** Answers "can we deliver what this deal promises?" on one sheet version. Same input, same answer (S1 to S21). */
export const promiseDeal = (plan: Plan, deal: Deal, at: CheckedAt): PromiseResult => {
  const answer = answerDeal(plan, deal, at);
  const levels = pipelineLevels(answer, at.pipeline ?? []);
  const inDealOrder = answer.answers.toSorted((a, b) => a.order.place - b.order.place);
  const lines = inDealOrder.map((line) => lineResult(line, { opening: answer.opening, levels, dealId: deal.id }));
  return {
    orderDate: toIsoDate(answer.terms.orderDate),
    eventDate: toIsoDate(answer.eventDay),
    horizonEnd: toIsoDate(answer.horizonEnd),
    verdict: worstVerdict(lines.map(({ verdict }) => verdict)),
    planOrder: answer.answers.map(({ order }) => order.line.id),
    lines,
    answer,
  };
};
