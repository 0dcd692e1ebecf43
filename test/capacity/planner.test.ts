import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { emptyBook, hold } from '../../src/capacity/live-book.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import { parseIsoDate, toIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aProduct, aResource, aRoutingStep, aSettings } from '../support/a-sheet.ts';

type Order = { id: string; resource: number; perUnit: number; qty: number; freppleDeliveryDay: number };
type Book = { day0: string; days: number; free: Record<string, number[]>; orders: Order[] };

const folder = new URL('../../../shared/cases/planner/', import.meta.url);
const bookOf = (name: string): Book | null => {
  const at = new URL(name, folder);
  return existsSync(at) ? (JSON.parse(readFileSync(at, 'utf8')) as Book) : null;
};

const dayOf = (book: Book, offset: number): string => toIsoDate((parseIsoDate(book.day0) ?? 0) + offset);

/** The planner's book as a sheet: every day works, free minutes as the hours of each date, one product per order. */
const sheetOf = (book: Book): CapacitySheet => ({
  settings: aSettings({
    timeZone: 'UTC',
    workingWeekdays: [0, 1, 2, 3, 4, 5, 6],
    horizonEnd: dayOf(book, book.days - 1),
    bufferDays: 0,
  }),
  products: book.orders.map(({ id }) =>
    aProduct({
      code: id,
      lotMultiple: 1,
      minQuantity: null,
      maxQuantity: null,
      entryDays: 0,
      materialDays: 0,
      qaDays: 0,
      transitDays: 0,
      row: `Products!${id}`,
    }),
  ),
  units: [],
  routing: book.orders.map(({ id, resource, perUnit }) =>
    aRoutingStep({
      product: id,
      resource: String(resource),
      setupHours: 0,
      runHoursPerUnit: perUnit / 60,
      row: `Routing!${id}`,
    }),
  ),
  resources: Object.keys(book.free).map((name) => aResource({ name, capacityPerWeek: 0, row: `Resources!${name}` })),
  exceptions: Object.entries(book.free).flatMap(([resource, minutes]) =>
    minutes.flatMap((free, i) =>
      free === 0
        ? []
        : [
            {
              resource,
              from: dayOf(book, i),
              to: dayOf(book, i),
              capacityPerWeek: null,
              deltaHours: free / 60,
              hours: null,
              reason: 'planner',
              confirmedBy: null,
              row: `Capacity exceptions!${resource}-${i}`,
            },
          ],
    ),
  ),
  calendar: [],
  stock: [],
  commitments: [],
  scopeLimits: [],
  combinations: [],
  expediteOptions: [],
  serviceTemplates: [],
  receiving: [],
  people: [],
});

const dealOf = (book: Book, { id, qty }: Order): Deal => ({
  id,
  eventAt: dayOf(book, -1),
  lines: [{ id, product: id, quantity: qty, unit: 'EA', requestedDate: book.day0 }],
});

const finishOf = (book: Book, promise: string | null): number =>
  promise === null ? -1 : (parseIsoDate(promise) ?? 0) - (parseIsoDate(book.day0) ?? 0);

/** By hand: 3 minutes for 1 unit; 100 free on day 0, none on day 1, 50 on day 2, so 30 units need 90, 40 need 120, 60 need 180. */
const OWN: Book = {
  day0: '2026-01-01',
  days: 3,
  free: { 1: [100, 0, 50] },
  orders: [
    { id: 'D0', resource: 1, perUnit: 3, qty: 30, freppleDeliveryDay: 0 },
    { id: 'D1', resource: 1, perUnit: 3, qty: 40, freppleDeliveryDay: 2 },
    { id: 'D2', resource: 1, perUnit: 3, qty: 60, freppleDeliveryDay: -1 },
  ],
};

/** The same in sequence: 90 of 150 go to D0; D1 finds 10 + 50 of the 120 it needs; 20 units fit with 60 minutes on day 2. */
const OWN_SEQUENCE: Book = {
  ...OWN,
  orders: OWN.orders.map((order, i) => ({
    ...order,
    qty: [30, 40, 20][i] ?? 0,
    freppleDeliveryDay: [0, -1, 2][i] ?? 0,
  })),
};

const at = { today: 0 };

const aloneOf = (book: Book): Order[] => {
  const plan = compileSheet(sheetOf(book));
  return book.orders.filter(
    (order) =>
      finishOf(book, promiseDeal(plan, dealOf(book, order), at).lines[0]?.promise ?? null) !== order.freppleDeliveryDay,
  );
};

const equalInSequence = (book: Book): number => {
  let live = emptyBook(compileSheet(sheetOf(book)));
  let equal = 0;
  for (const order of book.orders) {
    const held = hold(live, dealOf(book, order), { at, kind: 'hard' });
    live = held.book;
    const promise = held.answer.answers[0]?.plan?.promise ?? null;
    if (finishOf(book, promise === null ? null : toIsoDate(promise)) === order.freppleDeliveryDay) equal += 1;
  }
  return equal / book.orders.length;
};

describe("an independent planner's answers", () => {
  const independent = bookOf('independent_asap_load0.5_seed11.json') ?? OWN;
  const sequential = bookOf('sequential_500.json') ?? OWN_SEQUENCE;

  it.each([
    ['by hand', OWN],
    ['of a whole book', independent],
  ])('are equal for every order planned alone (%s)', (_name, book) => {
    expect(aloneOf(book)).toEqual([]);
  });

  it.each([
    ['by hand', OWN_SEQUENCE],
    ['of a whole book', sequential],
  ])('are equal for at least 97 %% of a book that is promised in sequence (%s)', (_name, book) => {
    expect(equalInSequence(book)).toBeGreaterThanOrEqual(0.97);
  });
});
