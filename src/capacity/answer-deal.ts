import type { Day } from '../deal/day.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { frameFor, horizonOf } from './frame.ts';
import { openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { answerLine, isPlannable, ledgerAfter } from './line-answer.ts';
import type { LineAnswer } from './line-answer.ts';
import { planOrderOf, readLine } from './line-order.ts';
import { termsOf } from './line-plan.ts';
import type { DealTerms, LineTerms } from './line-plan.ts';
import { orderDateOf } from './order-date.ts';
import type { Plan } from './plan.ts';
import { receivingDays } from './receiving.ts';
import { worstVerdict } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** When the check is made. */
export type CheckedAt = {
  /** Today in the plant's zone: clock for expiry, and for the order date of a deal without an event. */
  today: Day;
  /** Verdicts that other checks leave possible per line id, at best: a scope stop, a missing attribute (S11, S17). */
  caps?: ReadonlyMap<string, Verdict>;
  /** Open deals of others that hold nothing: they inform at the levels forecast and exposure (S12). */
  pipeline?: readonly Deal[];
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
};

const changed = (terms: LineTerms, change: Change | undefined): LineTerms => change?.terms?.(terms) ?? terms;

const capped = (answer: LineAnswer, cap: Verdict | undefined): LineAnswer =>
  cap === undefined ? answer : { ...answer, verdict: worstVerdict([answer.verdict, cap]) };

const dealTerms = (plan: Plan, deal: Deal, orderDate: Day): DealTerms => ({
  plan,
  orderDate,
  isReceiving: receivingDays(plan.sheet, [deal.company?.name ?? '', deal.company?.id ?? ''], plan.calendar),
});

/** Plans the lines of a deal jointly: each sees what the lines before it reserve (S14). */
export const answerDeal = (plan: Plan, deal: Deal, at: CheckedAt): DealAnswer => {
  const { eventDay, orderDate } = orderDateOf(plan, deal, at.today);
  const terms = dealTerms(plan, deal, orderDate);
  const horizonEnd = horizonOf(plan, orderDate);
  const ownLedger = openLedger(frameFor(plan, orderDate, at.today), horizonEnd, deal.id);
  const opening = at.change?.ledger?.(ownLedger) ?? ownLedger;
  const orders = planOrderOf(deal.lines.map((_line, place) => readLine(plan, deal, { place, orderDate })));
  let ledger = opening;
  const answers = orders.map((order) => {
    const lineTerms = isPlannable(order) ? changed(termsOf(terms, order), at.change) : null;
    const answer = capped(answerLine(ledger, order, { terms: lineTerms, eventDay }), at.caps?.get(order.line.id));
    ledger = ledgerAfter(answer);
    return answer;
  });
  return { deal, at, terms, eventDay, horizonEnd, answers, opening };
};
