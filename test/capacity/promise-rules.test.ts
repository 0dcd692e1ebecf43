import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet, ServicePhase, StockRow } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import type { CheckedAt, PromiseResult } from '../../src/capacity/promise-deal.ts';
import type { LineResult } from '../../src/capacity/promise.ts';
import { stepTimeline } from '../../src/capacity/step-timeline.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aProduct, aResource, aRoutingStep, aSettings, aSheet } from '../support/a-sheet.ts';

const TODAY = parseIsoDate('2026-03-02') ?? 0;

const check = (sheet: Partial<CapacitySheet>, deal: Partial<Deal> = {}, at: Partial<CheckedAt> = {}): PromiseResult =>
  promiseDeal(compileSheet(aSheet({ commitments: [], ...sheet })), aDeal(deal), { today: TODAY, ...at });
const lineOf = (
  sheet: Partial<CapacitySheet>,
  line: Parameters<typeof aLine>[0] = {},
  deal: Partial<Deal> = {},
): LineResult => check(sheet, { lines: [aLine(line)], ...deal }).lines[0] as LineResult;

describe('dates (S1 to S4)', () => {
  it('takes a date field literally and a timestamp in the plant: midnight UTC is that day, 23:00 in Chicago is the day before', () => {
    expect(lineOf({}, { requestedDate: '2026-03-13T00:00:00Z' }).requested).toBe('2026-03-13');
    expect(lineOf({}, { requestedDate: '2026-03-13T04:00:00Z' }).requested).toBe('2026-03-12');
  });

  it('orders at 14:59 on the day and at 15:00 on the next working day (cut-off 15:00; Friday goes to Monday)', () => {
    expect(check({}, { eventAt: '2026-03-06T20:59:00Z' }).orderDate).toBe('2026-03-06');
    expect(check({}, { eventAt: '2026-03-06T21:00:00Z' }).orderDate).toBe('2026-03-09');
    // Summer time from 8 Mar: 15:00 in Chicago is 20:00 UTC then.
    expect(check({}, { eventAt: '2026-03-09T19:59:00Z' }).orderDate).toBe('2026-03-09');
    expect(check({}, { eventAt: '2026-03-09T20:00:00Z' }).orderDate).toBe('2026-03-10');
    expect(check({}, { eventAt: '2026-03-07T15:00:00Z' }).orderDate).toBe('2026-03-09');
  });

  it('uses the day of the check where the deal has no event, rolled to a working day', () => {
    expect(check({}, { eventAt: null }, { today: parseIsoDate('2026-03-07') ?? 0 }).orderDate).toBe('2026-03-09');
  });
});

describe('capacity of a day (S5)', () => {
  const finish = (sheet: Partial<CapacitySheet>, quantity = 100): string | null =>
    lineOf({ products: [aProduct({ entryDays: 0, materialDays: 0 })], ...sheet }, { quantity }).finish;
  const exception = (facts: Partial<CapacitySheet['exceptions'][number]>): CapacitySheet['exceptions'][number] => ({
    resource: 'LINE1',
    from: '2026-03-02',
    to: '2026-03-08',
    capacityPerWeek: null,
    deltaHours: null,
    hours: null,
    reason: null,
    confirmedBy: null,
    row: 'Capacity exceptions!2',
    ...facts,
  });

  it('multiplies capacity, headcount, efficiency and target, then divides by the working days', () => {
    // 40 h x 2 x 0.5 x 0.5 = 20 h a week = 240 min a day; 22 h = 1320 min = 5.5 days from 3 Mar: 10 Mar.
    const resources = [aResource({ capacityPerWeek: 40, headcount: 2, efficiency: 0.5, utilisationTarget: 0.5 })];
    expect(finish({ resources })).toBe('2026-03-10');
  });

  it('gives half a share on a half day, a share on an extra day, nothing on a holiday', () => {
    const calendar = (
      type: 'half' | 'extra' | 'holiday',
      date: string,
      hours: number | null = null,
    ): CapacitySheet['calendar'] => [{ calendar: null, date, type, hours, note: null, row: 'Calendar!2' }];
    // 960 a day; 1320 needs 3 Mar and 4 Mar. Half day on 4 Mar: 480 left of 360 needed: still 4 Mar.
    expect(finish({ calendar: calendar('half', '2026-03-04') })).toBe('2026-03-04');
    // 5 hours on 4 Mar: 300 of 360: 5 Mar.
    expect(finish({ calendar: calendar('half', '2026-03-04', 5) })).toBe('2026-03-05');
    expect(finish({ calendar: calendar('holiday', '2026-03-04') })).toBe('2026-03-05');
    // 300 pieces need 120 + 3600 = 3720 min: 3 to 5 Mar 2880, 6 Mar 3840 in sum.
    expect(finish({}, 300)).toBe('2026-03-06');
    // 320 pieces need 3960: 120 more come on Saturday only when it is an extra day.
    expect(finish({}, 320)).toBe('2026-03-09');
    expect(finish({ calendar: calendar('extra', '2026-03-07') }, 320)).toBe('2026-03-07');
  });

  it('replaces the weekly capacity before the multipliers, for the covered days only', () => {
    // 40 h from 3 to 4 Mar: 480 + 480, then 960: 1320 needs 5 Mar.
    expect(finish({ exceptions: [exception({ from: '2026-03-03', to: '2026-03-04', capacityPerWeek: 40 })] })).toBe(
      '2026-03-05',
    );
  });

  it('adds overtime to a date that is no working day, and spreads a delta over the working days of its range', () => {
    const saturday = exception({ from: '2026-03-07', to: '2026-03-07', deltaHours: 2 });
    expect(finish({ exceptions: [saturday] }, 320)).toBe('2026-03-07');
    // -20 h over 5 days = -240 a day: 720 a day; 1320 needs 3 and 4 Mar (1440).
    expect(finish({ exceptions: [exception({ deltaHours: -20 })] })).toBe('2026-03-04');
    // -40 h: 480 a day: 3 x 480 = 1440: 5 Mar.
    expect(finish({ exceptions: [exception({ deltaHours: -40 })] })).toBe('2026-03-05');
  });

  it('lets the later of two rows for the same days win and reports it', () => {
    const rows = [
      exception({ capacityPerWeek: 0 }),
      exception({ from: '2026-03-03', to: '2026-03-03', hours: 22, row: 'Capacity exceptions!3' }),
    ];
    expect(finish({ exceptions: rows })).toBe('2026-03-03');
    expect(compileSheet(aSheet({ exceptions: rows })).problems.map(({ row }) => row)).toContain(
      'Capacity exceptions!3',
    );
  });

  it('spreads what does not divide by floor(L(i+1)/n) - floor(Li/n), and never lends free time to another day', () => {
    // 1001 minutes a week over 5 days: 200 200 200 200 201; 3 to 6 Mar hold 801, the 802nd minute is on 9 Mar.
    const resources = [aResource({ capacityPerWeek: 1001, capacityUnit: 'minutes' })];
    const routing = [aRoutingStep({ setupHours: null, runHoursPerUnit: 1 / 60 })];
    expect(finish({ resources, routing }, 800)).toBe('2026-03-06');
    expect(finish({ resources, routing: [aRoutingStep({ setupHours: 1 / 60, runHoursPerUnit: 1 / 60 })] }, 800)).toBe(
      '2026-03-06',
    );
    expect(finish({ resources, routing: [aRoutingStep({ setupHours: 2 / 60, runHoursPerUnit: 1 / 60 })] }, 800)).toBe(
      '2026-03-09',
    );
  });
});

describe('need (S7)', () => {
  it('takes exactly 60 / n minutes for n units an hour, and rounds the step up to a whole minute', () => {
    // 7 an hour: 100 x 60/7 = 857.14: 858.
    const routing = [aRoutingStep({ setupHours: null, runHoursPerUnit: null, unitsPerHour: 7 })];
    expect(lineOf({ routing }).needMinutes).toEqual([858]);
  });

  it('snaps a cell that is within a millionth of a whole minute, and keeps any other decimal exact', () => {
    expect(
      lineOf({ routing: [aRoutingStep({ setupHours: 0, runHoursPerUnit: 0.016666666666666666 })] }).needMinutes,
    ).toEqual([100]);
    // 0.0167 h = 1.002 min: 100.2: 101.
    expect(lineOf({ routing: [aRoutingStep({ setupHours: 0, runHoursPerUnit: 0.0167 })] }).needMinutes).toEqual([101]);
  });

  it('rounds the quantity up to lots of the product after conversion, and answers in the unit of the line, rounded down', () => {
    const units = [{ product: 'BRK', fromUnit: 'CS', toUnit: 'EA', factor: 12, row: 'Units!2' }];
    // 9 CS = 108 EA: 11 lots of 10 = 110 EA: 120 + 1320 min.
    expect(lineOf({ units }, { unit: 'CS', quantity: 9 })).toMatchObject({
      needMinutes: [1440],
      unit: 'CS',
      quantity: 9,
    });
    // Wanted 12 Mar: finish by 9 Mar, 960 min: 84 min of run for 70 EA = 5.83 CS.
    expect(lineOf({ units }, { unit: 'CS', quantity: 9, requestedDate: '2026-03-12' }).quantityByRequested).toBe(5);
  });

  it('cannot tell what a unit without factor is', () => {
    expect(lineOf({}, { unit: 'CS' })).toMatchObject({
      verdict: 'cannot_tell',
      reasons: ['UNIT_UNKNOWN'],
      promise: null,
    });
  });
});

describe('fidelity and fence', () => {
  it('promises by standard lead days without capacity, or at ready when capacity is endless', () => {
    // Order 2 Mar + 10 working days = 16 Mar, quality 17, transit to 19.
    expect(lineOf({ products: [aProduct({ fidelity: 'lead_time', standardLeadDays: 10 })] })).toMatchObject({
      finish: '2026-03-16',
      promise: '2026-03-19',
      ready: '2026-03-06',
    });
    expect(lineOf({ products: [aProduct({ fidelity: 'infinite' })] })).toMatchObject({
      finish: '2026-03-06',
      ship: '2026-03-09',
      promise: '2026-03-11',
    });
  });

  it('starts no work inside the frozen fence and says so', () => {
    const settings = aSettings({ frozenFenceDays: 6 });
    // 6 working days after 2 Mar is 10 Mar: work from 11 Mar, 1320 min: 12 Mar.
    expect(lineOf({ settings })).toMatchObject({ ready: '2026-03-06', finish: '2026-03-12', reasons: ['FENCE'] });
  });
});

describe('receiving (S9)', () => {
  const receiving = [
    { customer: 'acme', weekdays: [0, 2], closedFrom: '2026-03-16', closedTo: '2026-03-17', row: 'Receiving!2' },
  ];

  it("waits for the customer's day: Friday 13 Mar becomes Wednesday 18 Mar, Monday being closed", () => {
    expect(lineOf({ receiving })).toMatchObject({ ship: '2026-03-11', promise: '2026-03-18' });
  });

  it("uses the plant's days for other customers", () => {
    expect(lineOf({ receiving }, {}, { company: { name: 'Globex' } }).promise).toBe('2026-03-13');
  });
});

describe('services (S4, S8)', () => {
  const phase = (facts: Partial<ServicePhase>): ServicePhase => ({
    product: 'SVC',
    phase: 'Design',
    order: 1,
    role: 'Designer',
    hours: 16,
    driverAttribute: null,
    hoursPerDriver: null,
    dependsOn: [],
    row: 'Service templates!2',
    ...facts,
  });
  const role = (name: string, capacityPerWeek = 40): ReturnType<typeof aResource> =>
    aResource({ name, kind: 'role', capacityPerWeek, row: `Resources!${name}` });
  const service = (serviceTemplates: ServicePhase[], facts: Partial<CapacitySheet> = {}): Partial<CapacitySheet> => ({
    products: [
      aProduct({
        code: 'SVC',
        kind: 'service',
        lotMultiple: 1,
        minQuantity: null,
        entryDays: 1,
        materialDays: 0,
        qaDays: 0,
        transitDays: 0,
      }),
    ],
    routing: [],
    resources: [role('Designer'), role('Builder'), role('Tester', 20)],
    serviceTemplates,
    ...facts,
  });
  const sold = { product: 'SVC', quantity: 1 };

  it('runs the roles of a phase in parallel and the phases in order; a phase ends with its slowest role', () => {
    const rows = [
      phase({}),
      phase({ role: 'Tester', row: 'r3' }),
      phase({ phase: 'Build', order: 2, role: 'Builder', hours: 8, row: 'r4' }),
    ];
    // Ready 3 Mar. Designer 16 h at 8 a day: 4, 5 Mar. Tester 16 h at 4 a day: 4 to 9 Mar. Builder: 10 Mar.
    expect(lineOf(service(rows), sold)).toMatchObject({
      ready: '2026-03-03',
      finish: '2026-03-10',
      needMinutes: [960, 960, 480],
    });
  });

  it('lets depends_on override the order, and two phases that share a role wait for its hours', () => {
    const rows = [
      phase({ hours: 8 }),
      phase({ phase: 'Build', order: 2, role: 'Builder', hours: 8, row: 'r3' }),
      phase({ phase: 'Papers', order: 3, role: 'Builder', hours: 12, dependsOn: ['design'], row: 'r4' }),
    ];
    // Design 4 Mar. Build 5 Mar (8 h of 8). Papers may start 5 Mar too: full; 6 Mar 8 h, 9 Mar 4 h.
    expect(lineOf(service(rows), sold).finish).toBe('2026-03-09');
  });

  it('starts on the start date of the line, rolled to a working day, never on the order date, and without waiting for ready', () => {
    const rows = [phase({ hours: 8 })];
    expect(lineOf(service(rows), { ...sold, startDate: '2026-03-14' }).finish).toBe('2026-03-16');
    expect(lineOf(service(rows), { ...sold, startDate: '2026-02-02' }).finish).toBe('2026-03-03');
    expect(
      lineOf(service(rows, { settings: aSettings({ frozenFenceDays: 3 }) }), { ...sold, startDate: '2026-03-04' }),
    ).toMatchObject({ finish: '2026-03-06', reasons: ['FENCE'] });
  });

  it('adds hours per driver, asks for the driver when it is missing, and names a role that nobody has', () => {
    const rows = [phase({ hours: 4, driverAttribute: 'sites', hoursPerDriver: 2.5 })];
    expect(lineOf(service(rows), { ...sold, attributes: { Sites: 3 } }).needMinutes).toEqual([240 + 450]);
    expect(lineOf(service(rows), sold)).toMatchObject({ verdict: 'cannot_tell', reasons: ['ATTR_MISSING'] });
    expect(lineOf(service([phase({ role: 'Wizard' })]), sold)).toMatchObject({
      verdict: 'cannot_tell',
      reasons: ['ROLE_MISSING'],
    });
    expect(lineOf(service([phase({ dependsOn: ['Design'] })]), sold).verdict).toBe('cannot_tell');
  });
});

describe('alternative resources', () => {
  it('uses the resource that finishes first, the own one when they finish together', () => {
    const routing = [aRoutingStep({ alternativeResources: ['LINE2'] })];
    const resources = [aResource(), aResource({ name: 'LINE2', row: 'Resources!3' })];
    const both = check({ routing, resources, commitments: [aCommitment({ hours: 80 })] }, { lines: [aLine()] });
    expect(both.lines[0]?.finish).toBe('2026-03-10');
    expect(stepTimeline(both.answer.answers[0] as never)[0]?.resource).toBe('LINE2');
    expect(stepTimeline(check({ routing, resources }).answer.answers[0] as never)[0]?.resource).toBe('LINE1');
  });
});

describe('stock (S20)', () => {
  const stock = (facts: Partial<StockRow>): StockRow => ({
    product: 'BRK',
    date: '2026-03-01',
    quantity: 60,
    kind: 'on_hand',
    firm: true,
    reference: null,
    row: 'Stock and receipts!2',
    ...facts,
  });
  const bought = aProduct({
    kind: 'stock',
    lotMultiple: 1,
    minQuantity: null,
    entryDays: 0,
    materialDays: 20,
    qaDays: 0,
    transitDays: 0,
  });
  const store = (rows: StockRow[], facts: Partial<CapacitySheet> = {}): Partial<CapacitySheet> => ({
    products: [bought],
    routing: [],
    stock: rows,
    ...facts,
  });

  it('takes what is on hand first and makes the remainder; the promise is the later of the two', () => {
    // 60 of 100 on hand; 40 take 120 + 480 = 600 min after ready on 6 Mar: 9 Mar; quality 10, transit to 12 Mar.
    const line = lineOf({ stock: [stock({})] });
    expect(line).toMatchObject({ needMinutes: [600], finish: '2026-03-09', promise: '2026-03-12' });
  });

  it('counts a receipt that is two days late from the day it lands, not from today plus the full lead time', () => {
    const rows = [
      stock({}),
      stock({ kind: 'purchase', date: '2026-03-24', quantity: 50, row: 'Stock and receipts!3' }),
    ];
    // Wanted 20 Mar: 60 there; the other 40 land on 24 Mar; buying anew takes until 30 Mar.
    expect(lineOf(store(rows))).toMatchObject({
      promise: '2026-03-24',
      quantityByRequested: 60,
      slackDays: -2,
      verdict: 'late',
    });
    expect(lineOf(store(rows.map((row) => ({ ...row, firm: false }))))).toMatchObject({ promise: '2026-03-30' });
  });

  it('looks ahead: what a later promise needs is not available before it', () => {
    const rows = [stock({}), stock({ date: '2026-03-25', quantity: -50, kind: 'production', row: 'r3' })];
    expect(lineOf(store(rows), { quantity: 10 }).promise).toBe('2026-03-02');
    expect(lineOf(store(rows), { quantity: 11 })).toMatchObject({ quantityByRequested: 10, promise: '2026-03-30' });
  });

  it('counts stock once for the lines of a deal', () => {
    const lines = [aLine({ quantity: 50 }), aLine({ id: 'L2', quantity: 20 })];
    expect(check(store([stock({})]), { lines }).lines.map(({ quantityByRequested }) => quantityByRequested)).toEqual([
      50, 10,
    ]);
  });
});

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
    const line = check({}, {}, { pipeline: [other] }).lines[0];
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
