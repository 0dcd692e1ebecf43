import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findAlternatives } from '../../src/capacity/alternatives.ts';
import { answerDeal } from '../../src/capacity/answer-deal.ts';
import { applySchedule } from '../../src/capacity/apply-schedule.ts';
import type { CapacitySheet, ExpediteOption } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { displacementFor } from '../../src/capacity/displacement.ts';
import { dealMargin, exceptionCost } from '../../src/capacity/exception-cost.ts';
import { answerWith, bestExpedite, combinationsFor } from '../../src/capacity/expedite.ts';
import { frontierOf } from '../../src/capacity/frontier.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import type { PromiseResult } from '../../src/capacity/promise-deal.ts';
import { whatWouldNeed } from '../../src/capacity/what-would-need.ts';
import { parseIsoDate, toIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aProduct, aResource, aRoutingStep, aSettings, aSheet, twoBusyWeeks } from '../support/a-sheet.ts';
import { anyDeal, anyPlant } from '../support/any-plant.ts';
import { dealOfCase, goldenFile, sheetOfCase } from '../support/golden-cases.ts';
import { PROPERTY_SEED, propertyRuns } from '../support/property-runs.ts';
import { Replay } from '../support/replay-simulator.ts';

const TODAY = parseIsoDate('2026-03-02') ?? 0;
const check = (sheet: CapacitySheet, deal: Deal): PromiseResult =>
  promiseDeal(compileSheet(sheet), deal, { today: TODAY });
const wanted = (date: string, quantity = 100): Deal => aDeal({ lines: [aLine({ requestedDate: date, quantity })] });

const option = (facts: Partial<ExpediteOption>): ExpediteOption => ({
  option: 'Rush material',
  appliesTo: '*',
  lever: 'rush_material',
  savesDays: null,
  addsHoursPerWeek: null,
  onWeekdays: [],
  maxWeeks: null,
  noticeDays: 0,
  fixedCost: 0,
  costPerHour: 0,
  costPerUnit: 0,
  needsSignoffRole: null,
  validFrom: null,
  validTo: null,
  row: 'Expedite options!2',
  ...facts,
});

const rush = option({ savesDays: 2, fixedCost: 300, needsSignoffRole: 'Buyer' });
const saturday = option({
  option: 'Saturday shift',
  appliesTo: 'LINE1',
  lever: 'overtime',
  addsHoursPerWeek: 8,
  onWeekdays: [5],
  maxWeeks: 2,
  costPerHour: 60,
  row: 'Expedite options!3',
});
const air = option({
  option: 'Air freight',
  lever: 'air_freight',
  savesDays: 1,
  fixedCost: 450,
  row: 'Expedite options!4',
});
const busy = (facts: Partial<CapacitySheet> = {}): CapacitySheet =>
  aSheet({ commitments: twoBusyWeeks(), expediteOptions: [rush, saturday], ...facts });

describe('expedite (S15)', () => {
  it('takes the cheapest combination that makes the date: material 2 days sooner for 300, not 8 hours of Saturday for 480', () => {
    const [best] = findAlternatives(check(busy(), wanted('2026-03-17')).answer);
    // Ready 4 Mar instead of 6 Mar: 1320 min on 5 and 6 Mar, quality 9 Mar, transit to 11 Mar.
    expect(best).toMatchObject({
      kind: 'expedite',
      meetsRequest: true,
      levers: ['Rush material'],
      signoffs: ['Buyer'],
      schedule: [{ line: 'L1', date: '2026-03-11', quantity: 100 }],
    });
    expect(best?.cost).toEqual({
      total: 300,
      parts: [{ what: 'Rush material', amount: 300, row: 'Expedite options!2' }],
    });
  });

  it('prices only the overtime that is taken: 8 hours on 7 Mar at 60, not those of 14 Mar', () => {
    const best = bestExpedite(check(busy({ expediteOptions: [saturday] }), wanted('2026-03-17')).answer);
    // 7 Mar 480, then 240 a day from 9 Mar: 480 + 3 x 240 = 1200, the last 120 on 12 Mar; quality 13 Mar, transit 15, Monday 16 Mar.
    expect(best?.cost).toBe(480);
    expect(best?.promises[0]).toBe(parseIsoDate('2026-03-16'));
  });

  it('shows the combination with the earliest date where none makes it, and none that adds nothing', () => {
    const base = check(
      busy({ expediteOptions: [saturday, option({ option: 'Second rush', savesDays: 0, fixedCost: 1 })] }),
      wanted('2026-03-13'),
    ).answer;
    expect(combinationsFor(base).map(({ levers }) => levers.map(({ option: { option: name } }) => name))).toEqual([
      ['Saturday shift'],
    ]);
    expect(bestExpedite(base)?.makesDate).toBe(false);
  });

  it('respects notice, weeks, the limit of overtime a week and the validity of an option', () => {
    const promiseWith = (facts: Partial<ExpediteOption>, resource = {}): string | null => {
      const best = bestExpedite(
        check(
          busy({ expediteOptions: [{ ...saturday, ...facts }], resources: [aResource(resource)] }),
          wanted('2026-03-17'),
        ).answer,
      );
      return best ? toIsoDate(best.promises[0] ?? 0) : null;
    };
    expect(promiseWith({})).toBe('2026-03-16');
    // Notice of 5 working days: from 9 Mar, so only 14 Mar: 5 x 240 = 1200 and 120 on the 14th; ship 16 Mar + 1 day of quality.
    expect(promiseWith({ noticeDays: 5 })).toBe('2026-03-18');
    expect(promiseWith({ validTo: '2026-03-06' })).toBeNull();
    // At most 2 hours: 120 + 5 x 240 = 1320 on 13 Mar: quality 16 Mar, transit 18 Mar.
    expect(promiseWith({}, { maxOvertimePerWeek: 2 })).toBe('2026-03-18');
  });

  it('gives a step away: three working days outside instead of the full line, priced by the piece', () => {
    const away = option({
      option: 'Outside',
      appliesTo: 'LINE1',
      lever: 'subcontract',
      savesDays: 3,
      costPerUnit: 2.5,
      row: 'Expedite options!9',
    });
    const base = check(busy({ expediteOptions: [away] }), wanted('2026-03-17')).answer;
    const best = bestExpedite(base);
    // Ready 6 Mar + 3 working days: 11 Mar; quality 12 Mar, transit 14, Monday 16 Mar; 100 x 2.50.
    expect(best && answerWith(base, best).answers[0]?.plan).toMatchObject({
      finish: parseIsoDate('2026-03-11'),
      promise: parseIsoDate('2026-03-16'),
    });
    expect(best?.cost).toBe(250);
  });

  const file = goldenFile('promise-examples.json');
  for (const golden of file?.cases.filter(({ id }) => ['E2', 'E9-base'].includes(id)) ?? [])
    it(`finds the levers of worked example ${golden.id} by itself`, () => {
      const sheet = { ...sheetOfCase(file as never, golden), expediteOptions: [rush, saturday, air] };
      const best = bestExpedite(promiseDeal(compileSheet(sheet), dealOfCase(golden), { today: TODAY }).answer);
      // E2: rush 300. E9: overtime and rush 1260 (16 hours x 60 + 300), air instead of rush would be 1410.
      expect(best?.cost).toBe(golden.id === 'E2' ? 300 : 1260);
      expect(best?.makesDate).toBe(true);
    });
});

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
            lever: lever as ExpediteOption['lever'],
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

describe('promise protection (S13)', () => {
  const book = (canMove: 'y' | 'n'): CapacitySheet =>
    aSheet({
      commitments: [
        aCommitment({ id: 'C-1', hours: 40, promisedDate: '2026-03-13', canMove, value: 5000, latePenaltyPerDay: 50 }),
        aCommitment({
          id: 'C-2',
          hours: 40,
          promisedDate: '2026-03-20',
          canMove,
          value: 9000,
          latePenaltyPerDay: 200,
          row: 'Commitments!3',
        }),
      ],
    });

  it('moves nothing by itself and lists what a rush would move, latest promised first, with days, value and penalty', () => {
    const base = check(book('y'), wanted('2026-03-13')).answer;
    expect(check(book('y'), wanted('2026-03-13')).lines[0]?.verdict).toBe('late');
    // Without the 40 h of C-2 the line has 480 a day: finish 11 Mar, too late for 13 Mar. Without C-1 too: 9 and 10 Mar.
    const found = displacementFor(base);
    // The deal takes 960 on 10 Mar and 360 on 9 Mar: 600 + 3 x 960 are left: C-1 (2400 min) until 12 Mar, C-2 behind it:
    // 1080 left by 13 Mar, the remaining 1320 on 16 and 17 Mar. Both before what they were promised.
    expect(found?.displaced).toEqual([]);
    expect(displacementFor(check(book('n'), wanted('2026-03-13')).answer)).toBeNull();
  });

  it('counts the days that a promise moves', () => {
    const sheet = book('y');
    const [first, second] = sheet.commitments;
    const tight = { ...sheet, commitments: [first, { ...second, promisedDate: '2026-03-13' }] } as CapacitySheet;
    const found = displacementFor(check(tight, wanted('2026-03-13')).answer);
    expect(found?.displaced.map(({ id, days, value, penaltyPerDay }) => ({ id, days, value, penaltyPerDay }))).toEqual([
      { id: 'C-1', days: 4, value: 5000, penaltyPerDay: 50 },
    ]);
    const cost = exceptionCost({
      answer: found?.answer as never,
      schedule: [],
      levers: [],
      displaced: found?.displaced ?? [],
    });
    expect(cost).toMatchObject({ total: 200, parts: [{ row: 'Commitments!2' }] });
  });
});

describe('what would need to be true', () => {
  it('names the minutes in a week, the days of material, the units fewer and the days later that would suffice', () => {
    const result = check(busy(), wanted('2026-03-17'));
    const found = whatWouldNeed(result.answer.answers[0] as never, result.lines[0]?.binding ?? null);
    // 70 of 100 fit: 1320 - 1200 free by 13 Mar (five days of 240, finish by Friday): 120 minutes are missing... on 13 Mar quality
    // would end on 16 Mar and transit on 18 Mar, so the finish must be 12 Mar: 4 x 240 = 960, and 360 minutes are missing.
    expect(found).toContainEqual({
      kind: 'minutes',
      resource: 'LINE1',
      week: parseIsoDate('2026-03-09'),
      minutes: 360,
    });
    expect(found).toContainEqual({ kind: 'units', fewer: 30 });
    expect(found).toContainEqual({ kind: 'later', days: 2, date: parseIsoDate('2026-03-19') });
    expect(found.find((one) => one.kind === 'days' && one.component === 'material')).toMatchObject({ days: 1 });
  });
});

describe('the frontier of quantity and date', () => {
  it('names each date on which more is possible and the cheapest way to have all of it by then', () => {
    const result = check(busy(), wanted('2026-03-17'));
    const points = frontierOf(result.answer, 'L1');
    expect(points.at(-1)).toEqual({ date: '2026-03-19', quantity: 100, expedite: null });
    expect(points[0]).toMatchObject({
      date: '2026-03-12',
      quantity: 10,
      expedite: { levers: ['Rush material'], cost: 300 },
    });
    expect(points.map(({ quantity }) => quantity)).toEqual(
      [...points.map(({ quantity }) => quantity)].sort((a, b) => a - b),
    );
  });
});
