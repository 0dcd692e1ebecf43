import { existsSync, readFileSync } from 'node:fs';
import type { CapacitySheet, Product, Resource, RoutingStep } from '../../src/capacity/capacity-sheet.ts';
import type { Deal } from '../../src/deal/deal.ts';

/**
 * How a golden case becomes rows of a capacity sheet:
 *   zone, bufferDays, tightUtilisation       Settings time_zone, buffer_days, tight_utilisation
 *   overrides.horizonEnd, frozenFenceDays    Settings horizon_end, frozen_fence_days
 *   overrides.materialDays, transitDays      Products material_days, transit_days of every product
 *   holidays                                 Calendar rows of the default calendar, type holiday
 *   products: entry material qa transit lot min maxLot unit
 *                                            Products entry_days material_days qa_days transit_days lot_multiple min_qty max_qty unit
 *   products.steps [resource, setup, run]    Routing rows 1, 2, ... with setup_hours and run_hours_per_unit
 *   resources.perWeek                        Resources capacity_per_week
 *   resources.load {date: hours}             one hard Commitment by week, of another deal
 *   resources.cap {date: hours}              Capacity exceptions capacity_per_week, Monday to Sunday of that week
 *   resources.overtime {date: hours}         Capacity exceptions delta_hours with from = to (an overtime day is no working day)
 *   orderDate                                the deal's eventAt at 9:00 of the plant on that day
 */
type GoldenProduct = {
  steps: [string, string, string][];
  entry: number;
  material: number;
  qa: number;
  transit: number;
  lot: number;
  min?: number;
  maxLot?: number;
  unit: string;
};
type GoldenResource = {
  perWeek: number | string;
  load?: Record<string, number | string>;
  cap?: Record<string, number | string>;
  overtime?: Record<string, number | string>;
};
type GoldenLine = {
  product: string;
  needHours?: string[];
  ready: string;
  promise: string | null;
  finish?: string;
  ship?: string;
  qtyByRequested: number | null;
  slackDays?: number;
};
export type GoldenCase = {
  id: string;
  title?: string;
  orderDate: string;
  lines: { product: string; qty: number; requested: string | null }[];
  products?: Record<string, GoldenProduct>;
  resources: Record<string, GoldenResource>;
  overrides: { horizonEnd?: string; frozenFenceDays?: number; materialDays?: number; transitDays?: number };
  expect: { lines: GoldenLine[]; verdict?: string; binding?: string; event?: string; flag?: string; cost?: number };
};
export type GoldenFile = {
  zone: string;
  holidays: string[];
  bufferDays: number;
  tightUtilisation: string;
  products: Record<string, GoldenProduct>;
  cases: GoldenCase[];
};

/** Hours of a case: a number, or a fraction as text ("115/60"). */
export const hoursOf = (value: number | string): number => {
  const [top, bottom = '1'] = String(value).split('/');
  return Number(top) / Number(bottom);
};

const DAY = 86_400_000;
const weekOf = (date: string): { from: string; to: string } => {
  const at = Date.parse(`${date}T00:00:00Z`);
  const monday = at - ((new Date(at).getUTCDay() + 6) % 7) * DAY;
  const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return { from: iso(monday), to: iso(monday + 6 * DAY) };
};

const productOf = (code: string, golden: GoldenProduct, overrides: GoldenCase['overrides']): Product => ({
  code,
  name: null,
  aliases: [],
  kind: 'make',
  fidelity: 'capacity',
  unit: golden.unit,
  lotMultiple: golden.lot,
  minQuantity: golden.min ?? null,
  maxQuantity: golden.maxLot ?? null,
  entryDays: golden.entry,
  engineeringDays: null,
  materialDays: overrides.materialDays ?? golden.material,
  qaDays: golden.qa,
  qaExpeditable: false,
  transitDays: overrides.transitDays ?? golden.transit,
  standardLeadDays: null,
  setupCost: null,
  qualityClass: null,
  ownerRole: null,
  substitutes: [],
  unitCost: null,
  activeFrom: null,
  activeTo: null,
  row: `Products!${code}`,
});

const stepsOf = (code: string, { steps }: GoldenProduct): RoutingStep[] =>
  steps.map(([resource, setup, run], i) => ({
    product: code,
    step: i + 1,
    resource,
    setupHours: hoursOf(setup),
    runHoursPerUnit: hoursOf(run),
    unitsPerHour: null,
    alternativeResources: [],
    row: `Routing!${code}-${i + 1}`,
  }));

const resourceOf = (name: string, { perWeek }: GoldenResource): Resource => ({
  name,
  kind: 'line',
  capacityPerWeek: hoursOf(perWeek),
  capacityUnit: 'hours',
  efficiency: 1,
  utilisationTarget: 1,
  headcount: 1,
  calendar: null,
  costPerHour: null,
  overtimeRate: null,
  maxOvertimePerWeek: null,
  overtimeWeekdays: [],
  liaison: null,
  delegate: null,
  row: `Resources!${name}`,
});

const commitmentsOf = (name: string, { load = {} }: GoldenResource): CapacitySheet['commitments'] =>
  Object.entries(load).map(([week, hours]) => ({
    id: `${name}-${week}`,
    customer: null,
    dealId: null,
    product: null,
    resource: name,
    week,
    start: null,
    end: null,
    hours: hoursOf(hours),
    kind: 'hard',
    promisedDate: null,
    firstPromisedDate: null,
    canMove: 'n',
    expiresOn: null,
    value: null,
    latePenaltyPerDay: null,
    row: `Commitments!${name}-${week}`,
  }));

const exceptionsOf = (name: string, { cap = {}, overtime = {} }: GoldenResource): CapacitySheet['exceptions'] => [
  ...Object.entries(cap).map(([date, hours]) => ({
    resource: name,
    ...weekOf(date),
    capacityPerWeek: hoursOf(hours),
    deltaHours: null,
    hours: null,
    reason: 'changed week',
    confirmedBy: null,
    row: `Capacity exceptions!${name}-${date}`,
  })),
  ...Object.entries(overtime).map(([date, hours]) => ({
    resource: name,
    from: date,
    to: date,
    capacityPerWeek: null,
    deltaHours: hoursOf(hours),
    hours: null,
    reason: 'overtime',
    confirmedBy: null,
    row: `Capacity exceptions!${name}-${date}`,
  })),
];

/** The sheet of a golden case. */
export const sheetOfCase = (file: GoldenFile, golden: GoldenCase): CapacitySheet => {
  const products = Object.entries(golden.products ?? file.products);
  const resources = Object.entries(golden.resources);
  return {
    settings: {
      plant: 'Golden',
      timeZone: file.zone,
      cutoffMinutes: 15 * 60,
      workingWeekdays: [0, 1, 2, 3, 4],
      bufferDays: file.bufferDays,
      tightUtilisation: Number(file.tightUtilisation),
      frozenFenceDays: golden.overrides.frozenFenceDays ?? 0,
      horizonEnd: golden.overrides.horizonEnd ?? null,
      horizonWeeks: 26,
      staleAfterDays: 14,
      currency: 'USD',
      defaultLiaison: null,
      coordinationCost: null,
    },
    products: products.map(([code, product]) => productOf(code, product, golden.overrides)),
    units: [],
    routing: products.flatMap(([code, product]) => stepsOf(code, product)),
    resources: resources.map(([name, resource]) => resourceOf(name, resource)),
    exceptions: resources.flatMap(([name, resource]) => exceptionsOf(name, resource)),
    calendar: file.holidays.map((date, i) => ({
      calendar: null,
      date,
      type: 'holiday',
      hours: null,
      note: null,
      row: `Calendar!${i + 2}`,
    })),
    stock: [],
    commitments: resources.flatMap(([name, resource]) => commitmentsOf(name, resource)),
    scopeLimits: [],
    combinations: [],
    expediteOptions: [],
    serviceTemplates: [],
    receiving: [],
    people: [],
  };
};

/** The deal of a golden case; its event is at 15:00 UTC (before the cut-off in Chicago) unless the case names one. */
export const dealOfCase = (golden: GoldenCase): Deal => ({
  id: golden.id,
  eventAt: golden.expect.event ?? `${golden.orderDate}T15:00:00Z`,
  lines: golden.lines.map(({ product, qty, requested }, i) => ({
    id: `L${i + 1}`,
    product,
    quantity: qty,
    unit: 'EA',
    requestedDate: requested,
  })),
});

const shared = new URL('../../../shared/cases/', import.meta.url);

/** A file of golden cases that stands beside the project, or null where it does not. */
export const goldenFile = (name: string): GoldenFile | null => {
  const at = new URL(name, shared);
  return existsSync(at) ? (JSON.parse(readFileSync(at, 'utf8')) as GoldenFile) : null;
};
