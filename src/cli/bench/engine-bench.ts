/* eslint-disable max-lines -- the scan stands in the same file as what it is compared with, so that both can be read side by side */
import { answerDeal } from '../../capacity/answer-deal.ts';
import type { DealAnswer } from '../../capacity/answer-deal.ts';
import type { CapacitySheet, Product } from '../../capacity/capacity-sheet.ts';
import { compileSheet } from '../../capacity/compile-sheet.ts';
import { bestExpedite } from '../../capacity/expedite.ts';
import type { Combination } from '../../capacity/expedite.ts';
import { frameFor, frameTable } from '../../capacity/frame.ts';
import { promiseQuery } from '../../capacity/line-plan.ts';
import { substitutionsFor } from '../../capacity/substitutes.ts';
import type { Substitution } from '../../capacity/substitutes.ts';
import type { Plan } from '../../capacity/plan.ts';
import type { Verdict } from '../../capacity/verdict.ts';
import { lineScopeFindings } from '../../checks/scope-limits.ts';
import { lineCap } from '../../checks/verdict-cap.ts';
import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import type { Day } from '../../deal/day.ts';
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
const before = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);

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
const freeOn = (scan: Scan, resource: string, date: string, { levers, book }: Pick<Asked, 'levers' | 'book'>): number =>
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

/** Minutes that a line takes by resource and date. */
const scanTakes = (scan: Scan, steps: readonly Placed[], asked: Asked): Minutes => {
  const takes: Minutes = {};
  for (const { resource, start, finish, need } of steps) {
    const own = (takes[resource] ??= {});
    let left = need;
    for (let at = finish; at >= start && left > 0; at = before(at)) {
      const minutes = Math.min(left, freeOn(scan, resource, at, asked));
      if (minutes > 0) own[at] = (own[at] ?? 0) + minutes;
      left -= minutes;
    }
  }
  return takes;
};

const scanReserve = (takes: Minutes, book: Book): void => {
  for (const [resource, dates] of Object.entries(takes))
    for (const [date, minutes] of Object.entries(dates))
      (book[resource] ??= {})[date] = (book[resource]?.[date] ?? 0) + minutes;
};

const inScope = ({ attributes }: LineItem): boolean =>
  Number(attributes?.['length_mm']) >= 50 && Number(attributes?.['length_mm']) <= 950;

const mondayOf = (date: string): string => {
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  return new Date(Date.parse(date) - weekday * 86_400_000).toISOString().slice(0, 10);
};

/** True when a week in which the line takes minutes reaches the tight mark with them. */
const scanTight = (scan: Scan, takes: Minutes, { book }: Asked): boolean =>
  Object.entries(takes).some(([resource, dates]) =>
    [...new Set(Object.keys(dates).map(mondayOf))].some((monday) => {
      let [used, capacity] = [0, 0];
      for (let i = 0, at = monday; i < 7; i += 1, at = next(at)) {
        capacity += scan.capacity[resource]?.[at] ?? 0;
        used += (scan.load[resource]?.[at] ?? 0) + (book[resource]?.[at] ?? 0) + (dates[at] ?? 0);
      }
      return used >= capacity * scan.sheet.settings.tightUtilisation;
    }),
  );

const workingDays = ({ working }: Scan, after: string, through: string): number => {
  let count = 0;
  for (let at = next(after); at <= through; at = next(at)) if (working[at]) count += 1;
  return count;
};

type Line = {
  id: string;
  promise: string | null;
  byRequested: number;
  verdict: string;
  slack: number | null;
  steps: Placed[];
  takes: Minutes;
  isReserved: boolean;
};

const scanSlack = (scan: Scan, promise: string, requested: string): number =>
  promise <= requested ? workingDays(scan, promise, requested) : -Math.max(1, workingDays(scan, requested, promise));

const scanLineVerdict = (
  scan: Scan,
  { line, slack, isTight }: { line: LineItem; slack: number | null; isTight: boolean },
): string => {
  if (slack === null || !inScope(line)) return 'not_feasible';
  if (slack < 0) return 'late';
  return slack >= scan.sheet.settings.bufferDays && !isTight ? 'ok' : 'tight';
};

const byDate = (a: LineItem, b: LineItem): number => String(a.requestedDate).localeCompare(String(b.requestedDate));

/** Lines in requested order, each seeing what the ones before it reserved; lines out of scope or horizon reserve nothing. Quantity and verdict only without levers. */
const scanDeal = (scan: Scan, deal: Deal, levers: Levers | null): Line[] => {
  const book: Book = {};
  const order = add(scan, String(deal.eventAt).slice(0, 10), 0);
  return deal.lines.toSorted(byDate).map((line) => {
    const asked: Asked = {
      order,
      levers: levers ?? NO_LEVERS,
      book,
      product: String(line.product),
      quantity: Number(line.quantity),
    };
    const requested = String(line.requestedDate);
    const { promise, steps } = scanPromise(scan, asked);
    const takes = scanTakes(scan, steps, asked);
    const slack = promise === null ? null : scanSlack(scan, promise, requested);
    const isTight = !levers && slack !== null && slack >= 0 && scanTight(scan, takes, asked);
    const byRequested = levers ? 0 : scanQuantity(scan, asked, requested);
    const verdict = levers ? '' : scanLineVerdict(scan, { line, slack, isTight });
    const isReserved = inScope(line);
    if (isReserved) scanReserve(takes, book);
    return { id: line.id, promise, byRequested, verdict, slack, steps, takes, isReserved };
  });
};

const saturdays = (order: string, resource: string): Minutes => {
  const dates = [0, 1].map((week) => {
    const weekday = (new Date(order).getUTCDay() + 6) % 7;
    return new Date(Date.parse(order) + (5 - weekday + 7 * week) * 86_400_000).toISOString().slice(0, 10);
  });
  return { [resource]: Object.fromEntries(dates.map((date) => [date, 480])) };
};

type ScanLever = { name: string; levers: Levers; fixed: number; perHour: number };

const scanLevers = (scan: Scan, deal: Deal, order: string): ScanLever[] => {
  const used = new Set(
    deal.lines.flatMap(({ product }) => (routes.get(String(product)) ?? []).map(({ resource }) => resource)),
  );
  return scan.sheet.expediteOptions.flatMap(
    ({ option, lever, appliesTo, savesDays, fixedCost, costPerHour }): ScanLever[] => {
      const price = { name: option, fixed: fixedCost, perHour: costPerHour };
      if (lever === 'rush_material') return [{ ...price, levers: { ...NO_LEVERS, material: savesDays ?? 0 } }];
      if (lever === 'air_freight') return [{ ...price, levers: { ...NO_LEVERS, transit: savesDays ?? 0 } }];
      return used.has(appliesTo) ? [{ ...price, levers: { ...NO_LEVERS, overtime: saturdays(order, appliesTo) } }] : [];
    },
  );
};

const together = (chosen: readonly ScanLever[]): Levers => ({
  material: chosen.reduce((sum, { levers }) => sum + levers.material, 0),
  transit: chosen.reduce((sum, { levers }) => sum + levers.transit, 0),
  overtime: Object.assign({}, ...chosen.map(({ levers }) => levers.overtime)) as Minutes,
});

const isLate = (deal: Deal, lines: readonly Line[]): boolean =>
  lines.some(
    ({ id, promise }) => (promise ?? '9999') > String(deal.lines.find((line) => line.id === id)?.requestedDate),
  );

/** Minutes of overtime that the forward walk takes of each resource beyond what is free without it, lines in order. */
const overtimeTaken = (scan: Scan, lines: readonly Line[], levers: Levers): Record<string, number> => {
  const taken: Record<string, number> = {};
  const book: Book = {};
  for (const { steps, takes, isReserved } of lines) {
    for (const { resource, start, finish, need } of steps.filter((step) => levers.overtime[step.resource])) {
      let left = need;
      for (let at = start; at <= finish && left > 0; at = next(at)) {
        const open = freeOn(scan, resource, at, { levers, book });
        const extra = levers.overtime[resource]?.[at] ?? 0;
        const used = Math.min(extra, Math.max(0, Math.min(left, open) - Math.max(0, open - extra)));
        taken[resource] = (taken[resource] ?? 0) + used;
        left -= open;
      }
    }
    if (isReserved) scanReserve(takes, book);
  }
  return taken;
};

type ScanTried = { chosen: ScanLever[]; lines: readonly Line[]; cost: number };

/** Fixed cost and the hours taken; null when overtime of one of the levers is not used. */
const scanCost = (scan: Scan, chosen: readonly ScanLever[], lines: readonly Line[]): number | null => {
  let cost = 0;
  const taken = overtimeTaken(scan, lines, together(chosen));
  for (const { levers, fixed, perHour } of chosen) {
    const [resource] = Object.keys(levers.overtime);
    const minutes = resource === undefined ? 0 : (taken[resource] ?? 0);
    if (resource !== undefined && minutes === 0) return null;
    cost += fixed + Math.round((minutes * perHour * 100) / 60) / 100;
  }
  return cost;
};

const datesOf = (lines: readonly Line[]): (string | null)[] => lines.map(({ promise }) => promise);
const lastOf = (lines: readonly Line[]): string =>
  datesOf(lines)
    .map((date) => date ?? '9999')
    .sort()
    .at(-1) ?? '';
const sumOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { promise }) => sum + Date.parse(promise ?? '1970-01-01'), 0);
const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const sooner = (a: ScanTried, b: ScanTried): number =>
  compareText(lastOf(a.lines), lastOf(b.lines)) || sumOf(a.lines) - sumOf(b.lines);

const fewer = (a: ScanTried, b: ScanTried): number => a.chosen.length - b.chosen.length;

const inSheetOrder =
  (levers: readonly ScanLever[]) =>
  (a: ScanTried, b: ScanTried): number => {
    const first = levers.find((lever) => a.chosen.includes(lever) !== b.chosen.includes(lever));
    return first && a.chosen.includes(first) ? -1 : 1;
  };

/** Every combination: dropped when one of its levers changes nothing; the cheapest that makes the date, else the earliest. */
const scanExpedite = (scan: Scan, deal: Deal, base: readonly Line[]): unknown => {
  const levers = scanLevers(scan, deal, add(scan, String(deal.eventAt).slice(0, 10), 0));
  const byMask: (readonly Line[])[] = [base];
  const useful: ScanTried[] = [];
  for (let mask = 1; mask < 1 << levers.length; mask += 1) {
    const chosen = levers.filter((_lever, i) => mask & (1 << i));
    byMask.push(scanDeal(scan, deal, together(chosen)));
  }
  const textOf = byMask.map((lines) => String(datesOf(lines)));
  for (let mask = 1; mask < byMask.length; mask += 1) {
    const chosen = levers.filter((_lever, i) => mask & (1 << i));
    const isNeedless = levers.some((_lever, i) => mask & (1 << i) && textOf[mask ^ (1 << i)] === textOf[mask]);
    if (!isNeedless) useful.push({ chosen, lines: byMask[mask] ?? [], cost: 0 });
  }
  const making = useful.filter(({ lines }) => !isLate(deal, lines));
  const earliest = useful.map(({ lines }) => lastOf(lines)).sort()[0];
  const shown = making.length > 0 ? making : useful.filter(({ lines }) => lastOf(lines) === earliest);
  const priced = shown.flatMap((one) => {
    const cost = scanCost(scan, one.chosen, one.lines);
    return cost === null ? [] : [{ ...one, cost }];
  });
  const cheaper = (a: ScanTried, b: ScanTried): number => a.cost - b.cost;
  const bySheet = inSheetOrder(levers);
  const [best] = priced.sort((a, b) =>
    making.length > 0
      ? cheaper(a, b) || sooner(a, b) || fewer(a, b) || bySheet(a, b)
      : sooner(a, b) || cheaper(a, b) || fewer(a, b) || bySheet(a, b),
  );
  return best ? [best.chosen.map(({ name }) => name), datesOf(best.lines), best.cost, !isLate(deal, best.lines)] : null;
};

const shownLine = ({ id, promise, byRequested, verdict, slack }: Line): unknown => [
  id,
  promise,
  byRequested,
  verdict,
  slack,
];

const scanSubstitutes = (scan: Scan, deal: Deal, lines: readonly Line[]): unknown[] =>
  lines.flatMap(({ id, slack }) => {
    const line = deal.lines.find((one) => one.id === id);
    if (!line || (slack !== null && slack >= 0) || !inScope(line)) return [];
    return (products.get(String(line.product))?.substitutes ?? []).map((product) => {
      const changed = { ...deal, lines: deal.lines.map((one) => (one.id === id ? { ...one, product } : one)) };
      return [id, product, scanDeal(scan, changed, null).map(shownLine)];
    });
  });

/** Verdict, promise and quantity by date of each line, the expedite choice and every substitute: what a full verdict looks at. */
const scanVerdict = (scan: Scan, deal: Deal): string => {
  const lines = scanDeal(scan, deal, null);
  const isOpen = isLate(deal, lines);
  return JSON.stringify([
    lines.map(shownLine),
    isOpen ? scanExpedite(scan, deal, lines) : null,
    isOpen ? scanSubstitutes(scan, deal, lines) : [],
  ]);
};

const scopeCap = (plan: Plan, deal: Deal, line: LineItem): ReturnType<typeof lineCap> =>
  lineCap(line.id, lineScopeFindings({ deal, line, plan }));

const capsOf = (plan: Plan, deal: Deal): Map<string, Verdict> => {
  const caps = new Map<string, Verdict>();
  for (const line of deal.lines) {
    const cap = scopeCap(plan, deal, line);
    if (cap) caps.set(line.id, cap.verdict);
  }
  return caps;
};

type Full = { answer: DealAnswer; expedite: Combination | null; substitutes: Substitution[] };

/** The full verdict as the product works it out: scope, promise, quantity by date, expedite, substitutes. */
const engineVerdict = (plan: Plan, deal: Deal): Full => {
  const isInScope = (line: LineItem): boolean => scopeCap(plan, deal, line) === null;
  const answer = answerDeal(plan, deal, { today: 0, caps: capsOf(plan, deal), isInScope });
  const late = answer.answers.filter(({ slackDays, plan: made }) => made !== null && (slackDays ?? -1) < 0);
  return {
    answer,
    expedite: late.length > 0 ? bestExpedite(answer) : null,
    substitutes: late.flatMap((line) => substitutionsFor(answer, line)),
  };
};

const iso = (day: Day | null | undefined): string | null => (day === null || day === undefined ? null : toIsoDate(day));

const shownAnswers = ({ answers }: DealAnswer): unknown[] =>
  answers.map(({ order, plan, quantityByRequested, verdict, slackDays }) => [
    order.line.id,
    iso(plan?.promise),
    quantityByRequested,
    verdict,
    slackDays,
  ]);

/** The whole verdict as text, in the form of the scan's. */
const shownVerdict = ({ answer, expedite, substitutes }: Full): string =>
  JSON.stringify([
    shownAnswers(answer),
    expedite && [
      expedite.levers.map(({ option }) => option.option),
      expedite.promises.map(iso),
      expedite.cost,
      expedite.makesDate,
    ],
    substitutes.map(({ line, product, answer: changed }) => [line, product, shownAnswers(changed)]),
  ]);

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

/** Deals that the scan checks per pass; the engine checks all of them. */
const SCANNED = 400;

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
  const differing = sample.filter((deal) => shownVerdict(engineVerdict(plan, deal)) !== scanVerdict(scan, deal)).length;
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
  const scanVerdictNs = nanosecondsEach(SCANNED, (i) => scanVerdict(scan, sample[i] ?? benchDeal(0, dice)));
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
