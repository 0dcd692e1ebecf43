import fc from 'fast-check';
import type {
  CalendarDay,
  CapacityException,
  CapacitySheet,
  Commitment,
  Product,
  RoutingStep,
} from '../../src/capacity/capacity-sheet.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aSettings, aProduct, aResource, aRoutingStep, aCommitment } from './a-sheet.ts';

/** Monday 2 March 2026 and 16 weeks after it: the window in which the random plants live. */
const FIRST = Date.UTC(2026, 2, 2);
const DAY = 86_400_000;
const iso = (offset: number): string => new Date(FIRST + offset * DAY).toISOString().slice(0, 10);
const dates = (from: number, to: number): fc.Arbitrary<string> => fc.integer({ min: from, max: to }).map(iso);

const RESOURCES = ['SAW', 'WELD', 'PAINT'];

/** Hours that are not all whole minutes, as planners write them. */
const hours = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 0, max: most }),
    fc.integer({ min: 0, max: most * 60 }).map((m) => m / 60),
    fc.integer({ min: 0, max: most * 100 }).map((h) => h / 100),
  );

const products: fc.Arbitrary<Product[]> = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.constantFrom(0, 1, 5),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 2 }),
  )
  .map(([lot, min, entry, engineering, material, qa]) => [
    aProduct({
      code: 'A',
      lotMultiple: lot,
      minQuantity: min,
      maxQuantity: null,
      entryDays: entry,
      engineeringDays: engineering,
      materialDays: material,
      qaDays: qa,
      transitDays: qa + 1,
      row: 'Products!2',
    }),
    aProduct({
      code: 'B',
      lotMultiple: 1,
      minQuantity: null,
      maxQuantity: null,
      entryDays: 0,
      engineeringDays: 0,
      materialDays: 0,
      qaDays: 0,
      transitDays: 0,
      row: 'Products!3',
    }),
  ]);

const routing: fc.Arbitrary<RoutingStep[]> = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...RESOURCES), hours(4), hours(1)), { minLength: 1, maxLength: 3 }),
    fc.tuple(fc.constantFrom(...RESOURCES), hours(3), fc.integer({ min: 1, max: 9 })),
  )
  .map(([stepsOfA, [resource, setup, rate]]) => [
    ...stepsOfA.map(([name, setupHours, run], i) =>
      aRoutingStep({
        product: 'A',
        step: i + 1,
        resource: name,
        setupHours,
        runHoursPerUnit: run,
        row: `Routing!${i + 2}`,
      }),
    ),
    aRoutingStep({
      product: 'B',
      step: 1,
      resource,
      setupHours: setup,
      runHoursPerUnit: null,
      unitsPerHour: rate,
      row: 'Routing!9',
    }),
  ]);

const commitments: fc.Arbitrary<Commitment[]> = fc
  .array(
    fc.record({
      resource: fc.constantFrom(...RESOURCES),
      week: dates(0, 70),
      hours: hours(45),
      ranged: fc.option(fc.tuple(dates(0, 40), fc.integer({ min: 0, max: 12 })), { freq: 6 }),
      movable: fc.constantFrom('y', 'n', 'sign-off'),
    }),
    { maxLength: 14 },
  )
  .map((rows) =>
    rows.map(({ resource, week, hours: load, ranged, movable }, i) =>
      aCommitment({
        id: `C-${i}`,
        resource,
        hours: load,
        week: ranged ? null : week,
        start: ranged ? ranged[0] : null,
        end: ranged ? iso((Date.parse(ranged[0]) - FIRST) / DAY + ranged[1]) : null,
        canMove: movable,
        row: `Commitments!${i + 2}`,
      }),
    ),
  );

const exceptions: fc.Arbitrary<CapacityException[]> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...RESOURCES),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom('weekly', 'delta', 'hours'),
      hours(50),
    ),
    { maxLength: 4 },
  )
  .map((rows) =>
    rows.map(([resource, from, length, kind, amount], i) => ({
      resource,
      from: iso(from),
      to: iso(from + (kind === 'hours' ? 0 : length)),
      capacityPerWeek: kind === 'weekly' ? amount : null,
      deltaHours: kind === 'delta' ? amount / 4 - 3 : null,
      hours: kind === 'hours' ? amount / 4 : null,
      reason: 'random',
      confirmedBy: null,
      row: `Capacity exceptions!${i + 2}`,
    })),
  );

const calendar: fc.Arbitrary<CalendarDay[]> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 80 }),
      fc.constantFrom('holiday', 'half', 'extra'),
      fc.option(fc.integer({ min: 1, max: 9 }), { freq: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((rows) =>
    rows.map(([day, type, open], i) => ({
      calendar: null,
      date: iso(day),
      type: type,
      hours: open,
      note: null,
      row: `Calendar!${i + 2}`,
    })),
  );

/** A small plant: three resources, two products, a book of commitments, exceptions, holidays, half and extra days. */
export const anyPlant: fc.Arbitrary<CapacitySheet> = fc
  .record({
    products,
    routing,
    commitments,
    exceptions,
    calendar,
    weekly: fc.tuple(hours(60), hours(60), hours(60)),
    fence: fc.constantFrom(0, 0, 3),
    headcount: fc.constantFrom(1, 1, 2),
    efficiency: fc.constantFrom(1, 0.85, 0.333),
  })
  .map(({ weekly, fence, headcount, efficiency, ...tabs }) => ({
    ...tabs,
    settings: aSettings({ timeZone: 'UTC', horizonEnd: iso(111), frozenFenceDays: fence }),
    units: [],
    resources: RESOURCES.map((name, i) =>
      aResource({ name, capacityPerWeek: (weekly[i] ?? 0) + 1, headcount, efficiency, row: `Resources!${i + 2}` }),
    ),
    stock: [],
    scopeLimits: [],
    combinations: [],
    expediteOptions: [],
    serviceTemplates: [],
    receiving: [],
    people: [],
  }));

/** A flat plant: no calendar rows, no exceptions, no book; for what must shift with the weeks. */
export const anyFlatPlant: fc.Arbitrary<CapacitySheet> = anyPlant.map((sheet) => ({
  ...sheet,
  calendar: [],
  exceptions: [],
  commitments: [],
}));

const line = (product: string, quantity: number, requestedDate: string | null, i: number): Deal['lines'][number] => ({
  id: `L${i + 1}`,
  product,
  quantity,
  unit: 'EA',
  requestedDate,
});

/** A deal of one line: product A, wanted within twelve weeks. */
export const anyLine: fc.Arbitrary<Deal> = fc
  .record({
    product: fc.constantFrom('A', 'A', 'B'),
    quantity: fc.integer({ min: 1, max: 160 }),
    order: fc.integer({ min: 0, max: 20 }),
    wanted: fc.integer({ min: 1, max: 80 }),
  })
  .map(({ product, quantity, order, wanted }) => ({
    id: 'D-1',
    eventAt: `${iso(order)}T09:00:00Z`,
    lines: [line(product, quantity, iso(order + wanted), 0)],
  }));

/** A deal of one to three lines that may share resources. */
export const anyDeal: fc.Arbitrary<Deal> = fc
  .record({
    order: fc.integer({ min: 0, max: 20 }),
    rows: fc.array(
      fc.tuple(
        fc.constantFrom('A', 'B'),
        fc.integer({ min: 1, max: 120 }),
        fc.option(fc.integer({ min: 1, max: 70 }), { freq: 8 }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ order, rows }) => ({
    id: 'D-1',
    eventAt: `${iso(order)}T09:00:00Z`,
    lines: rows.map(([product, quantity, wanted], i) =>
      line(product, quantity, wanted === null ? null : iso(order + wanted), i),
    ),
  }));
