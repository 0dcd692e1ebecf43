import { columnLetters, headerKey, isText } from '../cell.ts';
import type { Blank, Table } from '../cell.ts';
import { shapeOfColumn } from './column-shape.ts';
import type { ColumnShape, Shape } from './column-shape.ts';
import type { Field } from './field-words.ts';
import type { Block } from './find-blocks.ts';
import type { HeaderColumn, TableHeader } from './find-header.ts';
import { perOfHeader, unitOfHeader, unitOfWord } from './units.ts';
import type { AmountPer, AmountUnit } from './units.ts';
import { meaningsOf } from './words.ts';
import type { Meaning } from './words.ts';

/** How one of the user's columns is understood. */
export type InspectedColumn = {
  letter: string;
  header: string;
  field: Field | null;
  /** 0 to 1. */
  confidence: number;
  unit: AmountUnit | null;
  /** The span that the amount is counted for, where the header says it. */
  per: AmountPer | null;
} & ColumnShape;

/** A table with the place of its header. */
export type Context = { table: Table; block: Block; header: TableHeader };

const NUMBERS: ReadonlySet<Field> = new Set<Field>([
  'capacity',
  'free_capacity',
  'load_hours',
  'utilisation',
  'quantity',
  'lead_time',
  'setup_time',
  'run_time',
  'units_per_hour',
  'lot',
  'min_qty',
  'max_qty',
  'on_hand',
  'headcount',
  'efficiency',
  'shifts',
  'hours_per_day',
  'days_per_week',
  'absence',
  'cost',
]);
const DATES: ReadonlySet<Field> = new Set<Field>(['date', 'due_date', 'start', 'end', 'holiday']);
const NAMES: ReadonlySet<Field> = new Set<Field>([
  'resource',
  'product_code',
  'name',
  'customer',
  'order',
  'supplier',
  'site',
  'destination',
  'operation',
  'kind',
  'unit',
  'component',
  'metric',
  'scenario',
  'key',
]);

const NUMBER_SHAPES: ReadonlySet<Shape> = new Set<Shape>(['number', 'duration', 'percent', 'error', 'blank']);
const DATE_SHAPES: ReadonlySet<Shape> = new Set<Shape>(['date', 'period', 'error', 'blank']);
const NAME_SHAPES: ReadonlySet<Shape> = new Set<Shape>(['text', 'number', 'period', 'error', 'blank', 'yes-no']);

/** Names that are numbers all the same: work centre 1001. */
const NEVER_NUMBERS: ReadonlySet<Field> = new Set<Field>(['name', 'unit', 'kind', 'metric', 'scenario', 'component']);

/** True when the cells of the column can be what the header says: a capacity that holds text is no capacity. */
const fits = (field: Field, { shape }: ColumnShape): boolean => {
  if (NUMBERS.has(field)) return NUMBER_SHAPES.has(shape);
  if (field === 'holiday') return DATE_SHAPES.has(shape) || shape === 'text';
  if (DATES.has(field)) return DATE_SHAPES.has(shape);
  if (field === 'week') return DATE_SHAPES.has(shape) || shape === 'number';
  if (NEVER_NUMBERS.has(field) && shape === 'number') return false;
  return !NAMES.has(field) || NAME_SHAPES.has(shape);
};

const ENTITIES: ReadonlySet<Field> = new Set<Field>([
  'resource',
  'product_code',
  'customer',
  'supplier',
  'site',
  'operation',
  'order',
]);

/** "Name" in a tab called "resource" is the resource. */
export const entityOfTab = (sheet: string): Field | null => {
  const named = meaningsOf(sheet).find(({ field, confidence }) => confidence >= 0.75 && ENTITIES.has(field));
  return named?.field ?? null;
};

const IS_NAME =
  /^(name|nom|nombre|nome|naam|bezeichnung|id|code|nr|no|designation|libelle|descripcion|description|descrizione)$/;

const nameOf = (table: Table, header: string): Meaning | null => {
  const entity = IS_NAME.test(headerKey(header)) ? entityOfTab(table.name) : null;
  return entity && headerKey(header) !== 'description' ? { field: entity, confidence: 0.8 } : null;
};

const ALL_OF_GROUP = 0.9;

/** What the column's own header says; what its group says only where its own words say nothing. */
const candidates = ({ own, groups, header }: HeaderColumn): Meaning[] => {
  const ownWords = own === null ? '' : isText(own) ? own : '';
  const fromGroup = groups.filter(isText).toReversed().flatMap(meaningsOf);
  const joined = ownWords === '' ? meaningsOf(header) : [];
  return [
    ...meaningsOf(ownWords),
    ...joined,
    ...fromGroup.map((one) => ({ ...one, confidence: one.confidence * ALL_OF_GROUP * 0.7 })),
  ];
};

const AMOUNTS: ReadonlySet<Field> = new Set<Field>([
  'capacity',
  'free_capacity',
  'load_hours',
  'quantity',
  'lead_time',
  'run_time',
  'setup_time',
  'utilisation',
  'hours_per_day',
  'absence',
]);

/** True for what is counted in a unit. */
export const isAmount = (field: Field | null): boolean => field !== null && AMOUNTS.has(field);

const writtenUnit = (cell: Blank): string | null => {
  if (isText(cell)) return /^[+-]?[\d.,']+\s*([a-z.%]+)$/i.exec(cell)?.[1] ?? null;
  return cell && typeof cell !== 'string' && cell.kind === 'number' ? (cell.unit ?? null) : null;
};

const ROWS_WITH_UNITS = 20;

const unitOfCells = ({ table, block, header }: Context, column: number): AmountUnit | null => {
  for (let row = header.last + 1; row <= Math.min(block.bottom, header.last + ROWS_WITH_UNITS); row += 1) {
    const written = writtenUnit(table.rows[row]?.[column]);
    const unit = written === null ? null : unitOfWord(written);
    if (unit) return unit;
  }
  return null;
};

const unitOfColumn = (context: Context, column: HeaderColumn, field: Field | null): AmountUnit | null => {
  const rows: [number, number] = [context.header.last + 1, context.block.bottom];
  const { shape } = shapeOfColumn(context.table, column.column, rows);
  if (shape === 'duration') return 'duration';
  if (!isAmount(field)) return shape === 'percent' ? 'percent' : null;
  const fromHeader = unitOfHeader(column.header);
  return fromHeader ?? unitOfCells(context, column.column) ?? (shape === 'percent' ? 'percent' : null);
};

/** What a column is taken for: the likeliest meaning of its header that its cells can be. */
export const inspectColumn = (context: Context, column: HeaderColumn): InspectedColumn => {
  const { table, block, header } = context;
  const shape = shapeOfColumn(table, column.column, [header.last + 1, block.bottom]);
  const ownText = column.own !== null && isText(column.own) ? column.own : column.header;
  const named = nameOf(table, ownText);
  const meaning = [...(named ? [named] : []), ...candidates(column)].find(({ field }) => fits(field, shape)) ?? null;
  const field = meaning?.field ?? null;
  const sure = shape.shape === 'blank' ? 0.8 : 1;
  return {
    letter: columnLetters(column.column),
    header: column.header,
    field,
    confidence: meaning ? Math.round(meaning.confidence * sure * 100) / 100 : 0,
    unit: unitOfColumn(context, column, field),
    per: isAmount(field) ? perOfHeader(column.header) : null,
    ...shape,
  };
};

/** A second column of the same meaning means less than the first; a table has one code of its product. */
export const keepBest = (columns: InspectedColumn[]): InspectedColumn[] => {
  const once: ReadonlySet<Field> = new Set<Field>(['resource', 'product_code', 'order', 'customer']);
  const best = new Map<Field, InspectedColumn>();
  for (const column of columns) {
    const { field } = column;
    if (field === null || !once.has(field)) continue;
    const earlier = best.get(field);
    if (!earlier || column.confidence > earlier.confidence + 0.05) best.set(field, column);
  }
  return columns.map((column) => {
    const { field } = column;
    const isSecond = field !== null && once.has(field) && best.get(field) !== column;
    if (!isSecond) return column;
    const other = meaningsOf(column.header).find(({ field: next }) => !once.has(next) && fits(next, column));
    return { ...column, field: other?.field ?? null, confidence: other ? 0.5 : 0 };
  });
};
