import type { Day } from '../deal/day.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { frameFor, horizonOf } from './frame.ts';
import { openLedger, reserve } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { answerLine, isPlannable, ledgerAfter, takesOn } from './line-answer.ts';
import type { LineAnswer } from './line-answer.ts';
import { planOrderOf, readLine } from './line-order.ts';
import type { LineOrder } from './line-order.ts';
import { planLots, promiseOfLots, termsOf } from './line-plan.ts';
import type { DealTerms, LinePlan, LineTerms } from './line-terms.ts';
import { orderDateOf } from './order-date.ts';
import type { PipelineDeal } from './pipeline-deal.ts';
import type { Plan } from './plan.ts';
import { receivingDays } from './receiving.ts';
import { routeOf } from './route.ts';
import { worstVerdict } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** When the check is made. */
export type CheckedAt = {
  /** Today in the plant's zone: clock for expiry, and for the order date of a deal without an event. */
  today: Day;
  /** Verdicts that other checks leave possible per line id, at best: a scope stop, a missing attribute (S11, S17). */
  caps?: ReadonlyMap<string, Verdict>;
  /** Open deals of others that hold nothing, planned: they inform at the levels forecast and exposure (S12). */
  pipeline?: readonly PipelineDeal[];
  /** True when a line with another product stays inside that product's scope limits; asked for substitutes. */
  isInScope?: (line: LineItem) => boolean;
  /** What is tried out: levers, a limit taken away. */
  change?: Change;
};

/** A what-if: another opening ledger, other terms of the lines. */
export type Change = { ledger?: (ledger: Ledger) => Ledger; terms?: (terms: LineTerms) => LineTerms };

/** The engine's answer for a deal, before it is explained: what the alternatives and the levels start from. */
export type DealAnswer = {
  deal: Deal;
  at: CheckedAt;
  terms: DealTerms;
  eventDay: Day;
  horizonEnd: Day;
  /** In the order in which the lines were planned (S14). */
  answers: LineAnswer[];
  /** What is free before the first line. */
  opening: Ledger;
  /** True when lines share a resource or stock, so that one can change another's promise. */
  linesMeet: boolean;
  /** Those resources. */
  shared: ReadonlySet<number>;
};

const changed = (terms: LineTerms, change: Change | undefined): LineTerms => change?.terms?.(terms) ?? terms;

const capped = (answer: LineAnswer, cap: Verdict | undefined): LineAnswer =>
  cap === undefined ? answer : { ...answer, verdict: worstVerdict([answer.verdict, cap]) };

const dealTerms = (plan: Plan, deal: Deal, orderDate: Day): DealTerms => ({
  plan,
  orderDate,
  receiving: receivingDays(plan.sheet, [deal.company?.name ?? '', deal.company?.id ?? ''], plan.calendar),
});

const NONE_SHARED: ReadonlySet<number> = new Set();

/** Resources that more than one line can use: only there lines must see each other (S14). */
const sharedResources = (orders: readonly LineOrder[]): ReadonlySet<number> => {
  if (orders.length < 2) return NONE_SHARED;
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (const { stages } of orders)
    for (const resource of routeOf(stages).resources) {
      if (seen.has(resource)) shared.add(resource);
      seen.add(resource);
    }
  return shared;
};

const keepsStock = (orders: readonly LineOrder[]): boolean =>
  orders.length > 1 && orders.some(({ product }) => product !== null && product.supply.length > 0);

type Opened = { opening: Ledger; terms: DealTerms; eventDay: Day; at: CheckedAt; shared: ReadonlySet<number> };

const answerOrders = (orders: readonly LineOrder[], { opening, terms, eventDay, at, shared }: Opened): LineAnswer[] => {
  let ledger = opening;
  return orders.map((order) => {
    const lineTerms = isPlannable(order) ? changed(termsOf(terms, order), at.change) : null;
    const answer = capped(answerLine(ledger, order, { terms: lineTerms, eventDay }), at.caps?.get(order.line.id));
    ledger = ledgerAfter(answer, shared);
    return answer;
  });
};

/** Plans the lines of a deal jointly: each sees what the lines before it reserve (S14). */
export const answerDeal = (plan: Plan, deal: Deal, at: CheckedAt): DealAnswer => {
  const { eventDay, orderDate } = orderDateOf(plan, deal, at.today);
  const terms = dealTerms(plan, deal, orderDate);
  const horizonEnd = horizonOf(plan, orderDate);
  const ownLedger = openLedger(frameFor(plan, orderDate, at.today), horizonEnd, deal.id);
  const opening = at.change?.ledger?.(ownLedger) ?? ownLedger;
  const orders = planOrderOf(deal.lines.map((_line, place) => readLine(plan, deal, { place, orderDate })));
  const shared = sharedResources(orders);
  const answers = answerOrders(orders, { opening, terms, eventDay, at, shared });
  return {
    deal,
    at,
    terms,
    eventDay,
    horizonEnd,
    answers,
    opening,
    linesMeet: shared.size > 0 || keepsStock(orders),
    shared,
  };
};

/** A line as it is placed, without its quantity by date, its verdict and its reasons. */
export type PlacedLine = { plan: LinePlan | null; seen: Ledger };

const RESERVING_CAPS: readonly (Verdict | undefined)[] = [undefined, 'ok', 'tight', 'late'];

const holdsItsDays = ({ order }: LineAnswer, plan: LinePlan, at: CheckedAt): boolean =>
  plan.promise !== null && order.requested !== null && RESERVING_CAPS.includes(at.caps?.get(order.line.id));

/** Places lines of a deal again, in plan order, with something more changed: the same joint plan, nothing judged or explained (S14). */
export const placeLines = (base: DealAnswer, change: Change, lines: readonly LineAnswer[]): PlacedLine[] => {
  let seen = change.ledger?.(base.opening) ?? base.opening;
  return lines.map((answer) => {
    const { terms, order } = answer;
    if (!terms) return { plan: null, seen };
    const placed = { plan: planLots(seen, changed(terms, change), order.lots), seen };
    if (lines.length > 1 && holdsItsDays(answer, placed.plan, base.at)) seen = withPlan(seen, placed.plan, base.shared);
    return placed;
  });
};

/** The promises of the same lines: nothing is reserved behind the last one (S14). */
export const promisesTogether = (
  base: DealAnswer,
  change: Required<Change>,
  lines: readonly LineAnswer[],
): (Day | null)[] => {
  let seen = change.ledger(base.opening);
  return lines.map((answer, i) => {
    const { terms, order } = answer;
    if (!terms) return null;
    if (i === lines.length - 1) return promiseOfLots(seen, change.terms(terms), order.lots);
    const plan = planLots(seen, change.terms(terms), order.lots);
    if (holdsItsDays(answer, plan, base.at)) seen = withPlan(seen, plan, base.shared);
    return plan.promise;
  });
};

const withPlan = (ledger: Ledger, plan: LinePlan, shared: ReadonlySet<number>): Ledger => {
  const after = reserve(ledger, takesOn(plan, shared));
  return plan.stockTakes.length === 0 ? after : { ...after, stockTakes: [...ledger.stockTakes, ...plan.stockTakes] };
};

/** A check with a further change on top of its own (S15). */
export const withChange = (at: CheckedAt, change: Change): CheckedAt => ({
  ...at,
  change: {
    ledger: (ledger) => {
      const before = at.change?.ledger?.(ledger) ?? ledger;
      return change.ledger?.(before) ?? before;
    },
    terms: (terms) => changed(changed(terms, at.change), change),
  },
});
