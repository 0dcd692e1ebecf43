import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet, ServicePhase, StockRow } from '../../src/capacity/capacity-sheet.ts';
import { stepTimeline } from '../../src/capacity/step-timeline.ts';
import { aLine } from '../support/a-deal.ts';
import { aCommitment, aProduct, aResource, aRoutingStep, aSettings } from '../support/a-sheet.ts';
import { check, lineOf } from '../support/promise-of.ts';

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
