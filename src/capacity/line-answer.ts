import type { Day } from '../deal/day.ts';
import { ceilOf } from './exact.ts';
import { reserve } from './ledger.ts';
import type { Ledger, Take } from './ledger.ts';
import type { LineOrder } from './line-order.ts';
import { finishOfLots, largestQuantity, planLots, promiseQuery } from './line-plan.ts';
import type { LinePlan, LineTerms, Ordered } from './line-terms.ts';
import { needOf } from './place-steps.ts';
import type { Stage } from './plan.ts';
import type { ReasonCode } from './reason-code.ts';
import { tightWeeks } from './tight-weeks.ts';
import type { WeekLoad } from './tight-weeks.ts';
import { worstVerdict } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { workingDaysBetween } from './working-calendar.ts';

/** A line that can be planned: product, quantity and unit are known. */
export type PlannableOrder = Ordered;

/** The engine's answer for one line, before it is explained. */
export type LineAnswer = {
  order: LineOrder;
  terms: LineTerms | null;
  plan: LinePlan | null;
  verdict: Verdict;
  needMinutes: number[];
  quantityByRequested: number | null;
  quantityByHorizon: number | null;
  slackDays: number | null;
  tightWeeks: WeekLoad[];
  reasons: ReasonCode[];
  /** The ledger that the line saw: with what the lines before it reserved (S14). */
  seen: Ledger;
};

/** True when nothing that the line needs is missing or wrong (S17). */
export const isPlannable = (order: LineOrder): order is PlannableOrder =>
  order.gaps.length === 0 && order.product !== null && order.ordered !== null;

const unplanned = (order: LineOrder, seen: Ledger): LineAnswer => ({
  order,
  terms: null,
  plan: null,
  verdict: worstVerdict(order.gaps.map(({ verdict }) => verdict)),
  needMinutes: [],
  quantityByRequested: null,
  quantityByHorizon: null,
  slackDays: null,
  tightWeeks: [],
  reasons: [
    ...new Set(order.gaps.map(({ code }) => code)),
    ...(order.requested === null ? (['DATE_BLANK'] as const) : []),
  ],
  seen,
});

/** Working days in (promise, requested]; when late, minus those in (requested, promise], at least one (S11). */
const slackOf = ({ plan }: LineTerms, promise: Day, requested: Day): number =>
  promise <= requested
    ? workingDaysBetween(plan.calendar, promise, requested)
    : -Math.max(1, workingDaysBetween(plan.calendar, requested, promise));

const onTimeVerdict = (slack: number, buffer: number, tight: readonly WeekLoad[]): Verdict =>
  slack >= buffer && tight.length === 0 ? 'ok' : 'tight';

type Judged = Pick<LineAnswer, 'plan' | 'slackDays' | 'tightWeeks'> & { terms: LineTerms; requested: Day | null };

const verdictOf = ({ plan, slackDays, tightWeeks: tight, terms, requested }: Judged): Verdict => {
  if (plan?.promise === null) return 'not_feasible';
  if (requested === null || slackDays === null) return 'cannot_tell';
  return slackDays < 0 ? 'late' : onTimeVerdict(slackDays, terms.plan.sheet.settings.bufferDays, tight);
};

const isOutsideLimits = ({ ordered, product }: PlannableOrder): boolean =>
  (product.min !== null && ordered.lt(product.min)) || (product.max !== null && ordered.gt(product.max));

const isRounded = ({ ordered, product, lots }: PlannableOrder): boolean =>
  product.wholeLot === null || ordered.d !== 1n
    ? !product.lot.mul(lots).equals(ordered)
    : product.wholeLot * lots !== Number(ordered.n);

const reasonsOf = (order: PlannableOrder, plan: LinePlan, eventDay: Day): ReasonCode[] => {
  const { requested } = order;
  const reasons: [boolean, ReasonCode][] = [
    [requested === null, 'DATE_BLANK'],
    [requested !== null && requested < eventDay, 'DATE_PAST'],
    [plan.promise === null, 'HORIZON'],
    [plan.fenceMoved, 'FENCE'],
    [isOutsideLimits(order), 'QTY_LIMIT'],
    [isRounded(order), 'LOT_ROUNDED'],
  ];
  return reasons.filter(([holds]) => holds).map(([, code]) => code);
};

/** Answers one line on the ledger that it sees; later lines see what it reserves (S10, S11, S14). */
export const answerLine = (
  seen: Ledger,
  order: LineOrder,
  { terms, eventDay }: { terms: LineTerms | null; eventDay: Day },
): LineAnswer => {
  if (!isPlannable(order) || !terms) return unplanned(order, seen);
  const plan = planLots(seen, terms, order.lots);
  const { requested } = order;
  const { promise } = plan;
  const slackDays = promise === null || requested === null ? null : slackOf(terms, promise, requested);
  const isOnTime = slackDays !== null && slackDays >= 0;
  const tight = isOnTime ? tightWeeks(seen, plan.steps) : [];
  return {
    order,
    terms,
    plan,
    verdict: verdictOf({ plan, slackDays, tightWeeks: tight, terms, requested }),
    needMinutes: needMinutesOf(terms, plan),
    quantityByRequested: isOnTime ? largestQuantity(order, () => true) : quantityUnlessBlank(seen, terms, order),
    quantityByHorizon:
      promise === null ? largestQuantity(order, (lots) => finishOfLots(seen, terms, lots) !== null) : null,
    slackDays,
    tightWeeks: tight,
    reasons: reasonsOf(order, plan, eventDay),
    seen,
  };
};

/** The largest quantity that can be with the customer by a day (S10). */
export const quantityBy = (
  ledger: Ledger,
  terms: LineTerms,
  { order, by }: { order: PlannableOrder; by: Day },
): number => largestQuantity(order, arrives(promiseQuery(ledger, terms), by));

const arrives =
  (promiseOf: (lots: number) => Day | null, by: Day) =>
  (lots: number): boolean => {
    const promise = promiseOf(lots);
    return promise !== null && promise <= by;
  };

const quantityUnlessBlank = (ledger: Ledger, terms: LineTerms, order: PlannableOrder): number | null =>
  order.requested === null ? null : quantityBy(ledger, terms, { order, by: order.requested });

const RESERVING: readonly Verdict[] = ['ok', 'tight', 'late'];

/** Minutes of each step of the route; nothing for what comes from stock (S7, S20). */
const needMinutesOf = ({ stages, lots, product, ordered }: LineTerms, { stockTakes }: LinePlan): number[] => {
  if (stockTakes.length === 0) return needsOf(stages, lots);
  const taken = stockTakes.reduce((sum, { amount }) => sum.add(amount), ordered.sub(ordered));
  const made = taken.gt(0) ? ceilOf(ordered.sub(taken).div(product.lot)) : lots;
  return needsOf(stages, made);
};

const needsOf = (stages: readonly Stage[], lots: number): number[] => {
  const needs: number[] = [];
  for (const { steps } of stages) for (const { time } of steps) needs.push(needOf(time, lots));
  return needs;
};

const NO_TAKES: readonly Take[] = [];

/** What a plan takes of some resources (S14, S19). */
export const takesOn = ({ steps }: LinePlan, resources: ReadonlySet<number>): readonly Take[] => {
  if (resources.size === 0 || !steps.some(({ resource }) => resources.has(resource))) return NO_TAKES;
  return steps.flatMap(({ resource, takes }) => (resources.has(resource) ? takes : []));
};

/** The ledger that the next line sees: lines that are invalid, cannot be told or are not feasible reserve nothing, and only resources that lines share need to be kept (ruling). */
export const ledgerAfter = ({ verdict, plan, seen }: LineAnswer, shared: ReadonlySet<number>): Ledger => {
  if (!plan || !RESERVING.includes(verdict)) return seen;
  const after = reserve(seen, takesOn(plan, shared));
  return plan.stockTakes.length === 0 ? after : { ...after, stockTakes: [...seen.stockTakes, ...plan.stockTakes] };
};
