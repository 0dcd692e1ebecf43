import { cellText } from '../cell.ts';
import type { Field } from '../understand/field-words.ts';
import type { FoundTable } from '../understand/inspect-table.ts';
import { questionId } from '../understand/questions.ts';
import { toCapacity, toCommitments } from './period-rows.ts';
import type { SheetMapping } from './sheet-mapping.ts';
import {
  cellFor,
  columnFor,
  columnIndex,
  copy,
  dataRowsOf,
  datesOf,
  hoursIn,
  numberOf,
  numbersOf,
  said,
  sourcedAt,
  timesPerWeek,
} from './table-cells.ts';
import type { MappedRow, TabRows } from './table-cells.ts';

type Conversion = { field: Field; column: string; times: number };

const amounts = (found: FoundTable, mapping: SheetMapping, conversions: Conversion[]): ((row: number) => MappedRow) => {
  const readers = conversions.flatMap(({ field, column, times }) => {
    const source = columnFor(found, field);
    return source ? [{ field, column, times, read: numbersOf(found, columnIndex(source.letter), mapping) }] : [];
  });
  return (row) =>
    Object.fromEntries(
      readers.flatMap(({ field, column, times, read }) => {
        const sourced = cellFor(found, row, field);
        return sourced ? [[column, read(sourced, times)] as const] : [];
      }),
    );
};

const NAMES_OF_RESOURCE = { resource: 'resource', calendar: 'calendar' } as const;

/** A resource without hours of its own has its shifts: hours per day times working days. */
const fromShifts = (found: FoundTable, row: number, mapping: SheetMapping): MappedRow => {
  const hours = cellFor(found, row, 'hours_per_day');
  if (!hours || columnFor(found, 'capacity')) return {};
  const value = (field: Field, otherwise: number): number =>
    Number(cellText(cellFor(found, row, field)?.cell ?? String(otherwise)));
  const isPerShift = /shift|schicht|poste|equipe|turno|ploeg/i.test(columnFor(found, 'hours_per_day')?.header ?? '');
  const perWeek = value('days_per_week', mapping.daysPerWeek) * (isPerShift ? value('shifts', 1) : 1);
  const number = Number(cellText(hours.cell)) * perWeek;
  return {
    capacity_per_week: Number.isFinite(number)
      ? { cell: { kind: 'number', number, look: 'plain' }, at: hours.at }
      : hours,
  };
};

const toResources = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const { inspected } = found;
  const per = columnFor(found, 'capacity')?.per ?? inspected.per;
  const times = hoursIn(found, 'capacity', mapping) * timesPerWeek(per, mapping);
  const read = amounts(found, mapping, [
    { field: 'capacity', column: 'capacity_per_week', times },
    { field: 'headcount', column: 'headcount', times: 1 },
    { field: 'efficiency', column: 'efficiency', times: 1 },
  ]);
  const named: Partial<Record<Field, string>> = columnFor(found, 'resource')
    ? NAMES_OF_RESOURCE
    : { operation: 'resource', site: 'resource' };
  const rows = dataRowsOf(found).map((row) => ({
    ...copy(found, row, named),
    ...fromShifts(found, row, mapping),
    ...read(row),
  }));
  return { Resources: rows.filter((row) => 'resource' in row) };
};

const toRouting = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const read = amounts(found, mapping, [
    { field: 'setup_time', column: 'setup_hours', times: hoursIn(found, 'setup_time', mapping) },
    { field: 'run_time', column: 'run_hours_per_unit', times: hoursIn(found, 'run_time', mapping) },
    { field: 'units_per_hour', column: 'units_per_hour', times: 1 },
    { field: 'step', column: 'step', times: 1 },
  ]);
  const named: Partial<Record<Field, string>> = {
    product_code: 'product_code',
    ...(columnFor(found, 'resource') ? { resource: 'resource' } : { operation: 'resource' }),
  };
  const steps = new Map<string, number>();
  const rows = dataRowsOf(found).map((row): MappedRow => {
    const fields: MappedRow = { ...copy(found, row, named), ...read(row) };
    const product = fields['product_code'];
    if (!product || 'step' in fields) return fields;
    const next = (steps.get(cellText(product.cell)) ?? 0) + 1;
    steps.set(cellText(product.cell), next);
    return { ...fields, step: { cell: { kind: 'number', number: next, look: 'plain' }, at: product.at } };
  });
  return { Routing: rows.filter((row) => 'product_code' in row && 'resource' in row) };
};

const productsIn = (found: FoundTable, extra: (row: number) => MappedRow): MappedRow[] =>
  dataRowsOf(found)
    .map((row) => ({
      ...copy(found, row, { product_code: 'product_code', name: 'name', unit: 'unit' }),
      ...extra(row),
    }))
    .filter((row) => 'product_code' in row);

const toProducts = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const extra = amounts(found, mapping, [
    { field: 'lot', column: 'lot_multiple', times: 1 },
    { field: 'min_qty', column: 'min_qty', times: 1 },
    { field: 'max_qty', column: 'max_qty', times: 1 },
  ]);
  return { Products: productsIn(found, extra) };
};

/** A lead time in working days: of weeks by the days of a week, of hours by whole calendar days of 24 hours. */
const workingDaysOf = (found: FoundTable, answer: string | undefined, { daysPerWeek }: SheetMapping): number => {
  const unit = columnFor(found, 'lead_time')?.unit ?? found.inspected.unit;
  if (unit === 'weeks') return daysPerWeek;
  if (unit === 'months') return (daysPerWeek * 52) / 12;
  if (unit === 'duration') return daysPerWeek / 7;
  if (unit === 'hours') return daysPerWeek / 7 / 24;
  if (unit === 'seconds') return daysPerWeek / 7 / 86_400;
  return answer === 'calendar days' ? daysPerWeek / 7 : 1;
};

const toLeadTimes = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const column = columnFor(found, 'lead_time');
  if (!column) return {};
  const answer = mapping.answers[questionId(found.inspected, 'unit', column.letter)];
  const factor = workingDaysOf(found, answer, mapping);
  const read = numbersOf(found, columnIndex(column.letter), mapping);
  const target = columnFor(found, 'supplier') ? 'material_days' : 'standard_lead_days';
  const extra = (row: number): MappedRow => {
    const sourced = cellFor(found, row, 'lead_time');
    const number = sourced && numberOf(read(sourced));
    if (!sourced || number === null) return sourced ? { [target]: sourced } : {};
    const days = (found.inspected.unit === 'duration' ? number / 24 : number) * factor;
    return { [target]: { at: sourced.at, cell: { kind: 'number', number: Math.ceil(days - 1e-9), look: 'plain' } } };
  };
  return { Products: productsIn(found, extra) };
};

const toCalendar = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const column = columnFor(found, 'date') ?? columnFor(found, 'holiday') ?? columnFor(found, 'start');
  if (!column) return {};
  const toDate = datesOf(found, column, mapping);
  const rows = dataRowsOf(found).flatMap((row): MappedRow[] => {
    const date = sourcedAt(found, row, columnIndex(column.letter));
    return date
      ? [{ date: toDate(date), type: said('holiday', date.at), ...copy(found, row, { name: 'note', note: 'note' }) }]
      : [];
  });
  return { Calendar: rows };
};

type Convert = (found: FoundTable, mapping: SheetMapping) => TabRows;

const both =
  (...converts: Convert[]): Convert =>
  (found, mapping) =>
    Object.assign({}, ...converts.map((convert) => convert(found, mapping))) as TabRows;

const CONVERTS: Partial<Record<FoundTable['inspected']['kind'], Convert>> = {
  Resources: toResources,
  Capacity: both(toCapacity, toCommitments),
  Commitments: toCommitments,
  Routing: toRouting,
  Products: toProducts,
  'Lead times': toLeadTimes,
  Calendar: toCalendar,
};

/** The rows that a table gives for the tabs of the format; kinds that no promise uses give none. */
export const rowsFrom = (found: FoundTable, mapping: SheetMapping): TabRows =>
  CONVERTS[found.inspected.kind]?.(found, mapping) ?? {};
