import { cellText } from '../cell.ts';
import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import type { Field } from '../understand/field-words.ts';
import type { FoundTable } from '../understand/inspect-table.ts';
import type { Granularity } from '../understand/periods.ts';
import { questionId } from '../understand/questions.ts';
import { meaningsOf } from '../understand/words.ts';
import type { SheetMapping } from './sheet-mapping.ts';
import {
  cellFor,
  columnFor,
  dataRowsOf,
  datesOf,
  hoursPer,
  numbersOf,
  sourcedAt,
  timesPerWeek,
} from './table-cells.ts';
import type { MappedRow, Sourced } from './table-cells.ts';

/** Rows for the tabs of the format, made from one of the planner's tables. */
export type TabRows = Record<string, MappedRow[]>;

const columnIndex = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const said = (cell: string, at: string): Sourced => ({ cell, at });

/** Puts the cells of fields under the columns of the format; blank ones are left out. */
const copy = (found: FoundTable, row: number, pairs: Partial<Record<Field, string>>): MappedRow => {
  const entries = Object.entries(pairs).flatMap(([field, column]) => {
    const sourced = cellFor(found, row, field as Field);
    return sourced ? [[column, sourced] as const] : [];
  });
  return Object.fromEntries(entries);
};

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

const hoursIn = (found: FoundTable, field: Field, mapping: SheetMapping): number =>
  hoursPer(columnFor(found, field)?.unit ?? found.inspected.unit, mapping) ?? 1;

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

const DAYS: Partial<Record<Granularity, number>> = { day: 1, week: 7 };

const lastDay = (start: string, granularity: Granularity): string => {
  const days = DAYS[granularity];
  if (days !== undefined) return toIsoDate((parseIsoDate(start) ?? 0) + days - 1);
  const [year = 0, month = 1] = start.split('-').map(Number);
  const months = granularity === 'quarter' ? 3 : granularity === 'year' ? 12 : 1;
  const next = `${year + Math.floor((month - 1 + months) / 12)}-${String(((month - 1 + months) % 12) + 1).padStart(2, '0')}-01`;
  return toIsoDate((parseIsoDate(next) ?? 1) - 1);
};

const DAY_NUMBER_OF_MONDAY = 4;

/** Working days from one date to another, both included: the first days of a week count. */
const workingDays = (from: string, to: string, daysPerWeek: number): number => {
  let count = 0;
  for (let day = parseIsoDate(from) ?? 0; day <= (parseIsoDate(to) ?? -1); day += 1)
    if ((((day - DAY_NUMBER_OF_MONDAY) % 7) + 7) % 7 < daysPerWeek) count += 1;
  return count;
};

/** One amount of a table with periods: whose, when, what. */
type Amount = { who: Sourced | null; row: number; start: Sourced; metric: Field | null; value: Sourced };

const measureOfRow = (found: FoundTable, row: number): Field | null => {
  const labels = found.inspected.metrics;
  for (const { letter } of found.inspected.columns) {
    const cell = sourcedAt(found, row, columnIndex(letter))?.cell;
    const metric = cell === undefined ? undefined : labels.find(({ label }) => label === cellText(cell));
    if (metric) return metric.field;
  }
  return labels.length === 0 ? found.inspected.measure : null;
};

const ENTITIES: Field[] = ['resource', 'operation', 'site', 'metric'];

const whoColumn = (found: FoundTable): Field => ENTITIES.find((field) => columnFor(found, field)) ?? 'resource';

/** The table's name of its one resource, where figures run down and no column names who. */
const nameOfTable = ({ inspected, context }: FoundTable): Sourced => {
  const corner = context.header.columns.find(({ column }) => column === context.block.left)?.header;
  const isName =
    corner !== undefined && corner !== '' && meaningsOf(corner).every(({ confidence }) => confidence < 0.95);
  return said(isName ? corner : inspected.sheet, `${inspected.sheet}!${inspected.range.split(':')[0] ?? 'A1'}`);
};

const wideAmounts = (found: FoundTable): Amount[] => {
  const whoField = whoColumn(found);
  const hasWho = columnFor(found, whoField) !== null;
  let who: Sourced | null = hasWho ? null : nameOfTable(found);
  return dataRowsOf(found).flatMap((row) => {
    who = cellFor(found, row, whoField) ?? who;
    const ofRow = measureOfRow(found, row);
    return found.across.flatMap(({ column, period, metric }): Amount[] => {
      const value = sourcedAt(found, row, column.column);
      if (!value || !who) return [];
      return [{ who, row, start: said(period.start ?? period.label, value.at), metric: metric ?? ofRow, value }];
    });
  });
};

const WHEN: Field[] = ['week', 'date', 'start', 'due_date'];

const longAmounts = (found: FoundTable, field: Field, mapping: SheetMapping): Amount[] => {
  const timed = found.inspected.columns.find(({ letter }) => letter === found.inspected.periods?.column);
  const when = timed ?? WHEN.map((one) => columnFor(found, one)).find((column) => column !== null);
  if (!when) return [];
  const toDate = datesOf(found, when, mapping);
  const whoField = whoColumn(found);
  return dataRowsOf(found).flatMap((row): Amount[] => {
    const value = cellFor(found, row, field);
    const date = sourcedAt(found, row, columnIndex(when.letter));
    if (!value || !date) return [];
    return [{ who: cellFor(found, row, whoField), row, start: toDate(date), metric: field, value }];
  });
};

const amountsOf = (found: FoundTable, field: Field, mapping: SheetMapping): Amount[] => {
  const isWide = found.inspected.form === 'wide';
  const all = isWide ? wideAmounts(found) : longAmounts(found, field, mapping);
  const hours = hoursIn(found, field, mapping);
  const readers = new Map<string, ReturnType<typeof numbersOf>>();
  const readAt = (at: string): ReturnType<typeof numbersOf> => {
    const letters = /!([A-Z]+)\d+$/.exec(at)?.[1] ?? 'A';
    const known = readers.get(letters) ?? numbersOf(found, columnIndex(letters), mapping);
    readers.set(letters, known);
    return known;
  };
  return all
    .filter(({ metric }) => metric === field)
    .map((one) => ({ ...one, value: readAt(one.value.at)(one.value, hours) }));
};

const numberOf = ({ cell }: Sourced): number | null =>
  typeof cell !== 'string' && cell.kind === 'number' ? cell.number * (cell.look === 'time' ? 24 : 1) : null;

/** An amount for a period as an amount per week. */
const perWeek = ({ start, value }: Amount, granularity: Granularity, { daysPerWeek }: SheetMapping): Sourced => {
  const number = numberOf(value);
  const date = typeof start.cell === 'string' ? start.cell : '';
  if (number === null || granularity === 'week' || parseIsoDate(date) === null) return value;
  const days = workingDays(date, lastDay(date, granularity), daysPerWeek);
  const week = granularity === 'day' ? number * daysPerWeek : (number * daysPerWeek) / Math.max(1, days);
  return { at: value.at, cell: { kind: 'number', number: Math.round(week * 1e6) / 1e6, look: 'plain' } };
};

const mostFrequent = (values: Sourced[]): Sourced | null => {
  const counts = new Map<string, { sourced: Sourced; count: number }>();
  for (const sourced of values) {
    const number = numberOf(sourced);
    if (number === null) continue;
    const known = counts.get(String(number)) ?? { sourced, count: 0 };
    counts.set(String(number), { ...known, count: known.count + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)[0]?.sourced ?? null;
};

const byWho = (found: Amount[]): Map<string, Amount[]> => {
  const groups = new Map<string, Amount[]>();
  for (const one of found) {
    const name = one.who ? cellText(one.who.cell) : '';
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return groups;
};

const exceptionOf = (one: Amount, amount: Sourced, granularity: Granularity): MappedRow => {
  const start = typeof one.start.cell === 'string' ? one.start.cell : '';
  const end = parseIsoDate(start) === null ? start : lastDay(start, granularity);
  return {
    resource: one.who ?? said('', one.value.at),
    from: one.start,
    to: said(end, one.start.at),
    ...(granularity === 'day' ? { hours: one.value } : { capacity_per_week: amount }),
    reason: said('from the plan', one.value.at),
  };
};

/** The usual week of a resource is its capacity; every period that differs is an exception. */
const toCapacity = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const granularity = found.inspected.periods?.granularity ?? 'week';
  const tabs: TabRows = { Resources: [], 'Capacity exceptions': [] };
  for (const group of byWho(amountsOf(found, 'capacity', mapping)).values()) {
    const weekly = group.map((one) => perWeek(one, granularity, mapping));
    const usual = mostFrequent(weekly);
    const [first] = group;
    if (!first?.who) continue;
    tabs['Resources']?.push({ resource: first.who, ...(usual && { capacity_per_week: usual }) });
    group.forEach((one, index) => {
      const amount = weekly[index] ?? one.value;
      const isUsual = usual !== null && numberOf(amount) === numberOf(usual);
      if (!isUsual) tabs['Capacity exceptions']?.push(exceptionOf(one, amount, granularity));
    });
  }
  return tabs;
};

const OF_COMMITMENT = { order: 'id', customer: 'customer', product_code: 'product_code' } as const;

const whenOf = ({ start }: Amount, granularity: Granularity): MappedRow => {
  const date = typeof start.cell === 'string' ? start.cell : '';
  if (granularity === 'week' || parseIsoDate(date) === null) return { week: start };
  return { start, end: said(lastDay(date, granularity), start.at) };
};

const isFirstOfMonth = (date: string | null | undefined): boolean => date?.endsWith('-01') ?? false;

/** Dates down a column stand for their week, unless all are the first of a month or quarter. */
const spanOf = ({ inspected: { form, periods } }: FoundTable): Granularity => {
  const granularity = periods?.granularity ?? 'week';
  if (form === 'wide' || granularity === 'week') return granularity;
  return isFirstOfMonth(periods?.first) && isFirstOfMonth(periods?.last) && granularity !== 'day'
    ? granularity
    : 'week';
};

/** Every amount of load is a commitment; 0 is none. */
const toCommitments = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const spans = spanOf(found);
  const loads = amountsOf(found, 'load_hours', mapping).filter(({ value }) => numberOf(value) !== 0);
  const rows = loads.map((one): MappedRow => {
    const named = copy(found, one.row, OF_COMMITMENT);
    const id = said(`${one.value.at}`, one.value.at);
    return { id, ...named, ...(one.who && { resource: one.who }), ...whenOf(one, spans), hours: one.value };
  });
  return { Commitments: rows };
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
  const rows = dataRowsOf(found).map((row) => {
    const fields = { ...copy(found, row, named), ...read(row) };
    const product = fields['product_code'];
    if (!product || 'step' in fields) return fields;
    const next = (steps.get(cellText(product.cell)) ?? 0) + 1;
    steps.set(cellText(product.cell), next);
    return { ...fields, step: { cell: { kind: 'number', number: next, look: 'plain' }, at: product.at } } as MappedRow;
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
