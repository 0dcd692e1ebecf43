import { toIsoDate } from '../deal/day.ts';
import type { Day, IsoDate } from '../deal/day.ts';
import { answerDeal } from './answer-deal.ts';
import type { RowRef } from './capacity-sheet.ts';
import { compileSheet } from './compile-sheet.ts';
import type { LineAnswer } from './line-answer.ts';
import type { LinePlan } from './line-terms.ts';
import type { Plan, PlanProduct } from './plan.ts';
import { workingDaysBetween } from './working-calendar.ts';

/** One part of a product's lead time: what it takes on an empty plant, and what it takes today with the load that is promised. */
type LeadTimeComponent = {
  /** "Entry", "Material", "LINE1", ... */
  what: string;
  kind: 'entry' | 'engineering' | 'material' | 'work' | 'standard' | 'quality' | 'transit';
  unit: 'working days' | 'calendar days';
  standard: number | null;
  today: number | null;
  row: RowRef;
};

/** The lead time of a product as sales should know it, for its smallest order placed today. */
export type LeadTimeCard = {
  product: string;
  name: string | null;
  quantity: number;
  unit: string;
  components: LeadTimeComponent[];
  /** Working days from the order to the customer. */
  standardDays: number | null;
  todayDays: number | null;
  /** When an order of today is with the customer; null when it cannot be told or lies beyond the plan. */
  earliest: IsoDate | null;
  /** Why no date can be told, in words; null when one can. */
  why: string | null;
};

type Seen = { plan: LinePlan | null; why: string | null; orderDate: Day };

const smallestOrder = ({ min, lot }: PlanProduct): number => {
  const least = min?.valueOf() ?? 0;
  return least > 0 ? least : lot.valueOf();
};

const whyNot = (answer: LineAnswer | undefined): string | null => {
  const gap = answer?.order.gaps[0]?.what;
  if (gap !== undefined) return gap;
  return promiseOf(answer?.plan ?? null) === null ? 'No date up to the end of the plan is free.' : null;
};

const promiseOf = (plan: LinePlan | null): Day | null => (plan === null ? null : plan.promise);

const seenOn = (plan: Plan, product: PlanProduct, today: Day): Seen => {
  const line = { id: '1', product: product.code, quantity: smallestOrder(product), unit: product.unit };
  const { answers, terms } = answerDeal(plan, { id: 'lead-time', lines: [line] }, { today });
  return { plan: answers[0]?.plan ?? null, why: whyNot(answers[0]), orderDate: terms.orderDate };
};

/** Working days from the end of the stage before to the end of each step, by the step's name: waiting and work. */
const stepDays = (plan: Plan, { stages }: PlanProduct, { plan: placed }: Seen): Map<string, number> => {
  const days = new Map<string, number>();
  if (!placed) return days;
  const ends = stages.map(({ steps }) =>
    Math.max(...placed.steps.filter(({ step }) => steps.includes(step)).map(({ finish }) => finish)),
  );
  stages.forEach(({ steps, after }) => {
    const from = Math.max(placed.ready, ...after.map((index) => ends[index] ?? placed.ready));
    for (const { step, finish } of placed.steps)
      if (steps.includes(step)) days.set(step.row, workingDaysBetween(plan.calendar, from, finish));
  });
  return days;
};

type Both = { loaded: Plan; free: Plan; product: PlanProduct; today: Seen; standard: Seen };

const workComponents = ({ loaded, free, product, today, standard }: Both): LeadTimeComponent[] => {
  const [now, usual] = [stepDays(loaded, product, today), stepDays(free, freeTwin(free, product), standard)];
  return product.stages.flatMap(({ steps }) =>
    steps.map(({ resources, row, name }) => ({
      what: loaded.resources[resources[0] ?? -1]?.name ?? name,
      kind: 'work' as const,
      unit: 'working days' as const,
      standard: usual.get(row) ?? null,
      today: now.get(row) ?? null,
      row,
    })),
  );
};

const freeTwin = (free: Plan, { code }: PlanProduct): PlanProduct => {
  const twin = free.products.find((product) => product.code === code);
  if (!twin) throw new Error(`No product ${code} in the same sheet.`);
  return twin;
};

/** Parts that load does not change: the same on both sides; parts of no days are left away. */
const fixedComponents = ({ leadTimes, source }: PlanProduct): LeadTimeComponent[] => {
  const parts: [string, LeadTimeComponent['kind'], number][] = [
    ['Order entry', 'entry', leadTimes.entry],
    ['Engineering', 'engineering', leadTimes.engineering],
    ['Material', 'material', leadTimes.material],
    ['Quality', 'quality', leadTimes.quality],
    ['Transit', 'transit', leadTimes.transit],
  ];
  return parts
    .filter(([, , days]) => days > 0)
    .map(([what, kind, days]) => ({
      what,
      kind,
      unit: kind === 'transit' ? 'calendar days' : 'working days',
      standard: days,
      today: days,
      row: source.row,
    }));
};

const componentsOf = (both: Both): LeadTimeComponent[] => {
  const { product } = both;
  const fixed = fixedComponents(product);
  const before = fixed.filter(({ kind }) => kind !== 'quality' && kind !== 'transit');
  const after = fixed.filter(({ kind }) => kind === 'quality' || kind === 'transit');
  if (product.fidelity !== 'lead_time') return [...before, ...workComponents(both), ...after];
  const { standard } = product.leadTimes;
  const whole = { what: 'Standard lead time', kind: 'standard', unit: 'working days' } as const;
  return [{ ...whole, standard, today: standard, row: product.source.row }, ...after];
};

const daysOf = (plan: Plan, { plan: placed, orderDate }: Seen): number | null => {
  const promise = promiseOf(placed);
  return promise === null ? null : workingDaysBetween(plan.calendar, orderDate, promise);
};

const cardOf = (loaded: Plan, free: Plan, { product, today }: { product: PlanProduct; today: Day }): LeadTimeCard => {
  const [now, usual] = [seenOn(loaded, product, today), seenOn(free, product, today)];
  const promise = promiseOf(now.plan);
  return {
    product: product.code,
    name: product.source.name,
    quantity: smallestOrder(product),
    unit: product.unit,
    components: componentsOf({ loaded, free, product, today: now, standard: usual }),
    standardDays: daysOf(free, usual),
    todayDays: daysOf(loaded, now),
    earliest: promise === null ? null : toIsoDate(promise),
    why: now.why,
  };
};

/**
 * The lead time of every product, part by part, for its smallest order placed today: on the plant as it is promised now, beside
 * the same plant without any commitment (product, "Lead time"). Stock is left out on both sides: this is the time to make it (S4 to S9).
 */
export const leadTimeCards = (plan: Plan, today: Day): LeadTimeCard[] => {
  const loaded = compileSheet({ ...plan.sheet, stock: [] });
  const free = compileSheet({ ...plan.sheet, stock: [], commitments: [] });
  return loaded.products.map((product) => cardOf(loaded, free, { product, today }));
};
