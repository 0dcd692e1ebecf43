import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findAlternatives } from '../../src/capacity/alternatives.ts';
import { answerDeal } from '../../src/capacity/answer-deal.ts';
import { applySchedule } from '../../src/capacity/apply-schedule.ts';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { dealMargin, exceptionCost } from '../../src/capacity/exception-cost.ts';
import { bestExpedite } from '../../src/capacity/expedite.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import { toIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aProduct, aResource, aRoutingStep, aSettings, aSheet } from '../support/a-sheet.ts';
import { anyDeal, anyPlant } from '../support/any-plant.ts';
import { PROPERTY_SEED, propertyRuns } from '../support/property-runs.ts';
import { Replay } from '../support/replay-simulator.ts';
import { TODAY, checkOn as check, wanted, option, busy } from '../support/expedite-plant.ts';

describe('alternatives', () => {
  it('offers what fits by the date and the remainder after it; a mere later date is cheaper only when another setup costs', () => {
    const kinds = (facts: Partial<CapacitySheet>): string[] =>
      findAlternatives(check(busy({ expediteOptions: [], ...facts }), wanted('2026-03-17')).answer).map(
        ({ kind }) => kind,
      );
    expect(kinds({})).toEqual(['partial']);
    expect(kinds({ products: [aProduct({ setupCost: 90 })] })).toEqual(['partial', 'later']);
    expect(kinds({ resources: [aResource({ costPerHour: 45 })] })).toEqual(['partial', 'later']);
  });

  it('itemises a partial delivery: one more setup of 90, coordination of 25; margin 12 - 9 a piece less 115', () => {
    const sheet = busy({
      expediteOptions: [],
      products: [aProduct({ setupCost: 90, unitCost: 9 })],
      settings: aSettings({ coordinationCost: 25 }),
    });
    const base = check(sheet, wanted('2026-03-17')).answer;
    const [partial, later] = findAlternatives(base);
    expect(partial).toMatchObject({ kind: 'partial', meetsRequest: false, marginAfter: 185, breakEvenFee: 115 });
    expect(partial?.schedule.map(({ quantity }) => quantity)).toEqual([70, 30]);
    expect(partial?.cost.parts).toEqual([
      { what: 'Extra setup of BRK', amount: 90, row: 'Products!2' },
      { what: 'Coordination', amount: 25, row: 'Settings!coordination_cost' },
    ]);
    expect(later?.cost).toEqual({ total: 0, parts: [] });
    expect(dealMargin(base)).toBe(300);
    const exception = { answer: base, schedule: partial?.schedule ?? [], levers: [], displaced: [] };
    expect(exceptionCost(exception, ['setups']).total).toBe(25);
  });

  it('offers a substitute that makes the date on its own route, inside its own limits only', () => {
    const products = [
      aProduct({ substitutes: ['BRX'] }),
      aProduct({ code: 'BRX', row: 'Products!3', substitutes: ['BRY'] }),
      aProduct({ code: 'BRY', row: 'Products!4' }),
    ];
    const routing = [
      aRoutingStep(),
      aRoutingStep({ product: 'BRX', resource: 'LINE2', row: 'Routing!3' }),
      aRoutingStep({ product: 'BRY', resource: 'LINE2', row: 'Routing!4' }),
    ];
    const sheet = busy({
      products,
      routing,
      resources: [aResource(), aResource({ name: 'LINE2', row: 'Resources!3' })],
      expediteOptions: [],
    });
    const [best] = findAlternatives(check(sheet, wanted('2026-03-17')).answer);
    expect(best).toMatchObject({
      kind: 'substitute',
      substitute: { line: 'L1', product: 'BRX' },
      meetsRequest: true,
      schedule: [{ date: '2026-03-13' }],
    });
    const limited = promiseDeal(compileSheet(sheet), wanted('2026-03-17'), {
      today: TODAY,
      isInScope: ({ product }) => product !== 'BRX',
    });
    expect(findAlternatives(limited.answer).map(({ kind }) => kind)).not.toContain('substitute');
  });

  it('says that a deal without a date gets the earliest one', () => {
    const deal = aDeal({ requestedDate: null, lines: [aLine({ requestedDate: null })] });
    expect(findAlternatives(check(busy({ expediteOptions: [] }), deal).answer)).toMatchObject([
      { kind: 'later', differsBy: 'The full quantity at the earliest date: 100 EA of BRK by 19 Mar 2026.' },
    ]);
  });

  it('offers nothing for lines that share an id: a schedule could not say which is meant', () => {
    const lines = Array.from({ length: 6 }, () => aLine({ quantity: 300, requestedDate: '2026-03-12' }));
    expect(findAlternatives(check(busy(), aDeal({ lines })).answer)).toEqual([]);
    const told = lines.map((line, i) => ({ ...line, id: `L${i}` }));
    expect(findAlternatives(check(busy(), aDeal({ lines: told })).answer)).not.toEqual([]);
  });

  it('offers nothing where the deal can be kept', () => {
    expect(findAlternatives(check(aSheet(), wanted('2026-03-20')).answer)).toEqual([]);
  });

  it(`is never dominated, never more than five, and each passes the check it is applied to (seed ${PROPERTY_SEED})`, () => {
    const anyOption = fc.record({
      lever: fc.constantFrom('overtime', 'rush_material', 'air_freight', 'extra_shift'),
      amount: fc.integer({ min: 1, max: 12 }),
      cost: fc.integer({ min: 0, max: 500 }),
      on: fc.constantFrom<number[]>([5], [0, 2], []),
      weeks: fc.constantFrom(1, 2, null),
    });
    fc.assert(
      fc.property(anyPlant, anyDeal, fc.array(anyOption, { maxLength: 3 }), (plant, deal, options) => {
        const expediteOptions = options.map(({ lever, amount, cost, on, weeks }, i) =>
          option({
            option: `O${i}`,
            appliesTo: lever === 'overtime' || lever === 'extra_shift' ? 'SAW' : '*',
            lever: lever,
            savesDays: amount % 4,
            addsHoursPerWeek: amount,
            onWeekdays: on,
            maxWeeks: weeks,
            fixedCost: cost,
            costPerHour: cost % 60,
            row: `Expedite options!${i + 2}`,
          }),
        );
        const sheet = { ...plant, expediteOptions };
        const result = check(sheet, deal);
        const found = findAlternatives(result.answer);
        expect(found.length).toBeLessThanOrEqual(5);
        const weighed = found.map(({ schedule, cost }) => ({
          last: Math.max(...schedule.map(({ date }) => Date.parse(date))),
          by: schedule
            .filter(({ line, date }) => date <= (result.lines.find(({ id }) => id === line)?.requested ?? ''))
            .reduce((sum, { quantity }) => sum + quantity, 0),
          cost: cost.total,
        }));
        for (const one of weighed)
          for (const other of weighed)
            expect(
              other.last <= one.last &&
                other.by >= one.by &&
                other.cost <= one.cost &&
                (other.last < one.last || other.by > one.by || other.cost < one.cost),
            ).toBe(false);
        const best = found.find(({ kind }) => kind === 'expedite');
        if (best) expect(isKept(sheet, deal, best.schedule)).toBe(true);
      }),
      propertyRuns(),
    );
  });
});

/** Replays an expedited schedule on a sheet in which its levers are plain rows: shorter days, hours on dates. */
const isKept = (
  sheet: CapacitySheet,
  deal: Deal,
  schedule: { line: string; date: string; quantity: number }[],
): boolean => {
  const applied = applySchedule(deal, schedule);
  const at = bestExpedite(answerDeal(compileSheet(sheet), deal, { today: TODAY }));
  if (!at) return false;
  const has = (lever: string): boolean => at.levers.some(({ option: { lever: own } }) => own === lever);
  const saved = (lever: string): number =>
    at.levers
      .filter(({ option: own }) => own.lever === lever)
      .reduce((sum, { option: own }) => sum + (own.savesDays ?? 0), 0);
  const plain: CapacitySheet = {
    ...sheet,
    expediteOptions: [],
    products: sheet.products.map((product) => ({
      ...product,
      materialDays: has('rush_material')
        ? Math.max(0, (product.materialDays ?? 0) - saved('rush_material'))
        : product.materialDays,
      transitDays: has('air_freight')
        ? Math.max(0, (product.transitDays ?? 0) - saved('air_freight'))
        : product.transitDays,
    })),
    exceptions: [
      ...sheet.exceptions,
      ...at.levers.flatMap(({ overtime }) =>
        [...overtime].map(([day, minutes], i) => ({
          resource: 'SAW',
          from: toIsoDate(day),
          to: toIsoDate(day),
          capacityPerWeek: null,
          deltaHours: minutes / 60,
          hours: null,
          reason: null,
          confirmedBy: null,
          row: `x${i}`,
        })),
      ),
    ],
  };
  const replay = new Replay(plain);
  const result = check(plain, applied);
  return result.answer.answers.every(({ order, plan }) => {
    const line = result.lines.find(({ id }) => id === order.line.id);
    if (!plan || !line?.promise || !line.finish || !line.ready || !line.ship) return false;
    const steps = plan.steps.map((step) => ({
      resource: result.answer.terms.plan.resources[step.resource]?.name ?? '',
      start: toIsoDate(step.start),
      finish: toIsoDate(step.finish),
      days: step.takes.map(({ day, minutes }) => ({ date: toIsoDate(day), minutes })),
    }));
    const wrong = replay.take(
      {
        product: String(line.product),
        quantity: Number(line.quantity),
        ready: line.ready,
        finish: line.finish,
        ship: line.ship,
        promise: line.promise,
        steps,
      },
      result.orderDate,
    );
    return wrong === null && line.promise <= String(line.requested);
  });
};
