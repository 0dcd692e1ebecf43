import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import { aProduct, aResource, aRoutingStep, aSettings, aSheet } from '../support/a-sheet.ts';
import { check, lineOf } from '../support/promise-of.ts';

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
