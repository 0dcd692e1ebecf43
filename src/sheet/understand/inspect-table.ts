import type { Table } from '../cell.ts';
import { cellText, columnLetters, headerKey, isText } from '../cell.ts';
import { dateOfSerial, parseDateText } from '../date-columns.ts';
import { shapeOfColumn } from './column-shape.ts';
import type { ColumnShape } from './column-shape.ts';
import type { Block } from './find-blocks.ts';
import type { HeaderColumn, TableHeader } from './find-header.ts';
import { granularityOf, periodOf } from './periods.ts';
import type { Period } from './periods.ts';
import { kindOf } from './table-kind.ts';
import type { TableKind } from './table-kind.ts';
import { unitOfHeader, unitOfWord } from './units.ts';
import type { AmountUnit } from './units.ts';
import { fieldOf } from './words.ts';
import type { Field } from './words.ts';

/** How one of the user's columns is understood. */
export type InspectedColumn = {
  letter: string;
  header: string;
  field: Field | null;
  /** 0 to 1. */
  confidence: number;
  unit: AmountUnit | null;
} & Omit<ColumnShape, 'filled'>;

/** Weeks, months or dates of a table: across the top (wide) or down a column (long). */
type Periods = {
  along: 'columns' | 'rows';
  granularity: Period['granularity'];
  first: string | null;
  last: string | null;
  count: number;
  /** False while the labels do not say which year they are of. */
  yearKnown: boolean;
};

export type InspectedTable = {
  sheet: string;
  /** Header and data, e.g. "B4:Q31". */
  range: string;
  /** Rows of the header as the workbook counts them. */
  headerRows: number[];
  dataRows: number;
  kind: TableKind;
  form: 'long' | 'wide';
  confidence: number;
  /** Unit of the amounts under the periods or of the amount column; null = the table does not say. */
  unit: AmountUnit | null;
  periods: Periods | null;
  columns: InspectedColumn[];
  /** Text above the table that says what it is. */
  title: string | null;
};

type Context = { table: Table; block: Block; header: TableHeader };

const LEAST_PERIODS = 3;

const periodColumns = ({ table, header }: Context): { column: HeaderColumn; period: Period }[] => {
  const found = header.columns.flatMap((column) => {
    const period = column.cell ? periodOf(column.cell, table.date1904) : null;
    return period ? [{ column, period }] : [];
  });
  return found.length >= LEAST_PERIODS ? found : [];
};

const ENTITIES: ReadonlySet<Field> = new Set([
  'resource',
  'product_code',
  'customer',
  'supplier',
  'site',
  'operation',
  'order',
]);

/** "Name" in a tab called "resource" is the resource. */
const entityOfTab = (sheet: string): Field | null => {
  const named = fieldOf(sheet);
  return named && ENTITIES.has(named.field) ? named.field : null;
};

const AMOUNTS: ReadonlySet<Field> = new Set([
  'capacity',
  'load_hours',
  'quantity',
  'lead_time',
  'run_time',
  'setup_time',
  'utilisation',
]);

const unitOfColumn = (header: string, field: Field | null, shape: ColumnShape['shape']): AmountUnit | null => {
  if (shape === 'duration') return 'duration';
  if (shape === 'percent') return 'percent';
  return field !== null && AMOUNTS.has(field) ? unitOfHeader(header) : null;
};

const inspectColumn = ({ table, block, header }: Context, column: HeaderColumn): InspectedColumn => {
  const { filled: _filled, ...shape } = shapeOfColumn(table, column.column, [header.last + 1, block.bottom]);
  const named = fieldOf(column.header) ?? fieldOf(column.header.split(' / ').at(-1) ?? '');
  const entity = headerKey(column.header) === 'name' ? entityOfTab(table.name) : null;
  const field = entity ?? named?.field ?? null;
  return {
    letter: columnLetters(column.column),
    header: column.header,
    field,
    confidence: entity ? 0.8 : (named?.confidence ?? 0),
    unit: unitOfColumn(column.header, field, shape.shape),
    ...shape,
  };
};

const isoOf = (text: string, date1904: boolean): string | null =>
  /^\d{5}(\.\d+)?$/.test(text) ? dateOfSerial(Number(text), date1904) : parseDateText(text);

const MOST_ROWS = 5_000;

const datesDown = ({ table, block, header }: Context, letter: string): string[] => {
  const dates = new Set<string>();
  for (let row = header.last + 1; row <= Math.min(block.bottom, header.last + MOST_ROWS); row += 1) {
    const cell = table.rows[row]?.find((_, column) => columnLetters(column) === letter);
    const date = cell ? isoOf(cellText(cell), table.date1904) : null;
    if (date !== null) dates.add(date);
  }
  return [...dates].toSorted();
};

const WHEN: ReadonlySet<Field> = new Set(['week', 'date', 'start', 'due_date']);

const periodsDown = (context: Context, columns: InspectedColumn[]): Periods | null => {
  const dated = columns.find(({ field, shape }) => field !== null && WHEN.has(field) && shape === 'date');
  if (dated) {
    const dates = datesDown(context, dated.letter);
    const periods = dates.map((start): Period => ({ granularity: 'day', start, label: start }));
    const granularity = granularityOf(periods);
    return {
      along: 'rows',
      granularity,
      first: dates[0] ?? null,
      last: dates.at(-1) ?? null,
      count: dates.length,
      yearKnown: true,
    };
  }
  const labelled = columns.find(({ field }) => field === 'week');
  if (!labelled) return null;
  const { samples } = labelled;
  return {
    along: 'rows',
    granularity: 'week',
    first: samples[0] ?? null,
    last: null,
    count: samples.length,
    yearKnown: false,
  };
};

const periodsAcross = (found: { period: Period }[]): Periods => {
  const periods = found.map(({ period }) => period);
  const yearKnown = periods.every(({ start }) => start !== null);
  const [first, last] = [periods[0], periods.at(-1)].map((period) => period?.start ?? period?.label ?? null);
  return {
    along: 'columns',
    granularity: granularityOf(periods),
    first: first ?? null,
    last: last ?? null,
    count: periods.length,
    yearKnown,
  };
};

const titleOf = ({ table, block, header }: Context): string | null => {
  for (let row = header.first - 1; row >= Math.max(0, header.first - 4); row -= 1) {
    const texts = (table.rows[row] ?? []).slice(block.left, block.right + 1).filter(isText);
    if (texts.length > 0) return texts.join(' ');
  }
  return null;
};

/** Labels of the rows of a wide table: "Capacity", "Load (h)", "Auslastung". */
const metricFields = (columns: InspectedColumn[]): Field[] =>
  columns
    .filter(({ shape }) => shape === 'text')
    .flatMap(({ samples }) => samples.map((sample) => fieldOf(sample)))
    .filter((named) => named !== null && named.confidence >= 0.75)
    .flatMap((named) => named?.field ?? [])
    .filter(
      (field) => field === 'capacity' || field === 'load_hours' || field === 'quantity' || field === 'utilisation',
    );

/** A week in a title says how the time runs, not in what the amounts are counted. */
const COUNTED_IN: ReadonlySet<AmountUnit> = new Set(['hours', 'minutes', 'pieces', 'people', 'percent']);

const unitInWords = (text: string): AmountUnit | null => {
  const unit = unitOfHeader(text) ?? unitOfWord(text.split(/\b(?:in|en|em)\b/i).at(-1) ?? '');
  return unit !== null && COUNTED_IN.has(unit) ? unit : null;
};

const unitOfTable = (columns: InspectedColumn[], texts: string[], isWide: boolean): AmountUnit | null => {
  const own = columns.find(({ field, unit }) => field !== null && AMOUNTS.has(field) && unit !== null);
  const samples = isWide ? columns.flatMap((column) => column.samples.filter((sample) => /[([]/.test(sample))) : [];
  const stated = [...samples, ...texts].map(unitInWords).find((unit) => unit !== null);
  return own?.unit ?? stated ?? null;
};

const isFirst = (fields: Set<Field>): boolean => fields.has('resource') || fields.has('product_code');

type Read = { columns: InspectedColumn[]; texts: string[]; isWide: boolean };

const fieldsOf = (sheet: string, { columns, texts, isWide }: Read): Set<Field> => {
  const fields = new Set(columns.flatMap(({ field }) => field ?? []));
  if (!isWide) return fields;
  metricFields(columns).forEach((field) => fields.add(field));
  for (const text of texts) {
    const named = fieldOf(text);
    if (named && AMOUNTS.has(named.field)) fields.add(named.field);
  }
  if (!isFirst(fields) && columns[0]?.shape === 'text') fields.add(entityOfTab(sheet) ?? 'metric');
  return fields;
};

const average = (values: number[]): number =>
  values.length === 0 ? 0 : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;

/** Titles over groups of periods: the first row of a header that has two. */
const groupsOf = (across: { column: HeaderColumn }[]): string[] => [
  ...new Set(
    across.map(({ column }) => column.header.split(' / ')).flatMap(([group, own]) => (own ? [group ?? ''] : [])),
  ),
];

/** What a table with a header is understood as. */
export const inspectTable = (context: Context): InspectedTable => {
  const { table, block, header } = context;
  const across = periodColumns(context);
  const isPeriod = new Set(across.map(({ column }) => column.column));
  const columns = header.columns
    .filter(({ column }) => !isPeriod.has(column))
    .map((column) => inspectColumn(context, column));
  const title = titleOf(context);
  const texts = [...groupsOf(across), title ?? '', table.name].filter((text) => text !== '');
  const isWide = across.length > 0;
  const periods = isWide ? periodsAcross(across) : periodsDown(context, columns);
  const fields = fieldsOf(table.name, { columns, texts, isWide });
  const kind = kindOf(fields, periods !== null);
  const known = columns.filter(({ field }) => field !== null).map(({ confidence }) => confidence);
  return {
    sheet: table.name,
    range: `${columnLetters(block.left)}${header.first + 1}:${columnLetters(block.right)}${block.bottom + 1}`,
    headerRows: header.first === header.last ? [header.first + 1] : [header.first + 1, header.last + 1],
    dataRows: block.bottom - header.last,
    kind,
    form: isWide ? 'wide' : 'long',
    confidence: kind === 'other' ? 0 : average(isWide ? [...known, 0.9] : known),
    unit: unitOfTable(columns, texts, isWide),
    periods,
    columns,
    title,
  };
};
