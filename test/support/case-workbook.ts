import type { CellInput, Tabs } from './a-workbook.ts';
import { dateCell } from './a-workbook.ts';

/** The shape of ../shared/cases/promise-*.json. Fractions are texts such as "115/60"; hours are per week. */
type CaseProduct = {
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

type CaseResource = {
  perWeek: number;
  load?: Record<string, number | string>;
  overtime?: Record<string, number>;
  cap?: Record<string, number>;
};

export type PromiseCase = {
  id: string;
  title?: string;
  orderDate: string;
  lines: { product: string; qty: number; requested: string }[];
  products?: Record<string, CaseProduct>;
  resources: Record<string, CaseResource>;
  overrides: { horizonEnd?: string; frozenFenceDays?: number; materialDays?: number; transitDays?: number };
  expect: {
    verdict?: string;
    event?: string;
    /** What its levers cost. */
    cost?: number;
    lines: {
      product: string;
      ready: string;
      promise: string | null;
      finish?: string;
      ship?: string;
      qtyByRequested: number;
      slackDays?: number;
      needHours?: string[];
    }[];
  };
};

export type CaseFile = {
  zone: string;
  holidays: string[];
  bufferDays: number;
  tightUtilisation: string;
  products: Record<string, CaseProduct>;
  cases: PromiseCase[];
};

/** How a workbook spells its dates and numbers: each must give the same answers. */
export type Spelling = { date: (isoDate: string) => CellInput; number: (value: number) => CellInput };

export const REAL_CELLS: Spelling = { date: dateCell, number: (value) => value };
export const TEXT_CELLS: Spelling = { date: (isoDate) => isoDate, number: (value) => String(value) };

/** The value of "115/60". */
export const fraction = (text: string | number): number => {
  const [over = '0', under = '1'] = String(text).split('/');
  return Number(over) / Number(under);
};

const SUNDAY = 6;
const plusDays = (isoDate: string, days: number): string =>
  new Date(Date.parse(isoDate) + days * 86_400_000).toISOString().slice(0, 10);

const productRows = (products: Record<string, CaseProduct>, { overrides }: PromiseCase, s: Spelling): CellInput[][] =>
  Object.entries(products).map(([code, product]) => [
    code,
    product.unit,
    s.number(product.lot),
    product.min === undefined ? null : s.number(product.min),
    product.maxLot === undefined ? null : s.number(product.maxLot),
    s.number(product.entry),
    s.number(overrides.materialDays ?? product.material),
    s.number(product.qa),
    s.number(overrides.transitDays ?? product.transit),
  ]);

const routingRows = (products: Record<string, CaseProduct>, s: Spelling): CellInput[][] =>
  Object.entries(products).flatMap(([code, product]) =>
    product.steps.map(([resource, setup, run], index) => [
      code,
      s.number(index + 1),
      resource,
      s.number(fraction(setup)),
      s.number(fraction(run)),
    ]),
  );

const exceptionRows = ({ resources }: PromiseCase, s: Spelling): CellInput[][] =>
  Object.entries(resources).flatMap(([name, { cap = {}, overtime = {} }]) => [
    ...Object.entries(cap).map(([monday, hours]) => [
      name,
      s.date(monday),
      s.date(plusDays(monday, SUNDAY)),
      s.number(hours),
      null,
      'changed week',
    ]),
    ...Object.entries(overtime).map(([day, hours]) => [
      name,
      s.date(day),
      s.date(day),
      null,
      s.number(hours),
      'overtime',
    ]),
  ]);

const commitmentRows = ({ resources }: PromiseCase, s: Spelling): CellInput[][] =>
  Object.entries(resources).flatMap(([name, { load = {} }]) =>
    Object.entries(load).map(([week, hours]) => [
      `C-${name}-${week}`,
      name,
      s.date(week),
      s.number(fraction(hours)),
      'hard',
    ]),
  );

/** The v1 workbook that says what a case says. */
export const caseTabs = (file: CaseFile, promiseCase: PromiseCase, spelling: Spelling = REAL_CELLS): Tabs => {
  const products = { ...file.products, ...promiseCase.products };
  const { overrides } = promiseCase;
  return {
    Settings: [
      ['key', 'value'],
      ['plant', 'Case plant'],
      ['time_zone', file.zone],
      ['cutoff_time', '15:00'],
      ['working_days', 'Mon-Fri'],
      ['buffer_days', spelling.number(file.bufferDays)],
      ['tight_utilisation', spelling.number(fraction(file.tightUtilisation))],
      ['frozen_fence_days', spelling.number(overrides.frozenFenceDays ?? 0)],
      ['horizon_end', overrides.horizonEnd === undefined ? null : spelling.date(overrides.horizonEnd)],
    ],
    Products: [
      [
        'product_code',
        'unit',
        'lot_multiple',
        'min_qty',
        'max_qty',
        'entry_days',
        'material_days',
        'qa_days',
        'transit_days',
      ],
      ...productRows(products, promiseCase, spelling),
    ],
    Routing: [
      ['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit'],
      ...routingRows(products, spelling),
    ],
    Resources: [
      ['resource', 'capacity_per_week'],
      ...Object.entries(promiseCase.resources).map(([name, { perWeek }]) => [name, spelling.number(perWeek)]),
    ],
    'Capacity exceptions': [
      ['resource', 'from', 'to', 'capacity_per_week', 'delta_hours', 'reason'],
      ...exceptionRows(promiseCase, spelling),
    ],
    Calendar: [['date', 'type'], ...file.holidays.map((day) => [spelling.date(day), 'holiday'])],
    Commitments: [['id', 'resource', 'week', 'hours', 'kind'], ...commitmentRows(promiseCase, spelling)],
  };
};

/** The deal of a case, in the form of the command line. */
export const caseDeal = ({ id, orderDate, lines, expect: { event } }: PromiseCase) => ({
  id,
  eventAt: event ?? `${orderDate}T12:00:00Z`,
  lines: lines.map((line, index) => ({
    id: `L${index + 1}`,
    product: line.product,
    quantity: line.qty,
    unit: 'EA',
    requestedDate: line.requested,
  })),
});
