import { columnLetters, isText } from '../cell.ts';
import type { Blank } from '../cell.ts';
import { cellsOfColumn, shapeOfColumn } from './column-shape.ts';
import type { Field } from './field-words.ts';
import { entityOfTab, inspectColumn, isAmount, keepBest } from './inspect-columns.ts';
import type { Context, InspectedColumn } from './inspect-columns.ts';
import { kindOf } from './table-kind.ts';
import type { TableKind } from './table-kind.ts';
import { isMeasure, periodColumns, periodsAcross, periodsDown } from './table-periods.ts';
import type { PeriodColumn, Periods } from './table-periods.ts';
import { perOfHeader, unitInWords, unitOfHeader, unitOfWord } from './units.ts';
import type { AmountPer, AmountUnit } from './units.ts';
import { meaningsOf, subjectOf } from './words.ts';

/** A row of a wide table that holds one figure, such as "Capacity (h)". */
type Metric = { label: string; field: Field; unit: AmountUnit | null };

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
  /** The span that amounts are counted for, where the table says it. */
  per: AmountPer | null;
  /** What the amounts under the periods are; null = the table does not say. */
  measure: Field | null;
  /** Figures of a wide table that stand in its rows or under each period. */
  metrics: Metric[];
  periods: Periods | null;
  columns: InspectedColumn[];
  /** Rows of totals, as the workbook counts them: they are left out. */
  totalRows: number[];
  /** Text above the table that says what it is. */
  title: string | null;
};

const NOTES_ABOVE = 8;
const NOTES_BELOW = 3;
const MOST_NOTE_CELLS = 4;

const noteRow = ({ table, block }: Context, row: number): string[] => {
  const cells = (table.rows[row] ?? []).filter(Boolean);
  if (cells.length === 0 || cells.length > MOST_NOTE_CELLS) return [];
  const near = (table.rows[row] ?? []).slice(Math.max(0, block.left - 2), block.right + 3);
  return near.filter(isText);
};

const rowsFrom = (first: number, count: number): number[] =>
  Array.from({ length: Math.max(0, count) }, (_, i) => first + i);

/** Titles and notes around a table, nearest first. */
const notesAround = (context: Context): { title: string | null; notes: string[] } => {
  const { block, header } = context;
  const above = rowsFrom(Math.max(0, header.first - NOTES_ABOVE), Math.min(NOTES_ABOVE, header.first)).toReversed();
  const texts = above.map((row) => noteRow(context, row)).filter((row) => row.length > 0);
  const below = rowsFrom(block.bottom + 1, NOTES_BELOW).flatMap((row) => noteRow(context, row));
  return { title: texts[0]?.join(' ') ?? null, notes: [...texts.flat(), ...below] };
};

const TOTAL =
  /^(grand )?(total|totals|totaal|totale|totales|sum|summe|gesamt|gesamtsumme|subtotal|zwischensumme|somme|suma|somma|soma|insgesamt|total general|total general|average|durchschnitt|moyenne|media|promedio)\b/i;

const LABELS = 3;

const totalRows = ({ table, block, header }: Context): number[] =>
  rowsFrom(header.last + 1, Math.min(block.bottom - header.last, 5_000)).filter((row) =>
    (table.rows[row] ?? []).slice(block.left, block.left + LABELS).some((cell) => isText(cell) && TOTAL.test(cell)),
  );

const LEAST_SHARE = 0.3;

const isFilled = (cell: Blank): boolean => cell !== null && cell !== undefined && cell !== '';

/** The texts of the label columns that name figures, in rows that hold one: "Capacity", "Load (h)", "Auslastung". */
const metricsDown = (context: Context, columns: InspectedColumn[], across: PeriodColumn[]): Metric[] => {
  const { table, block, header } = context;
  const holdsAmount = (row: number): boolean => across.some(({ column }) => isFilled(table.rows[row]?.[column.column]));
  const rows = rowsFrom(header.last + 1, block.bottom - header.last).filter(holdsAmount);
  for (const { shape, letter } of columns) {
    const column = header.columns.find((one) => columnLetters(one.column) === letter);
    if (shape !== 'text' || !column) continue;
    const labels = [...new Set(rows.map((row) => table.rows[row]?.[column.column]).filter(isText))];
    const metrics = labels.flatMap((label) => {
      const found = meaningsOf(label).find(({ field, confidence }) => isMeasure(field) && confidence >= 0.6);
      return found ? [{ label, field: found.field, unit: unitOfHeader(label) }] : [];
    });
    if (metrics.length > 0 && (metrics.length >= 2 || metrics.length / labels.length >= LEAST_SHARE)) return metrics;
  }
  return [];
};

const metricsUnderPeriods = (across: PeriodColumn[]): Metric[] => {
  const found = new Map<string, Metric>();
  for (const { column, metric } of across) {
    const label = isText(column.own) ? column.own : '';
    if (metric !== null && !found.has(label)) found.set(label, { label, field: metric, unit: unitOfHeader(label) });
  }
  return [...found.values()];
};

/** Titles over groups of columns with amounts. */
const groupsOf = (across: PeriodColumn[]): string[] => [
  ...new Set(across.flatMap(({ column }) => column.groups.filter(isText))),
];

type Around = { columns: InspectedColumn[]; metrics: Metric[]; texts: string[]; isWide: boolean };

/** A short text that is the name of a figure and nothing else; "all values in hours" is a unit. */
const namesMeasure = (text: string): Field | null =>
  meaningsOf(text).find(({ field, confidence }) => isMeasure(field) && confidence >= EXACT)?.field ?? null;

const EXACT = 0.85;

const measureIn = ({ columns, metrics, texts, isWide }: Around): Field | null => {
  const fromMetrics = ['capacity' as const, 'load_hours' as const].find((field) =>
    metrics.some((metric) => metric.field === field),
  );
  const first = fromMetrics ?? metrics[0]?.field;
  if (first) return first;
  if (!isWide) return columns.find(({ field }) => field !== null && isMeasure(field))?.field ?? null;
  const subject = texts.map(subjectOf).find((field) => field !== null);
  return subject ?? texts.map(namesMeasure).find((field) => field !== null) ?? null;
};

const WHO: ReadonlySet<Field> = new Set<Field>(['resource', 'product_code', 'order', 'customer', 'operation']);

const fieldsOf = (context: Context, around: Around, measure: Field | null): Set<Field> => {
  const { columns, metrics, isWide } = around;
  const fields = new Set(columns.flatMap(({ field }) => field ?? []));
  metrics.forEach(({ field }) => fields.add(field));
  if (!isWide) return fields;
  if (measure) fields.add(measure);
  const hasWho = [...fields].some((field) => WHO.has(field));
  if (!hasWho && columns[0]?.shape === 'text') fields.add(entityOfTab(context.table.name) ?? 'metric');
  return fields;
};

const isTelling = ({ field, shape }: InspectedColumn): boolean =>
  (field === 'capacity' || field === 'load_hours') && shape === 'number';

const AMOUNTS_FIRST = ['capacity', 'load_hours', 'quantity', 'lead_time', 'run_time', 'setup_time', 'utilisation'];

const unitOfColumns = (columns: InspectedColumn[]): AmountUnit | null => {
  const counted = columns.filter(({ field, unit }) => isAmount(field) && unit !== null);
  const rank = ({ field }: InspectedColumn): number => AMOUNTS_FIRST.indexOf(field ?? '');
  return counted.toSorted((a, b) => rank(a) - rank(b))[0]?.unit ?? null;
};

/** A column "unit" that says the same in every row. */
const constantUnit = (columns: InspectedColumn[]): AmountUnit | null => {
  const [unit, ...others] = columns.find(({ field }) => field === 'unit')?.samples ?? [];
  return unit === undefined || others.length > 0 ? null : unitOfWord(unit);
};

const unitOfMetrics = (metrics: Metric[]): AmountUnit | null =>
  metrics.find(({ unit }) => unit !== null && unit !== 'percent')?.unit ??
  metrics.find(({ unit }) => unit !== null)?.unit ??
  null;

const firstOf = (units: (AmountUnit | null)[]): AmountUnit | null => units.find((unit) => unit !== null) ?? null;

/** "80 %" in every cell under the periods says what is counted. */
const percentInCells = ({ table, block, header }: Context, across: PeriodColumn[]): AmountUnit | null => {
  const shapes = across.map(({ column }) => shapeOfColumn(table, column.column, [header.last + 1, block.bottom]).shape);
  return shapes.length > 0 && shapes.every((shape) => shape === 'percent' || shape === 'blank') ? 'percent' : null;
};

const unitOfLong = (own: AmountUnit | null, constant: AmountUnit | null): AmountUnit | null =>
  own === 'percent' ? (constant ?? own) : (own ?? constant);

const unitOfTable = (
  { columns, metrics, texts, isWide }: Around,
  across: PeriodColumn[],
  inCells: AmountUnit | null,
): AmountUnit | null => {
  const own = unitOfColumns(columns);
  const said = firstOf(texts.map(unitInWords));
  const constant = constantUnit(columns);
  if (!isWide) return unitOfLong(own, constant) ?? (columns.some(isTelling) ? said : null);
  const under = firstOf(across.map(({ column }) => (column.unitCell === null ? null : unitOfWord(column.unitCell))));
  return firstOf([unitOfMetrics(metrics), under, constant, said, own, inCells]);
};

const LEAST_NUMERIC = 0.5;

/** True when numbers stand under the periods: a roster of letters or a chart of bars says nothing about amounts. */
const holdsAmounts = ({ table, block, header }: Context, across: PeriodColumn[]): boolean => {
  const cells = across.flatMap(({ column }) => cellsOfColumn(table, column.column, [header.last + 1, block.bottom]));
  const texts = cells.filter((cell) => isText(cell) && !/^[+-]?[\d.,' ]+(\s?%|\s?[a-z]{1,3})?$|^\d+:\d\d/i.test(cell));
  return cells.length === 0 || texts.length / cells.length < LEAST_NUMERIC;
};

const average = (values: number[]): number =>
  values.length === 0 ? 0 : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;

const UNSURE = 0.4;

/** Amounts per resource and week that no word names: capacity or load, which must be asked. */
const kindWithout = (fields: ReadonlySet<Field>): TableKind => (fields.has('resource') ? 'Capacity' : 'other');

const DECIDES: ReadonlySet<TableKind> = new Set<TableKind>([
  'Capacity',
  'Commitments',
  'Resources',
  'Demand',
  'Lead times',
  'Routing',
]);

const perOfTable = (columns: InspectedColumn[], texts: string[]): AmountPer | null =>
  columns.find(({ per, field }) => per !== null && field === 'capacity')?.per ??
  texts.map(perOfHeader).find((per) => per !== null) ??
  null;

type Understood = { kind: TableKind; measure: Field | null; confidence: number };

const understand = (context: Context, around: Around, periods: Periods | null): Understood => {
  const measure = measureIn(around);
  const fields = fieldsOf(context, around, measure);
  const known = kindOf(fields, periods !== null);
  const unnamed = around.isWide && measure === null && !DECIDES.has(known);
  const kind = unnamed && kindWithout(fields) !== 'other' ? kindWithout(fields) : known;
  const sure = around.columns.filter(({ field }) => field !== null).map(({ confidence }) => confidence);
  const confidence = average(around.isWide ? [...sure, measure === null ? UNSURE : 0.9] : sure);
  return { kind, measure, confidence: kind === 'other' ? 0 : confidence };
};

/** A table that was found: what it is understood as, where it stands, and its columns under periods. */
export type FoundTable = { inspected: InspectedTable; context: Context; across: PeriodColumn[] };

/** What a table with a header is understood as. */
export const findTable = (context: Context): FoundTable => {
  const { table, block, header } = context;
  const { title, notes } = notesAround(context);
  const found = periodColumns(context, [...notes, table.name]);
  const across = holdsAmounts(context, found) ? found : [];
  const skipped = new Set(found.map(({ column }) => column.column));
  const columns = keepBest(
    header.columns.filter(({ column }) => !skipped.has(column)).map((column) => inspectColumn(context, column)),
  );
  const isWide = across.length > 0;
  const metrics = isWide ? [...metricsUnderPeriods(across), ...metricsDown(context, columns, across)] : [];
  const corner = header.columns.flatMap(({ own }) => (isText(own) && columns.length === 1 ? [own] : []));
  const texts = [...groupsOf(across), ...corner, ...notes, table.name].filter((text) => text !== '');
  const around = { columns, metrics, texts, isWide };
  const periods = isWide ? periodsAcross(across) : periodsDown(context, columns, [...notes, table.name]);
  const { kind, measure, confidence } = understand(context, around, periods);
  const inspected: InspectedTable = {
    sheet: table.name,
    range: `${columnLetters(block.left)}${header.first + 1}:${columnLetters(block.right)}${block.bottom + 1}`,
    headerRows: rowsFrom(header.first + 1, header.last - header.first + 1),
    dataRows: block.bottom - header.last,
    kind,
    form: isWide ? 'wide' : 'long',
    confidence,
    unit: unitOfTable(around, across, percentInCells(context, across)),
    per: perOfTable(columns, texts),
    measure,
    metrics,
    periods,
    columns,
    totalRows: totalRows(context).map((row) => row + 1),
    title,
  };
  return { inspected, context, across };
};
