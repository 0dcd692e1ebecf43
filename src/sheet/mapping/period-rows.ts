import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import { cellText } from '../cell.ts';
import type { Field } from '../understand/field-words.ts';
import type { FoundTable } from '../understand/inspect-table.ts';
import type { Granularity } from '../understand/periods.ts';
import { meaningsOf } from '../understand/words.ts';
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
} from './table-cells.ts';
import type { MappedRow, Sourced, TabRows } from './table-cells.ts';

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
export const toCapacity = (found: FoundTable, mapping: SheetMapping): TabRows => {
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
export const toCommitments = (found: FoundTable, mapping: SheetMapping): TabRows => {
  const spans = spanOf(found);
  const loads = amountsOf(found, 'load_hours', mapping).filter(({ value }) => numberOf(value) !== 0);
  const rows = loads.map((one): MappedRow => {
    const named = copy(found, one.row, OF_COMMITMENT);
    const id = said(`${one.value.at}`, one.value.at);
    return { id, ...named, ...(one.who && { resource: one.who }), ...whenOf(one, spans), hours: one.value };
  });
  return { Commitments: rows };
};
