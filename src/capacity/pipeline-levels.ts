import Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { answerDeal } from './answer-deal.ts';
import type { CheckedAt, DealAnswer } from './answer-deal.ts';
import { freeMinutes } from './day-table.ts';
import { ceilOf, exactOf } from './exact.ts';
import { tableOf, withTable } from './ledger.ts';
import type { Ledger, Take } from './ledger.ts';
import type { LineAnswer } from './line-answer.ts';
import type { Plan } from './plan.ts';

/** Promise days per line id when other open deals are counted too; null where there is no pipeline (S12). */
export type Levels = { forecast: ReadonlyMap<string, Day | null>; exposure: ReadonlyMap<string, Day | null> } | null;

const holdsSomething = ({ sheet }: Plan, deal: Deal): boolean =>
  sheet.commitments.some(({ dealId }) => dealId !== null && dealId === deal.id);

const takesOf = ({ answers }: DealAnswer): Take[] =>
  answers.flatMap(({ plan }) => plan?.steps.flatMap(({ takes }) => takes) ?? []);

const ONE = new Fraction(1);

const shareOfDeal = ({ probability }: Deal): Fraction => {
  const exact = typeof probability === 'number' ? exactOf(probability) : null;
  return exact === null || exact.lt(0) || exact.gt(1) ? ONE : exact;
};

/** Minutes per resource and day, each day's rounded up (ruling on levels). */
const weighted = (takes: readonly Take[], share: Fraction): Take[] => {
  const perDay = new Map<string, Take>();
  for (const take of takes) {
    const key = `${take.resource}/${take.day}`;
    perDay.set(key, { ...take, minutes: take.minutes + (perDay.get(key)?.minutes ?? 0) });
  }
  return [...perDay.values()].map((take) => ({ ...take, minutes: ceilOf(share.mul(take.minutes)) }));
};

/** The ledger with minutes added to the load of days; load is not cut at the capacity (S12). */
export const withLoad = (ledger: Ledger, takes: readonly Take[]): Ledger => {
  const resources = [...new Set(takes.map(({ resource }) => resource))];
  return resources.reduce((so, resource) => {
    const { capacity, load } = tableOf(so, resource);
    const more = load.slice();
    for (const take of takes) {
      const at = take.day - so.frame.first;
      if (take.resource === resource && at >= 0 && at < more.length) more[at] = (more[at] ?? 0) + take.minutes;
    }
    return withTable(so, resource, { capacity, load: more, free: freeMinutes(capacity, more), index: null });
  }, ledger);
};

const promisesWith = (base: DealAnswer, load: readonly Take[]): ReadonlyMap<string, Day | null> => {
  const change = {
    ...base.at.change,
    ledger: (ledger: Ledger) => withLoad(base.at.change?.ledger?.(ledger) ?? ledger, load),
  };
  const { answers } = answerDeal(base.terms.plan, base.deal, { ...base.at, change });
  return new Map(answers.map(({ order, plan }: LineAnswer) => [order.line.id, plan?.promise ?? null]));
};

/**
 * The promise at the levels forecast and exposure: each other open deal without a hold is planned alone, and its minutes
 * times its probability (forecast) or in full (exposure) are added to the load (S12, ruling). Pipeline only informs.
 */
export const pipelineLevels = (base: DealAnswer, pipeline: readonly Deal[]): Levels => {
  const { plan } = base.terms;
  const open = pipeline.filter((deal) => deal.id !== base.deal.id && !holdsSomething(plan, deal));
  if (open.length === 0) return null;
  const at: CheckedAt = { today: base.at.today };
  const planned = open.map((deal) => ({ share: shareOfDeal(deal), takes: takesOf(answerDeal(plan, deal, at)) }));
  return {
    forecast: promisesWith(
      base,
      planned.flatMap(({ share, takes }) => weighted(takes, share)),
    ),
    exposure: promisesWith(
      base,
      planned.flatMap(({ takes }) => weighted(takes, ONE)),
    ),
  };
};
