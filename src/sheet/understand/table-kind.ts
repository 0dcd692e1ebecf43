import type { Field } from './field-words.ts';

/** What a table is about, by the tabs of the format where there is one. */
export type TableKind =
  | 'Settings'
  | 'Routing'
  | 'Capacity'
  | 'Commitments'
  | 'Resources'
  | 'Lead times'
  | 'Demand'
  | 'Stock and receipts'
  | 'Calendar'
  | 'Bill of materials'
  | 'Products'
  | 'other';

type Sign = { kind: TableKind; all: (Field | Field[])[]; periods?: true; not?: Field[] };

const WHO: Field[] = ['resource', 'site', 'product_code', 'metric', 'operation', 'order'];

/** A table is of the first kind whose signs it shows; a list of fields means any of them. */
const SIGNS: Sign[] = [
  { kind: 'Bill of materials', all: ['component', ['quantity', 'product_code']], not: ['capacity', 'resource'] },
  {
    kind: 'Bill of materials',
    all: ['operation', 'product_code', 'quantity'],
    not: ['resource', 'lead_time', 'run_time', 'setup_time', 'order', 'customer'],
  },
  {
    kind: 'Routing',
    all: [
      ['product_code', 'operation', 'name'],
      ['resource', 'operation'],
      ['setup_time', 'run_time', 'units_per_hour'],
    ],
  },
  { kind: 'Capacity', all: ['capacity', WHO], periods: true, not: ['customer'] },
  {
    kind: 'Capacity',
    all: ['capacity', ['load_hours', 'utilisation', 'free_capacity'], ['week', 'date']],
    periods: true,
    not: ['customer'],
  },
  { kind: 'Routing', all: ['resource', ['setup_time', 'run_time', 'units_per_hour'], ['product_code', 'step', 'lot']] },
  { kind: 'Commitments', all: ['load_hours', [...WHO, 'customer']], periods: true },
  { kind: 'Commitments', all: ['load_hours', 'resource', ['order', 'product_code', 'customer', 'start', 'due_date']] },
  {
    kind: 'Resources',
    all: ['resource', ['capacity', 'headcount', 'efficiency', 'shifts', 'hours_per_day', 'utilisation']],
  },
  { kind: 'Commitments', all: ['load_hours', 'resource'] },
  { kind: 'Commitments', all: ['utilisation', ['resource', 'site', 'metric']], periods: true },
  { kind: 'Routing', all: ['product_code', ['setup_time', 'run_time']] },
  { kind: 'Routing', all: ['operation', ['resource', 'lead_time', 'run_time', 'setup_time']] },
  { kind: 'Resources', all: ['capacity', ['operation', 'site']] },
  { kind: 'Resources', all: ['resource', ['units_per_hour', 'run_time', 'setup_time']] },
  { kind: 'Stock and receipts', all: [['product_code', 'name'], 'on_hand'] },
  { kind: 'Lead times', all: [['product_code', 'supplier', 'resource', 'site', 'name', 'operation'], 'lead_time'] },
  {
    kind: 'Demand',
    all: [
      ['order', 'customer'],
      ['product_code', 'quantity'],
      ['due_date', 'quantity', 'date', 'week'],
    ],
    not: ['money', 'contact'],
  },
  { kind: 'Demand', all: [['product_code', 'metric', 'name'], 'quantity'], periods: true },
  {
    kind: 'Calendar',
    all: [
      ['holiday', 'calendar'],
      ['date', 'start'],
    ],
  },
  { kind: 'Products', all: ['product_code', ['unit', 'lot', 'min_qty', 'cost', 'name', 'kind']] },
  { kind: 'Settings', all: [['key', 'name'], 'value'] },
];

/** Kinds that say what operations can do: a workbook without any of them is no capacity sheet. */
const TELLING_KINDS: ReadonlySet<TableKind> = new Set([
  'Capacity',
  'Commitments',
  'Resources',
  'Routing',
  'Lead times',
]);

/** True for the kinds that say what operations can do. */
export const saysWhatIsPossible = (kind: TableKind): boolean => TELLING_KINDS.has(kind);

const shows = (fields: ReadonlySet<Field>, sign: Field | Field[]): boolean =>
  Array.isArray(sign) ? sign.some((field) => fields.has(field)) : fields.has(sign);

/** The kind of a table with these fields; `hasPeriods` when weeks or dates run across or down. */
export const kindOf = (fields: ReadonlySet<Field>, hasPeriods: boolean): TableKind =>
  SIGNS.find(
    ({ all, periods, not = [] }) =>
      (!periods || hasPeriods) && all.every((sign) => shows(fields, sign)) && !not.some((field) => fields.has(field)),
  )?.kind ?? 'other';
