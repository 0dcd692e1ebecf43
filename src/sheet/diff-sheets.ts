import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { formatDay, parseIsoDate } from '../deal/day.ts';
import { nameKey } from './cell.ts';
import { coversWeeks, diffWeeks } from './diff-weeks.ts';

/** One difference between two sheets in the words of a planner. */
export type SheetChange = {
  /** Tab of the format. */
  tab: string;
  /** What it is about: a product, a resource, a setting, a commitment. */
  about: string;
  /** "LINE1: capacity 80 -> 48 h in the week of 9 Mar 2026". */
  words: string;
  kind: 'added' | 'removed' | 'changed';
};

type Row = Record<string, unknown>;

/** How the rows of a list are told apart and named. */
type ListFormat = { tab: string; key: (row: Row) => string; name: (row: Row) => string };

const textOf = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.join(', ');
  const day = typeof value === 'string' ? parseIsoDate(value) : null;
  if (day !== null) return formatDay(day);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const join =
  (...fields: string[]) =>
  (row: Row): string =>
    fields.map((field) => textOf(row[field])).join(' ');

const dates = ({ from, to, week, start, end, date }: Row): string => {
  if (week) return `the week of ${textOf(week)}`;
  if (date) return textOf(date);
  const [first, last] = [from ?? start, to ?? end];
  return first === last ? textOf(first) : `${textOf(first)} to ${textOf(last)}`;
};

const LISTS: Record<Exclude<keyof CapacitySheet, 'settings' | 'doubts'>, ListFormat> = {
  products: { tab: 'Products', key: join('code'), name: join('code') },
  units: { tab: 'Units', key: join('product', 'fromUnit', 'toUnit'), name: join('fromUnit', 'toUnit') },
  routing: {
    tab: 'Routing',
    key: join('product', 'step'),
    name: (row) => `${textOf(row['product'])} step ${textOf(row['step'])}`,
  },
  resources: { tab: 'Resources', key: join('name'), name: join('name') },
  exceptions: {
    tab: 'Capacity exceptions',
    key: join('resource', 'from', 'to', 'reason'),
    name: (row) => `${textOf(row['resource'])}, ${dates(row)}`,
  },
  calendar: {
    tab: 'Calendar',
    key: join('calendar', 'date'),
    name: (row) => `${textOf(row['type'])} on ${dates(row)}`,
  },
  stock: {
    tab: 'Stock and receipts',
    key: join('product', 'date', 'kind', 'reference'),
    name: (row) => `${textOf(row['product'])} on ${dates(row)}`,
  },
  commitments: {
    tab: 'Commitments',
    key: join('id', 'resource', 'week', 'start'),
    name: (row) => `${textOf(row['id'])} on ${textOf(row['resource'])} in ${dates(row)}`,
  },
  scopeLimits: { tab: 'Scope limits', key: join('product', 'attribute'), name: join('product', 'attribute') },
  combinations: {
    tab: 'Combinations',
    key: join('ifAttribute', 'ifOp', 'ifValue', 'thenAttribute'),
    name: join('ifAttribute', 'ifOp', 'ifValue'),
  },
  expediteOptions: { tab: 'Expedite options', key: join('option', 'appliesTo'), name: join('option') },
  serviceTemplates: {
    tab: 'Service templates',
    key: join('product', 'phase', 'role'),
    name: join('product', 'phase', 'role'),
  },
  receiving: { tab: 'Receiving', key: join('customer', 'closedFrom'), name: join('customer') },
  people: { tab: 'People', key: join('name', 'role'), name: join('name') },
  history: { tab: 'Project history', key: join('project'), name: join('project') },
  serviceLevels: {
    tab: 'Service levels',
    key: join('fromTeam', 'toTeam', 'request'),
    name: (row) => `${textOf(row['request'])} from ${textOf(row['fromTeam'])} to ${textOf(row['toTeam'])}`,
  },
  tiers: { tab: 'Tiers', key: join('tier', 'resource', 'product'), name: join('tier') },
  portfolioFit: { tab: 'Portfolio fit', key: join('needAttribute', 'value'), name: join('needAttribute', 'value') },
  quotas: {
    tab: 'Quotas',
    key: join('person', 'product', 'period', 'kind'),
    name: join('person', 'product', 'period'),
  },
};

const NOT_FACTS = new Set(['row']);

const changedFields = (before: Row, after: Row): string[] =>
  Object.keys({ ...before, ...after })
    .filter((field) => !NOT_FACTS.has(field) && JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => `${words(field)} ${textOf(before[field])} -> ${textOf(after[field])}`);

/** "capacityPerWeek" as people say it. */
const words = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const FACTS_SHOWN = ['hours', 'capacityPerWeek', 'deltaHours', 'quantity', 'factor'];

const factsOf = (row: Row): string => {
  const facts = FACTS_SHOWN.filter((field) => row[field] !== null && row[field] !== undefined);
  return facts.map((field) => `, ${words(field)} ${textOf(row[field])}`).join('');
};

/** Rows with the same key are told apart by their order. */
const byKey = (rows: Row[], key: (row: Row) => string): Map<string, Row> => {
  const seen = new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const name = nameKey(key(row));
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return [`${name}#${count}`, row];
    }),
  );
};

const diffRows = (before: Row[], after: Row[], { tab, key, name }: ListFormat): SheetChange[] => {
  const [old, now] = [byKey(before, key), byKey(after, key)];
  const changes: SheetChange[] = [];
  for (const [id, row] of now) {
    const earlier = old.get(id);
    const about = name(row);
    if (!earlier) changes.push({ tab, about, kind: 'added', words: `${about}: added${factsOf(row)}` });
    const fields = earlier ? changedFields(earlier, row) : [];
    if (fields.length > 0) changes.push({ tab, about, kind: 'changed', words: `${about}: ${fields.join('; ')}` });
  }
  for (const [id, row] of old)
    if (!now.has(id))
      changes.push({ tab, about: name(row), kind: 'removed', words: `${name(row)}: removed${factsOf(row)}` });
  return changes;
};

/** Exceptions that give whole weeks another capacity are told by week, not row by row. */
const rowsOf = (sheet: CapacitySheet, list: keyof typeof LISTS): Row[] =>
  list === 'exceptions' ? sheet.exceptions.filter((row) => !coversWeeks(row)) : (sheet[list] ?? []);

const weekChanges = (before: CapacitySheet, after: CapacitySheet): SheetChange[] =>
  diffWeeks(before, after).map(({ resource, words: said }) => ({
    tab: 'Capacity exceptions',
    about: resource,
    kind: 'changed',
    words: said,
  }));

/** What a planner changed from one sheet to the next, tab by tab; rows that only moved are no change. */
export const diffSheets = (before: CapacitySheet, after: CapacitySheet): SheetChange[] => {
  const settings = changedFields(before.settings, after.settings).map((fact): SheetChange => ({
    tab: 'Settings',
    about: fact.split(' ')[0] ?? '',
    kind: 'changed',
    words: fact,
  }));
  const lists = (Object.keys(LISTS) as (keyof typeof LISTS)[]).flatMap((list) =>
    diffRows(rowsOf(before, list), rowsOf(after, list), LISTS[list]),
  );
  return [...settings, ...weekChanges(before, after), ...lists];
};
