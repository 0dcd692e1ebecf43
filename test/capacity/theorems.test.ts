import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findAlternatives } from '../../src/capacity/alternatives.ts';
import { applySchedule } from '../../src/capacity/apply-schedule.ts';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import type { PromiseResult } from '../../src/capacity/promise-deal.ts';
import { answerDeal } from '../../src/capacity/answer-deal.ts';
import type { Plan } from '../../src/capacity/plan.ts';
import { stepTimeline } from '../../src/capacity/step-timeline.ts';
import { parseIsoDate, toIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { anyDeal, anyFlatPlant, anyLine, anyPlant } from '../support/any-plant.ts';
import { PROPERTY_SEED, propertyRuns } from '../support/property-runs.ts';
import { Replay } from '../support/replay-simulator.ts';

const TODAY = parseIsoDate('2026-03-02') ?? 0;
const plans = new WeakMap<CapacitySheet, Plan>();
const planOf = (sheet: CapacitySheet): Plan => {
  const plan = plans.get(sheet) ?? compileSheet(sheet);
  plans.set(sheet, plan);
  return plan;
};
const check = (sheet: CapacitySheet, deal: Deal): PromiseResult => promiseDeal(planOf(sheet), deal, { today: TODAY });

const iso = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : toIsoDate(at));

/** The answer for the only line of a deal, without what explains it. */
const oneLine = (sheet: CapacitySheet, deal: Deal) => {
  const answer = answerDeal(planOf(sheet), deal, { today: TODAY });
  const [line] = answer.answers;
  return {
    ...line,
    product: line?.order.line.product,
    quantity: Number(line?.order.quantity),
    orderDate: toIsoDate(answer.terms.orderDate),
    requested: iso(line?.order.requested),
    ready: iso(line?.plan?.ready),
    finish: iso(line?.plan?.finish),
    promise: iso(line?.plan?.promise),
  };
};
const withLine = (deal: Deal, facts: Partial<Deal['lines'][number]>): Deal => ({
  ...deal,
  lines: deal.lines.map((line) => ({ ...line, ...facts })),
});
const day = (date: string | null | undefined): number => (date ? (parseIsoDate(date) ?? Infinity) : Infinity);
const shifted = (date: string, days: number): string => toIsoDate((parseIsoDate(date) ?? 0) + days);

/** Replays every promised line in plan order; null when each can be kept. */
const replayed = (sheet: CapacitySheet, result: PromiseResult): string | null => {
  const replay = new Replay(sheet);
  for (const answer of result.answer.answers) {
    const line = result.lines.find(({ id }) => id === answer.order.line.id);
    if (!line?.promise || !line.finish || !line.ship || !line.ready || line.verdict === 'cannot_tell') continue;
    const wrong = replay.take(
      {
        product: line.product ?? '',
        quantity: line.quantity ?? 0,
        ready: line.ready,
        finish: line.finish,
        ship: line.ship,
        promise: line.promise,
        steps: stepTimeline(answer).map(({ resource, start, finish, days }) => ({
          resource: resource ?? '',
          start,
          finish,
          days,
        })),
      },
      result.orderDate,
    );
    if (wrong) return `${line.id}: ${wrong}`;
  }
  return null;
};

describe(`the theorems of one line against fixed commitments (seed ${PROPERTY_SEED})`, () => {
  it('equals an exhaustive day-by-day search, horizon included', () => {
    fc.assert(
      fc.property(anyPlant, anyLine, (sheet, deal) => {
        const line = oneLine(sheet, deal);
        const product = sheet.products.find(({ code }) => code === line.product);
        const { orderDate } = line;
        const best = new Replay(sheet).earliest(product as never, line.quantity ?? 0, orderDate);
        expect([line.ready, line.finish]).toEqual([best.ready, best.finish]);
      }),
      propertyRuns(),
    );
  });

  it('finds the largest quantity by the requested date that trying every quantity finds', () => {
    fc.assert(
      fc.property(anyPlant, anyLine, fc.integer({ min: 1, max: 24 }), (sheet, any, quantity) => {
        const deal = withLine(any, { quantity });
        const line = oneLine(sheet, deal);
        const product = sheet.products.find(({ code }) => code === line.product);
        const lot = product?.lotMultiple ?? 1;
        const ordered = line.quantity ?? 0;
        const candidates = [
          ordered,
          ...Array.from({ length: Math.floor(ordered / lot) }, (_unused, i) => (i + 1) * lot).reverse(),
        ];
        const replay = new Replay(sheet);
        const { orderDate } = line;
        const arrives = (some: number): boolean => {
          const { finish } = replay.earliest(product as never, some, orderDate);
          if (finish === null) return false;
          const ship = replay.add(finish, product?.qaDays ?? 0);
          return replay.roll(shifted(ship, product?.transitDays ?? 0)) <= (line.requested ?? '');
        };
        const most = candidates.find(arrives) ?? 0;
        expect(line.quantityByRequested).toBe(most < (product?.minQuantity ?? 0) ? 0 : most);
      }),
      propertyRuns(),
    );
  });

  it('never promises more sooner, nor a later order sooner', () => {
    fc.assert(
      fc.property(
        anyPlant,
        anyLine,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (sheet, deal, more, later) => {
          const now = day(oneLine(sheet, deal).promise);
          expect(
            day(oneLine(sheet, withLine(deal, { quantity: Number(deal.lines[0]?.quantity) + more })).promise),
          ).toBeGreaterThanOrEqual(now);
          const eventAt = `${shifted(String(deal.eventAt).slice(0, 10), later)}T09:00:00Z`;
          expect(day(oneLine(sheet, { ...deal, eventAt }).promise)).toBeGreaterThanOrEqual(now);
        },
      ),
      propertyRuns(),
    );
  });

  it('never promises later because capacity was added', () => {
    fc.assert(
      fc.property(
        anyPlant,
        anyLine,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (sheet, deal, at, hours) => {
          const date = shifted('2026-03-02', at);
          const added = {
            resource: 'SAW',
            from: date,
            to: date,
            capacityPerWeek: null,
            deltaHours: hours,
            hours: null,
            reason: null,
            confirmedBy: null,
            row: 'Capacity exceptions!99',
          };
          const more = { ...sheet, exceptions: [...sheet.exceptions, added] };
          expect(day(oneLine(more, deal).promise)).toBeLessThanOrEqual(day(oneLine(sheet, deal).promise));
        },
      ),
      propertyRuns(),
    );
  });

  it('reserves what is needed and no more, latest days first, on free minutes only, up to the finish', () => {
    fc.assert(
      fc.property(anyPlant, anyDeal, (sheet, deal) => {
        expect(replayed(sheet, check(sheet, deal))).toBeNull();
      }),
      propertyRuns(),
    );
  });

  it('is on time for the date it promises and late for the day before', () => {
    fc.assert(
      fc.property(anyPlant, anyLine, (sheet, deal) => {
        const { promise } = oneLine(sheet, deal);
        fc.pre(promise !== null);
        expect(['ok', 'tight']).toContain(oneLine(sheet, withLine(deal, { requestedDate: promise })).verdict);
        expect(oneLine(sheet, withLine(deal, { requestedDate: shifted(String(promise), -1) })).verdict).toBe('late');
      }),
      propertyRuns(),
    );
  });

  it('can deliver the quantity by the date that it names, and not one lot more', () => {
    fc.assert(
      fc.property(anyPlant, anyLine, (sheet, deal) => {
        const line = oneLine(sheet, deal);
        const product = sheet.products.find(({ code }) => code === line.product);
        const fits = line.quantityByRequested ?? 0;
        if (fits > 0)
          expect(day(oneLine(sheet, withLine(deal, { quantity: fits })).promise)).toBeLessThanOrEqual(
            day(line.requested),
          );
        fc.pre(fits < (line.quantity ?? 0));
        const nextLot = Math.max(fits + (product?.lotMultiple ?? 1), product?.minQuantity ?? 0);
        fc.pre(nextLot <= (line.quantity ?? 0));
        expect(day(oneLine(sheet, withLine(deal, { quantity: nextLot })).promise)).toBeGreaterThan(day(line.requested));
      }),
      propertyRuns(),
    );
  });

  it('shifts by a week when all dates shift by a week under a flat calendar', () => {
    fc.assert(
      fc.property(anyFlatPlant, anyLine, (sheet, deal) => {
        const horizonEnd = shifted(String(sheet.settings.horizonEnd), 7);
        const next = { ...sheet, settings: { ...sheet.settings, horizonEnd } };
        const eventAt = `${shifted(String(deal.eventAt).slice(0, 10), 7)}T09:00:00Z`;
        const requestedDate = shifted(String(deal.lines[0]?.requestedDate), 7);
        const now = oneLine(sheet, deal);
        const then = oneLine(next, { ...withLine(deal, { requestedDate }), eventAt });
        const move = (date: string | null): string | null => (date === null ? null : shifted(date, 7));
        expect(then).toMatchObject({
          promise: move(now.promise),
          ready: move(now.ready),
          finish: move(now.finish),
          verdict: now.verdict,
          slackDays: now.slackDays,
          quantityByRequested: now.quantityByRequested,
        });
      }),
      propertyRuns(),
    );
  });
});

describe(`the theorems of a check (seed ${PROPERTY_SEED})`, () => {
  it('changes nothing: the same deal gets the same bytes again, whatever was checked in between', () => {
    fc.assert(
      fc.property(anyPlant, anyDeal, anyDeal, (sheet, deal, other) => {
        const plan = compileSheet(sheet);
        const bytes = (): string => JSON.stringify(promiseDeal(plan, deal, { today: TODAY }).lines);
        const before = bytes();
        findAlternatives(promiseDeal(plan, { ...other, id: 'D-2' }, { today: TODAY }).answer);
        expect(bytes()).toBe(before);
        expect(JSON.stringify(promiseDeal(compileSheet(structuredClone(sheet)), deal, { today: TODAY }).lines)).toBe(
          before,
        );
      }),
      propertyRuns(),
    );
  });

  it('does not care in which order attributes are written', () => {
    fc.assert(
      fc.property(anyPlant, anyDeal, fc.dictionary(fc.string(), fc.integer()), (sheet, deal, attributes) => {
        const reversed = Object.fromEntries(Object.entries(attributes).reverse());
        const answer = (of: typeof attributes): string =>
          JSON.stringify(check(sheet, withLine({ ...deal, attributes: of }, { attributes: of })).lines);
        expect(answer(reversed)).toBe(answer(attributes));
      }),
      propertyRuns(),
    );
  });

  it('offers only alternatives that the same check confirms and a replay can keep; parts sum to the whole', () => {
    fc.assert(
      fc.property(anyPlant, anyDeal, (sheet, deal) => {
        const result = check(sheet, deal);
        for (const { schedule, levers, kind } of findAlternatives(result.answer)) {
          expect(levers).toEqual([]);
          const applied = check(sheet, applySchedule(deal, schedule));
          expect(applied.lines.every(({ promise, requested }) => day(promise) <= day(requested))).toBe(true);
          expect(replayed(sheet, applied)).toBeNull();
          const whole = deal.lines.every((line) => {
            const parts = schedule.filter((part) => part.line === line.id);
            return parts.reduce((sum, { quantity }) => sum + quantity, 0) === line.quantity;
          });
          if (kind !== 'partial' || schedule.length > deal.lines.length)
            expect(whole || result.lines.some(({ promise }) => promise === null)).toBe(true);
        }
      }),
      propertyRuns(),
    );
  });
});
