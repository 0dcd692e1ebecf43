import { toIsoDate } from '../deal/day.ts';
import type { Day, IsoDate } from '../deal/day.ts';
import type { DealAnswer } from './answer-deal.ts';
import { answerDeal } from './answer-deal.ts';
import { ceilOf } from './exact.ts';
import { bestExpedite } from './expedite.ts';
import { isPlannable, quantityBy } from './line-answer.ts';
import type { LineAnswer } from './line-answer.ts';
import { promiseOfLots } from './line-plan.ts';

/** One stop of a what-if slider: so many by this date; the cheapest levers that would bring the full quantity by it. */
export type FrontierPoint = {
  date: IsoDate;
  quantity: number;
  expedite: { levers: string[]; cost: number } | null;
};

const MOST_POINTS = 120;

/** The dates on which the possible quantity changes, with the quantity, ascending; the last one is the full quantity. */
const steps = ({ order, terms, seen, plan }: LineAnswer): { day: Day; quantity: number }[] => {
  if (!isPlannable(order) || !terms) return [];
  const points: { day: Day; quantity: number }[] = [];
  const lotsForMin = terms.product.min === null ? 1 : ceilOf(terms.product.min.div(terms.product.lot));
  let day = promiseOfLots(seen, terms, Math.min(Math.max(1, lotsForMin), order.lots));
  const last = plan?.promise ?? null;
  while (day !== null && points.length < MOST_POINTS) {
    const quantity = quantityBy(seen, terms, { order, by: day });
    if (quantity > (points.at(-1)?.quantity ?? 0)) points.push({ day, quantity });
    if (quantity === order.quantity.valueOf() || (last !== null && day >= last)) break;
    const made = Math.floor(order.factor.mul(quantity).div(terms.product.lot).valueOf());
    const next = promiseOfLots(seen, terms, Math.min(order.lots, made + 1));
    day = next === null || next <= day ? (next === null ? null : day + 1) : next;
  }
  return points;
};

const expediteBy = (answer: DealAnswer, line: LineAnswer, day: Day): FrontierPoint['expedite'] => {
  const deal = {
    ...answer.deal,
    lines: answer.deal.lines.map((item) =>
      item.id === line.order.line.id ? { ...item, requestedDate: toIsoDate(day) } : item,
    ),
  };
  const best = bestExpedite(answerDeal(answer.terms.plan, deal, answer.at));
  return best?.makesDate ? { levers: best.levers.map(({ option }) => option.option), cost: best.cost } : null;
};

/**
 * The quantity-date frontier of one line: each date on which more becomes possible, how much, and the cheapest expedite
 * combination that would bring the full quantity by then (S10, S15).
 */
export const frontierOf = (answer: DealAnswer, lineId: string): FrontierPoint[] => {
  const line = answer.answers.find(({ order }) => order.line.id === lineId);
  if (!line) return [];
  const full = line.order.quantity?.valueOf() ?? 0;
  return steps(line).map(({ day, quantity }) => ({
    date: toIsoDate(day),
    quantity,
    expedite: quantity >= full ? null : expediteBy(answer, line, day),
  }));
};
