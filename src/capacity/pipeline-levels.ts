import Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { answerDeal } from './answer-deal.ts';
import type { DealAnswer } from './answer-deal.ts';
import { freeMinutes } from './day-table.ts';
import { ceilOf, exactOf } from './exact.ts';
import { tableOf, withTable } from './ledger.ts';
import type { Ledger, Take } from './ledger.ts';
import type { LineAnswer } from './line-answer.ts';
import type { PipelineDeal } from './pipeline-deal.ts';
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

/** Plans the open deals that hold nothing, each alone; deals that hold something are in the commitments already (S12, ruling). */
export const planPipeline = (plan: Plan, deals: readonly Deal[], today: Day): PipelineDeal[] =>
  deals
    .filter((deal) => !holdsSomething(plan, deal))
    .map((deal) => {
      const takes = takesOf(answerDeal(plan, deal, { today }));
      const { id, name, owner } = deal;
      return {
        id,
        name: name ?? null,
        owner: owner?.name ?? null,
        forecast: weighted(takes, shareOfDeal(deal)),
        exposure: weighted(takes, ONE),
      };
    });

const resourcesOf = ({ answers }: DealAnswer): ReadonlySet<number> =>
  new Set(
    answers.flatMap(({ terms }) => terms?.stages.flatMap(({ steps }) => steps.flatMap((step) => step.resources)) ?? []),
  );

const promisesWith = (base: DealAnswer, load: readonly Take[]): ReadonlyMap<string, Day | null> => {
  const needed = resourcesOf(base);
  const felt = load.filter(({ resource }) => needed.has(resource));
  const change = {
    ...base.at.change,
    ledger: (ledger: Ledger) => withLoad(base.at.change?.ledger?.(ledger) ?? ledger, felt),
  };
  const { answers } = answerDeal(base.terms.plan, base.deal, { ...base.at, change });
  return new Map(answers.map(({ order, plan }: LineAnswer) => [order.line.id, plan?.promise ?? null]));
};

/**
 * The promise at the levels forecast and exposure: the minutes of each other open deal times its probability (forecast)
 * or in full (exposure) are added to the load (S12, ruling). Pipeline only informs; null when there is none.
 */
export const pipelineLevels = (base: DealAnswer, pipeline: readonly PipelineDeal[]): Levels => {
  const open = pipeline.filter(({ id }) => id !== base.deal.id);
  if (open.length === 0) return null;
  return {
    forecast: promisesWith(
      base,
      open.flatMap(({ forecast }) => forecast),
    ),
    exposure: promisesWith(
      base,
      open.flatMap(({ exposure }) => exposure),
    ),
  };
};
