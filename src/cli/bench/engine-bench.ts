/* eslint-disable max-lines -- the scan stands in the same file as what it is compared with, so that both can be read side by side */
import { answerDeal } from '../../capacity/answer-deal.ts';
import type { CapacitySheet, Product } from '../../capacity/capacity-sheet.ts';
import { compileSheet } from '../../capacity/compile-sheet.ts';
import { bestExpedite } from '../../capacity/expedite.ts';
import { frameFor, frameTable } from '../../capacity/frame.ts';
import { promiseQuery } from '../../capacity/line-plan.ts';
import { substitutionsFor } from '../../capacity/substitutes.ts';
import type { Plan } from '../../capacity/plan.ts';
import type { Verdict } from '../../capacity/verdict.ts';
import { lineScopeFindings } from '../../checks/scope-limits.ts';
import { lineCap } from '../../checks/verdict-cap.ts';
import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import type { Deal, LineItem } from '../../deal/deal.ts';
import { SIZE, benchDeal, dateOf } from './bench-plant.ts';
import type { Dice } from './bench-plant.ts';

/*
 * The plain scan: minutes in objects keyed by resource and ISO date, days walked one after the other. It follows the same
 * rules in the way that a careful script would, and shares nothing with the engine.
 */
type Scan = { sheet: CapacitySheet; working: Record<string, boolean>; capacity: Minutes; load: Minutes };
type Minutes = Record<string, Record<string, number>>;
type Levers = { material: number; transit: number; overtime: Minutes };
type Book = Minutes;

const NO_LEVERS: Levers = { material: 0, transit: 0, overtime: {} };
const next = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

const cut = (total: number, i: number): number => Math.floor((total * (i + 1)) / 5) - Math.floor((total * i) / 5);

const scanOf = (sheet: CapacitySheet): Scan => {
  const scan: Scan = { sheet, working: {}, capacity: {}, load: {} };
  for (let day = 0; day < SIZE.days + 400; day += 1) scan.working[dateOf(day)] = day % 7 < 5;
  for (const { name, capacityPerWeek } of sheet.resources) {
    const capacity = (scan.capacity[name] = {} as Record<string, number>);
    for (let day = 0; day < SIZE.days; day += 1)
      if (day % 7 < 5) capacity[dateOf(day)] = cut(capacityPerWeek * 60, day % 7);
    scan.load[name] = {};
  }
  for (const { resource, week, hours } of sheet.commitments) {
    const minutes = Math.ceil(Number((hours * 60).toFixed(6)));
    for (let i = 0, at = week ?? ''; i < 5; i += 1, at = next(at)) (scan.load[resource] ??= {})[at] = cut(minutes, i);
  }
  return scan;
};

const roll = ({ working }: Scan, date: string): string => {
  let at = date;
  while (!working[at]) at = next(at);
  return at;
};

const add = (scan: Scan, date: string, days: number): string => {
  if (days === 0) return roll(scan, date);
  let at = date;
  for (let i = 0; i < days; i += 1) at = roll(scan, next(at));
  return at;
};

type Placed = { resource: string; start: string; finish: string; need: number };
type Asked = { product: string; quantity: number; order: string; levers: Levers; book: Book };

// eslint-disable-next-line max-params -- an object per day would slow the scan and flatter the engine
const freeOn = (scan: Scan, resource: string, date: string, { levers, book }: Asked): number =>
  Math.max(
    0,
    (scan.capacity[resource]?.[date] ?? 0) +
      (levers.overtime[resource]?.[date] ?? 0) -
      (scan.load[resource]?.[date] ?? 0),
  ) - (book[resource]?.[date] ?? 0);

type Scanned = { promise: string | null; steps: Placed[] };

/** Walks from a start until the need is met; null beyond the horizon. */
const walk = (scan: Scan, asked: Asked, { resource, start, need }: Omit<Placed, 'finish'>): string | null => {
  let at = start;
  for (let left = need - freeOn(scan, resource, at, asked); left > 0; left -= freeOn(scan, resource, at, asked)) {
    at = next(at);
    if (at > (scan.sheet.settings.horizonEnd ?? '')) return null;
  }
  return at;
};

const needIn = ({ setupHours, runHoursPerUnit }: CapacitySheet['routing'][number], units: number): number =>
  Math.ceil(Number(((setupHours ?? 0) * 60 + (runHoursPerUnit ?? 0) * 60 * units).toFixed(6)));

const scanArrival = (scan: Scan, product: Product, { finish, saved }: { finish: string; saved: number }): string => {
  let at = add(scan, finish, product.qaDays ?? 0);
  for (let left = (product.transitDays ?? 0) - saved; left > 0; left -= 1) at = next(at);
  return roll(scan, at);
};

const scanReady = (scan: Scan, product: Product, asked: Asked): string => {
  const material = Math.max(0, (product.materialDays ?? 0) - asked.levers.material);
  return add(scan, asked.order, (product.entryDays ?? 0) + (product.engineeringDays ?? 0) + material);
};

const scanPromise = (scan: Scan, asked: Asked): Scanned => {
  const product = products.get(asked.product);
  if (!product) return { promise: null, steps: [] };
  let finish = scanReady(scan, product, asked);
  const units = Math.ceil(asked.quantity / product.lotMultiple) * product.lotMultiple;
  const steps: Placed[] = [];
  for (const step of routes.get(asked.product) ?? []) {
    const placed = { resource: step.resource, start: next(finish), need: needIn(step, units) };
    const at = walk(scan, asked, placed);
    if (at === null) return { promise: null, steps: [] };
    finish = at;
    steps.push({ ...placed, finish });
  }
  return { promise: scanArrival(scan, product, { finish, saved: asked.levers.transit }), steps };
};

/** The scan knows a product and its route without looking for them. */
const products = new Map<string, Product>();
const routes = new Map<string, CapacitySheet['routing']>();

const scanQuantity = (scan: Scan, asked: Asked, by: string): number => {
  const lot = products.get(asked.product)?.lotMultiple ?? 1;
  const fits = (quantity: number): boolean => (scanPromise(scan, { ...asked, quantity }).promise ?? '9999') <= by;
  if (fits(asked.quantity)) return asked.quantity;
  let [low, high] = [0, Math.ceil(asked.quantity / lot)];
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle * lot)) low = middle;
    else high = middle;
  }
  return low * lot;
};

const scanReserve = (scan: Scan, steps: readonly Placed[], asked: Asked): void => {
  for (const { resource, start, finish, need } of steps) {
    let left = need;
    for (
      let at = finish;
      at >= start && left > 0;
      at = new Date(Date.parse(at) - 86_400_000).toISOString().slice(0, 10)
    ) {
      const minutes = Math.min(left, freeOn(scan, resource, at, asked));
      (asked.book[resource] ??= {})[at] = (asked.book[resource]?.[at] ?? 0) + minutes;
      left -= minutes;
    }
  }
};

const inScope = ({ attributes }: LineItem): boolean =>
  Number(attributes?.['length_mm']) >= 50 && Number(attributes?.['length_mm']) <= 950;

type Line = { id: string; promise: string | null; byRequested: number };

/** Lines in requested order, each seeing what the ones before it reserved; lines out of scope or horizon reserve nothing. Quantities only without levers. */
const scanDeal = (scan: Scan, deal: Deal, levers: Levers | null): Line[] => {
  const asked = { order: String(deal.eventAt).slice(0, 10), levers: levers ?? NO_LEVERS, book: {} as Book };
  const order = add(scan, asked.order, 0);
  return deal.lines
    .toSorted((a, b) => String(a.requestedDate).localeCompare(String(b.requestedDate)))
    .map((line) => {
      const one: Asked = { ...asked, order, product: String(line.product), quantity: Number(line.quantity) };
      const { promise, steps } = scanPromise(scan, one);
      const byRequested = levers ? 0 : scanQuantity(scan, one, String(line.requestedDate));
      if (inScope(line)) scanReserve(scan, steps, one);
      return { id: line.id, promise, byRequested };
    });
};

const saturdays = (order: string, resource: string): Minutes => {
  const dates = [0, 1].map((week) => {
    const weekday = (new Date(order).getUTCDay() + 6) % 7;
    return new Date(Date.parse(order) + (5 - weekday + 7 * week) * 86_400_000).toISOString().slice(0, 10);
  });
  return { [resource]: Object.fromEntries(dates.map((date) => [date, 480])) };
};

const scanLevers = (scan: Scan, deal: Deal, order: string): Levers[] => {
  const used = new Set(
    deal.lines.flatMap(({ product }) => (routes.get(String(product)) ?? []).map(({ resource }) => resource)),
  );
  return scan.sheet.expediteOptions.flatMap(({ lever, appliesTo, savesDays }): Levers[] => {
    if (lever === 'rush_material') return [{ ...NO_LEVERS, material: savesDays ?? 0 }];
    if (lever === 'air_freight') return [{ ...NO_LEVERS, transit: savesDays ?? 0 }];
    return used.has(appliesTo) ? [{ ...NO_LEVERS, overtime: saturdays(order, appliesTo) }] : [];
  });
};

const together = (levers: readonly Levers[]): Levers => ({
  material: levers.reduce((sum, { material }) => sum + material, 0),
  transit: levers.reduce((sum, { transit }) => sum + transit, 0),
  overtime: Object.assign({}, ...levers.map(({ overtime }) => overtime)) as Minutes,
});

const isLate = (deal: Deal, lines: readonly Line[]): boolean =>
  lines.some(
    ({ id, promise }) => (promise ?? '9999') > String(deal.lines.find((line) => line.id === id)?.requestedDate),
  );

/** Promise, quantity by date, every expedite combination, every substitute: what a full verdict looks at. */
const scanVerdict = (scan: Scan, deal: Deal): string => {
  const lines = scanDeal(scan, deal, null);
  if (isLate(deal, lines)) {
    const levers = scanLevers(scan, deal, add(scan, String(deal.eventAt).slice(0, 10), 0));
    for (let mask = 1; mask < 1 << levers.length; mask += 1)
      scanDeal(scan, deal, together(levers.filter((_lever, i) => mask & (1 << i))));
    for (const { product, id } of deal.lines)
      for (const substitute of products.get(String(product))?.substitutes ?? [])
        scanDeal(
          scan,
          { ...deal, lines: deal.lines.map((line) => (line.id === id ? { ...line, product: substitute } : line)) },
          NO_LEVERS,
        );
  }
  return JSON.stringify(lines.map(({ id, promise, byRequested }) => [id, promise, byRequested]));
};

const capsOf = (plan: Plan, deal: Deal): Map<string, Verdict> => {
  const caps = new Map<string, Verdict>();
  for (const line of deal.lines) {
    const cap = lineCap(line.id, lineScopeFindings({ deal, line, plan }));
    if (cap) caps.set(line.id, cap.verdict);
  }
  return caps;
};

/** The full verdict as the product works it out: scope, promise, quantity by date, expedite, substitutes. */
const engineVerdict = (plan: Plan, deal: Deal): string => {
  const answer = answerDeal(plan, deal, { today: 0, caps: capsOf(plan, deal) });
  const late = answer.answers.filter(({ slackDays, plan: made }) => made !== null && (slackDays ?? -1) < 0);
  if (late.length > 0) bestExpedite(answer);
  for (const line of late) substitutionsFor(answer, line);
  return JSON.stringify(
    answer.answers.map(({ order, plan: made, quantityByRequested }) => [
      order.line.id,
      made?.promise ? toIsoDate(made.promise) : null,
      quantityByRequested,
    ]),
  );
};

/** The middle of a few measurements. */
export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Processor time of this thread, so that a busy machine does not distort the ratio. In nanoseconds. */
export const threadNs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1e3;
};

/** Nanoseconds of one call of the work, median of five passes. */
const nanosecondsEach = (calls: number, work: (i: number) => unknown): number =>
  median(
    [1, 2, 3, 4, 5].map(() => {
      const from = threadNs();
      for (let i = 0; i < calls; i += 1) work(i);
      return (threadNs() - from) / calls;
    }),
  );

/** What one run of the benchmark measured; times in nanoseconds of processor time unless named otherwise. */
export type EngineBench = {
  promise: { engineNs: number; scanNs: number; ratio: number };
  verdict: {
    engineNs: number;
    scanNs: number;
    ratio: number;
    hundredThousandDealsS: number;
    lines: number;
    deals: number;
  };
  sampled: number;
  differing: number;
  compileMs: number;
  tablesMb: number;
};

type Query = { promiseOf: (lots: number) => unknown; lots: number; deal: Deal };

const queryOf = (plan: Plan, deal: Deal): Query[] =>
  answerDeal(plan, deal, { today: 0 }).answers.flatMap(({ seen, terms, order }) =>
    terms ? [{ promiseOf: promiseQuery(seen, terms), lots: order.lots, deal }] : [],
  );

/** Measures the engine against the plain scan on one plant: promise queries, full verdicts, and 1,000 results byte for byte (semantics, "Speed"). */
export const benchEngine = (sheet: CapacitySheet, dice: Dice, deals: number): EngineBench => {
  for (const product of sheet.products) products.set(product.code, product);
  for (const step of sheet.routing) routes.set(step.product, [...(routes.get(step.product) ?? []), step]);
  const from = performance.now();
  const plan = compileSheet(sheet);
  const frame = frameFor(plan, parseIsoDate(dateOf(0)) ?? 0, 0);
  const tables = plan.resources.map(({ index }) => frameTable(frame, index));
  const compileMs = performance.now() - from;
  const scan = scanOf(sheet);
  const all = Array.from({ length: deals }, (_deal, i) => benchDeal(i, dice));
  const sample = all.slice(0, 1_000);
  const differing = sample.filter((deal) => engineVerdict(plan, deal) !== scanVerdict(scan, deal)).length;
  const queries = sample.flatMap((deal) => queryOf(plan, { ...deal, lines: deal.lines.slice(0, 1) }));
  const engineNs = nanosecondsEach(200_000, (i) => {
    const query = queries[i % queries.length];
    return query?.promiseOf(query.lots);
  });
  const scanNs = nanosecondsEach(queries.length, (i) => {
    const { deal } = queries[i] ?? { deal: benchDeal(0, dice) };
    const [line] = deal.lines;
    return scanPromise(scan, {
      product: String(line?.product),
      quantity: Number(line?.quantity),
      order: String(deal.eventAt).slice(0, 10),
      levers: NO_LEVERS,
      book: {},
    });
  });
  const verdictNs = nanosecondsEach(all.length, (i) => engineVerdict(plan, all[i] ?? benchDeal(0, dice)));
  const scanVerdictNs = nanosecondsEach(100, (i) => scanVerdict(scan, sample[i] ?? benchDeal(0, dice)));
  return {
    promise: { engineNs, scanNs, ratio: scanNs / engineNs },
    verdict: {
      engineNs: verdictNs,
      scanNs: scanVerdictNs,
      ratio: scanVerdictNs / verdictNs,
      hundredThousandDealsS: verdictNs / 1e4,
      deals: all.length,
      lines: all.reduce((sum, { lines }) => sum + lines.length, 0),
    },
    sampled: sample.length,
    differing,
    compileMs,
    tablesMb:
      tables.reduce(
        (sum, { capacity, load, free, index }) =>
          sum +
          capacity.byteLength +
          load.byteLength +
          free.byteLength +
          (index ? index.prefix.byteLength + index.dayOfFree.byteLength : 0),
        0,
      ) / 1e6,
  };
};
