import type { Field } from './words.ts';

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

type Sign = { kind: TableKind; all: (Field | Field[])[]; periods?: true };

/** A table is of the first kind whose signs it shows; a list of fields means any of them. */
const SIGNS: Sign[] = [
  { kind: 'Settings', all: [['key', 'name'], 'value'] },
  {
    kind: 'Routing',
    all: [
      ['product_code', 'operation'],
      ['resource', 'operation'],
      ['setup_time', 'run_time', 'units_per_hour'],
    ],
  },
  { kind: 'Capacity', all: ['capacity', ['resource', 'site', 'product_code', 'metric']], periods: true },
  {
    kind: 'Commitments',
    all: ['load_hours', ['resource', 'product_code', 'order', 'customer', 'metric']],
    periods: true,
  },
  { kind: 'Commitments', all: ['load_hours', 'resource'] },
  { kind: 'Commitments', all: ['utilisation', ['resource', 'site']], periods: true },
  { kind: 'Routing', all: ['operation', ['resource', 'lead_time']] },
  { kind: 'Resources', all: ['resource', ['capacity', 'headcount', 'efficiency', 'shifts', 'utilisation']] },
  { kind: 'Stock and receipts', all: [['product_code', 'name'], 'on_hand'] },
  { kind: 'Lead times', all: [['product_code', 'supplier', 'resource', 'site', 'name'], 'lead_time'] },
  {
    kind: 'Demand',
    all: [
      ['order', 'customer'],
      ['product_code', 'quantity'],
      ['due_date', 'quantity', 'date', 'week'],
    ],
  },
  { kind: 'Demand', all: ['product_code', 'quantity'], periods: true },
  {
    kind: 'Calendar',
    all: [
      ['holiday', 'calendar'],
      ['date', 'start'],
    ],
  },
  { kind: 'Products', all: ['product_code', ['unit', 'lot', 'min_qty', 'cost', 'name', 'kind']] },
];

/** Kinds that say what operations can do: a workbook without any of them is no capacity sheet. */
const TELLING_KINDS: ReadonlySet<TableKind> = new Set([
  'Capacity',
  'Commitments',
  'Resources',
  'Routing',
  'Lead times',
]);

export const saysWhatIsPossible = (kind: TableKind): boolean => TELLING_KINDS.has(kind);

const shows = (fields: ReadonlySet<Field>, sign: Field | Field[]): boolean =>
  Array.isArray(sign) ? sign.some((field) => fields.has(field)) : fields.has(sign);

/** The kind of a table with these fields; `hasPeriods` when weeks or dates run across or down. */
export const kindOf = (fields: ReadonlySet<Field>, hasPeriods: boolean): TableKind =>
  SIGNS.find(({ all, periods }) => (!periods || hasPeriods) && all.every((sign) => shows(fields, sign)))?.kind ??
  'other';
