import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerDeal, placeLines, withChange } from '../../src/capacity/answer-deal.ts';
import type { DealAnswer } from '../../src/capacity/answer-deal.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { bestExpedite } from '../../src/capacity/expedite.ts';
import { leverCosts, overtimeUsed } from '../../src/capacity/lever-cost.ts';
import { leversFor } from '../../src/capacity/levers.ts';
import type { Lever } from '../../src/capacity/levers.ts';
import { pullLevers } from '../../src/capacity/pull-levers.ts';
import { anyDeal, anyPlant } from '../support/any-plant.ts';
import { TODAY, option } from '../support/expedite-plant.ts';
import { PROPERTY_SEED, propertyRuns } from '../support/property-runs.ts';

type Tried = {
  levers: readonly Lever[];
  promises: (number | null)[];
  cost: number;
  isOnTime: boolean;
  isUsed: boolean;
};

/** One combination, tried by checking the whole deal again with its levers pulled. */
const tryOne = (base: DealAnswer, chosen: readonly Lever[]): Tried => {
  const { levers, change } = pullLevers(chosen, { mostOf: () => Infinity, made: new Map() });
  const { answers } = answerDeal(base.terms.plan, base.deal, withChange(base.at, change));
  const used = overtimeUsed(placeLines(base, change, base.answers), levers);
  return {
    levers,
    promises: answers.map(({ plan }) => plan?.promise ?? null),
    cost: leverCosts(base, levers, used).cost,
    isOnTime: answers.every(({ plan, order }) => (plan?.promise ?? Infinity) <= (order.requested ?? Infinity)),
    isUsed: levers.every((lever) => lever.overtime.size === 0 || (used.get(lever) ?? 0) > 0),
  };
};

const last = ({ promises }: Tried): number => Math.max(...promises.map((day) => day ?? Infinity));
const sum = ({ promises }: Tried): number => promises.reduce<number>((so, day) => so + (day ?? 0), 0);
const order = (a: number, b: number): number => (a === b ? 0 : a - b);

/** Every subset one by one: useful ones only, the cheapest on time, else the earliest that is not later than the promise. */
const searched = (base: DealAnswer): Tried | null => {
  const levers = leversFor(base);
  const bySubset = Array.from({ length: 1 << levers.length }, (_subset, bits) =>
    tryOne(
      base,
      levers.filter((_lever, i) => bits & (1 << i)),
    ),
  );
  const useful = bySubset.filter(
    ({ promises, isUsed }, bits) =>
      bits > 0 &&
      isUsed &&
      !levers.some((_lever, i) => bits & (1 << i) && String(bySubset[bits ^ (1 << i)]?.promises) === String(promises)),
  );
  const onTime = useful.filter(({ isOnTime }) => isOnTime);
  const best = (tried: Tried[], first: (a: Tried, b: Tried) => number): Tried | null =>
    tried.toSorted((a, b) => first(a, b) || a.levers.length - b.levers.length)[0] ?? null;
  const soonest = (a: Tried, b: Tried): number => order(last(a), last(b)) || order(sum(a), sum(b));
  if (onTime.length > 0) return best(onTime, (a, b) => order(a.cost, b.cost) || soonest(a, b));
  const none = bySubset[0];
  const helpful = none ? useful.filter((one) => last(one) <= last(none)) : [];
  return best(helpful, (a, b) => soonest(a, b) || order(a.cost, b.cost));
};

const anyOption = fc.record({
  lever: fc.constantFrom('overtime', 'rush_material', 'air_freight', 'extra_shift', 'subcontract'),
  appliesTo: fc.constantFrom('SAW', 'WELD', 'A', 'B', '*'),
  amount: fc.integer({ min: 1, max: 12 }),
  cost: fc.constantFrom(0, 100, 250, 99.99, 33.333),
  perUnit: fc.constantFrom(0, 0, 1.5),
  on: fc.constantFrom<number[]>([5], [0, 2], []),
  weeks: fc.constantFrom(1, 2, null),
  notice: fc.constantFrom(0, 0, 4),
});

describe('the search for the best combination (S15)', () => {
  it(`finds what trying every combination one by one on the whole deal finds (seed ${PROPERTY_SEED})`, () => {
    fc.assert(
      fc.property(anyPlant, anyDeal, fc.array(anyOption, { minLength: 1, maxLength: 3 }), (plant, deal, rows) => {
        const expediteOptions = rows.map(({ amount, cost, perUnit, on, weeks, notice, ...facts }, i) =>
          option({
            ...facts,
            option: `O${i}`,
            savesDays: amount % 4,
            addsHoursPerWeek: amount,
            onWeekdays: on,
            maxWeeks: weeks,
            noticeDays: notice,
            fixedCost: cost,
            costPerHour: cost % 60,
            costPerUnit: perUnit,
          }),
        );
        const base = answerDeal(compileSheet({ ...plant, expediteOptions }), deal, { today: TODAY });
        fc.pre(leversFor(base).length <= 6);
        const [best, expected] = [bestExpedite(base), searched(base)];
        // Of equals the sheet's order decides, which both may see differently only where nothing else differs.
        expect(best && [best.promises, best.cost, best.makesDate, best.levers.length]).toEqual(
          expected && [expected.promises, expected.cost, expected.isOnTime, expected.levers.length],
        );
      }),
      propertyRuns(),
    );
  });
});
