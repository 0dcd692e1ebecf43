import { toIsoDate } from '../deal/day.ts';
import type { Day, IsoDate } from '../deal/day.ts';
import type { DealAnswer } from './answer-deal.ts';
import { answerDeal } from './answer-deal.ts';
import { ceilOf, exactOrZero, floorOf } from './exact.ts';
import { bestExpedite } from './expedite.ts';
import { isPlannable, quantityBy } from './line-answer.ts';
import type { LineAnswer } from './line-answer.ts';
import type { Ledger } from './ledger.ts';
import type { LineOrder } from './line-order.ts';
import { promiseOfLots } from './line-plan.ts';
import type { LineTerms } from './line-terms.ts';

/** One stop of a what-if slider: so many by this date; the cheapest levers that would bring the full quantity by it. */
export type FrontierPoint = {
  date: IsoDate;
  quantity: number;
  expedite: { levers: string[]; cost: number } | null;
};

const MOST_POINTS = 120;

type Stop = { day: Day; quantity: number };

/** The first quantity that may be sold: the minimum, in whole lots. */
const leastLots = ({ product, lots }: LineTerms): number =>
  Math.min(lots, Math.max(1, product.min === null ? 1 : ceilOf(product.min.div(product.lot))));

/** The day on which one lot more than this quantity arrives; the next day where that is the same day. */
const dayOfNextLot = (seen: Ledger, terms: LineTerms, { made, after }: { made: number; after: Day }): Day | null => {
  const next = promiseOfLots(seen, terms, Math.min(terms.lots, made + 1));
  return next === null ? null : Math.max(next, after + 1);
};

const lotsIn = ({ factor }: LineOrder, { product }: LineTerms, quantity: number): number =>
  floorOf(exactOrZero(quantity).mul(factor).div(product.lot));

/** The dates on which the possible quantity changes, with the quantity, ascending; the last one is the full quantity. */
const stops = ({ order, terms, seen }: LineAnswer): Stop[] => {
  if (!isPlannable(order) || !terms) return [];
  const found: Stop[] = [];
  let day = promiseOfLots(seen, terms, leastLots(terms));
  while (day !== null && found.length < MOST_POINTS) {
    const quantity = quantityBy(seen, terms, { order, by: day });
    if (quantity > (found.at(-1)?.quantity ?? 0)) found.push({ day, quantity });
    if (quantity === order.quantity.valueOf()) break;
    day = dayOfNextLot(seen, terms, { made: lotsIn(order, terms, quantity), after: day });
  }
  return found;
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
  return stops(line).map(({ day, quantity }) => ({
    date: toIsoDate(day),
    quantity,
    expedite: quantity >= full ? null : expediteBy(answer, line, day),
  }));
};
