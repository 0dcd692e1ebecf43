import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { planPipeline } from '../../src/capacity/pipeline-levels.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aProduct, aResource, aRoutingStep, aSettings, aSheet } from '../support/a-sheet.ts';
import { check, lineOf } from '../support/promise-of.ts';

describe('holds (S12)', () => {
  const held = (facts: Partial<CapacitySheet['commitments'][number]>): Partial<CapacitySheet> => ({
    commitments: [aCommitment({ hours: 80, kind: 'soft', ...facts })],
  });
  it("counts others' soft holds through the day they expire, and never the deal's own", () => {
    // The week of 9 Mar is full: 1320 min on 16 and 17 Mar; else 9 and 10 Mar.
    expect(lineOf(held({ expiresOn: '2026-03-02' })).finish).toBe('2026-03-17');
    expect(lineOf(held({ expiresOn: '2026-03-01' })).finish).toBe('2026-03-10');
    expect(lineOf(held({ dealId: 'D-1' })).finish).toBe('2026-03-10');
    expect(lineOf(held({ dealId: 'D-2' })).finish).toBe('2026-03-17');
  });
});

describe('levels (S12)', () => {
  it('informs at forecast and exposure without changing the promise', () => {
    // The other deal takes 160 pieces = 2040 min alone, backward from 11 Mar: 11 Mar 960, 10 Mar 960, 9 Mar 120.
    const other = aDeal({ id: 'D-2', probability: 0.5, lines: [aLine({ quantity: 160 })] });
    const pipeline = planPipeline(compileSheet(aSheet()), [other], parseIsoDate('2026-03-02') ?? 0);
    const line = check({}, {}, { pipeline }).lines[0];
    // Forecast leaves 900, 480, 480 on 9 to 11 Mar: 1320 by 10 Mar. Exposure leaves 840, 0, 0, 960: 12 Mar,
    // quality 13 Mar, transit to Sunday 15 Mar, received on Monday.
    expect(line?.finish).toBe('2026-03-10');
    expect(line?.levels).toEqual({ confirmed: '2026-03-13', forecast: '2026-03-13', exposure: '2026-03-16' });
    expect(check({}).lines[0]?.levels).toEqual({ confirmed: '2026-03-13', forecast: null, exposure: null });
  });
});

describe('verdicts (S11, S14, S16, S17, S21)', () => {
  it('calls a full week tight, at the mark and not below it', () => {
    // 4800 min in the week of 9 Mar; the line takes 1320. 50 h = 3000: 4320 = 90 %. One minute less is ok.
    expect(lineOf({ commitments: [aCommitment({ hours: 50 })] }, { requestedDate: '2026-03-31' })).toMatchObject({
      verdict: 'tight',
      reasons: ['CAPACITY_SHORT'],
    });
    expect(lineOf({ commitments: [aCommitment({ hours: 2999 / 60 })] }, { requestedDate: '2026-03-31' }).verdict).toBe(
      'ok',
    );
  });

  it('is ok with two working days of slack and tight with one', () => {
    expect(lineOf({}, { requestedDate: '2026-03-17' })).toMatchObject({ verdict: 'ok', slackDays: 2 });
    expect(lineOf({}, { requestedDate: '2026-03-16' })).toMatchObject({ verdict: 'tight', slackDays: 1 });
    expect(lineOf({}, { requestedDate: '2026-03-15' })).toMatchObject({ verdict: 'tight', slackDays: 0 });
    expect(lineOf({}, { requestedDate: '2026-03-12' })).toMatchObject({ verdict: 'late', slackDays: -1 });
  });

  it('says what is possible inside the horizon when not everything is', () => {
    // Until 10 Mar: 1920 min: 120 + 12 x 150.
    const settings = aSettings({ horizonEnd: '2026-03-10' });
    expect(lineOf({ settings }, { quantity: 200 })).toMatchObject({
      verdict: 'not_feasible',
      reasons: ['HORIZON'],
      promise: null,
      slackDays: null,
      quantityByHorizon: 150,
    });
    expect(lineOf({ settings: aSettings({ horizonEnd: '2026-02-01' }) })).toMatchObject({
      verdict: 'not_feasible',
      quantityByHorizon: 0,
    });
    expect(lineOf({ settings: aSettings({ horizonEnd: null, horizonWeeks: 1 }) })).toMatchObject({
      verdict: 'not_feasible',
      quantityByHorizon: 70,
    });
  });

  it('offers the earliest date when the requested one is blank or past', () => {
    expect(check({}, { requestedDate: null, lines: [aLine({ requestedDate: null })] }).lines[0]).toMatchObject({
      verdict: 'cannot_tell',
      promise: '2026-03-13',
      slackDays: null,
      quantityByRequested: null,
      reasons: ['DATE_BLANK'],
    });
    expect(lineOf({}, { requestedDate: '2026-02-27' })).toMatchObject({
      verdict: 'late',
      promise: '2026-03-13',
      quantityByRequested: 0,
    });
    expect(lineOf({}, { requestedDate: '2026-02-27' }).reasons).toContain('DATE_PAST');
    expect(lineOf({}, { requestedDate: null }).requested).toBe('2026-03-20');
  });

  it.each([
    [0, 'invalid'],
    [-5, 'invalid'],
    ['ten', 'invalid'],
    [true, 'invalid'],
    [null, 'cannot_tell'],
    ['', 'cannot_tell'],
  ])('a quantity of %p is %s', (quantity, verdict) => {
    expect(lineOf({}, { quantity })).toMatchObject({
      verdict,
      reasons: ['QTY_INVALID'],
      promise: null,
      needMinutes: [],
    });
  });

  it('names quantity limits and rounded lots without refusing to promise', () => {
    expect(lineOf({}, { quantity: 5 })).toMatchObject({
      promise: '2026-03-12',
      quantityByRequested: 0,
      reasons: ['QTY_LIMIT', 'LOT_ROUNDED'],
    });
    expect(lineOf({}, { quantity: 2010 }).reasons).toContain('QTY_LIMIT');
  });

  it('reserves nothing for lines that cannot be told, are stopped or do not fit, and plans blank dates last', () => {
    const lines = [
      aLine({ requestedDate: null }),
      aLine({ id: 'L2', quantity: 30_000 }),
      aLine({ id: 'L3', requestedDate: '2026-03-13' }),
      aLine({ id: 'L4', requestedDate: '2026-03-12' }),
    ];
    const result = check({}, { requestedDate: null, lines }, { caps: new Map([['L4', 'not_feasible']]) });
    expect(result.planOrder).toEqual(['L4', 'L3', 'L2', 'L1']);
    // L4 is stopped by scope and L2 does not fit: L3 has the line to itself; the blank L1 comes behind L3.
    expect(result.lines.map(({ finish }) => finish)).toEqual(['2026-03-11', null, '2026-03-10', '2026-03-10']);
    expect(result.verdict).toBe('not_feasible');
  });

  it('cannot tell without product, route, time or capacity, and never throws', () => {
    const verdictOf = (sheet: Partial<CapacitySheet>, line = {}): string => lineOf(sheet, line).verdict;
    expect(verdictOf({}, { product: 'NOPE' })).toBe('cannot_tell');
    expect(verdictOf({}, { product: null })).toBe('cannot_tell');
    expect(verdictOf({ routing: [aRoutingStep({ resource: 'NOPE' })] })).toBe('cannot_tell');
    expect(verdictOf({ routing: [aRoutingStep({ setupHours: null, runHoursPerUnit: null })] })).toBe('cannot_tell');
    expect(verdictOf({ resources: [aResource({ capacityPerWeek: NaN })] })).toBe('cannot_tell');
    expect(verdictOf({ products: [aProduct({ lotMultiple: 0 })] })).toBe('cannot_tell');
    expect(verdictOf({ products: [aProduct({ materialDays: -1 })] })).toBe('cannot_tell');
    expect(verdictOf({ products: [aProduct({ fidelity: 'lead_time' })] })).toBe('cannot_tell');
    expect(verdictOf({}, { quantity: 1e300 })).toBe('not_feasible');
    expect(check({}, { lines: [] }).verdict).toBe('cannot_tell');
  });

  it('names the other lines of the deal where a line alone would be on time', () => {
    const lines = [
      aLine({ quantity: 150, requestedDate: '2026-03-13' }),
      aLine({ id: 'L2', requestedDate: '2026-03-13' }),
    ];
    expect(check({}, { lines }).lines[1]?.reasons).toEqual(['CAPACITY_SHORT', 'SHARED_BOTTLENECK']);
  });
});

describe('binding constraint', () => {
  it('names the lead-time component when no resource helps, the earliest of equals', () => {
    const products = [aProduct({ fidelity: 'infinite', entryDays: 0, materialDays: 4, qaDays: 1, transitDays: 1 })];
    expect(lineOf({ products }, { requestedDate: '2026-03-04' })).toMatchObject({
      binding: { kind: 'material', resource: null, rows: ['Products!2'] },
      reasons: ['MATERIAL_LATE'],
    });
  });
});
