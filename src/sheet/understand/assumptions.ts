import type { InspectedTable } from './inspect-table.ts';

const place = ({ sheet, range }: InspectedTable): string => `${sheet}!${range.split(':')[0] ?? ''}`;

const perWeek = (table: InspectedTable): string[] => {
  const { kind, form, columns, per } = table;
  const column = columns.find(({ field }) => field === 'capacity');
  const isLong = kind === 'Resources' && form === 'long' && column !== undefined;
  if (!isLong || (column.per ?? per) !== null) return [];
  return [`${place(table)}: "${column.header}" is taken per week, because nothing names another span.`];
};

const inDays = (table: InspectedTable): string[] =>
  ['Capacity', 'Commitments', 'Resources'].includes(table.kind) && table.unit === 'days'
    ? [`${place(table)}: a day is taken as 8 hours; the mapping says so under hoursPerDay.`]
    : [];

const hiddenTotals = (table: InspectedTable): string[] =>
  table.totalRows.length === 0
    ? []
    : [`${place(table)}: rows of totals are left out (${table.totalRows.slice(0, 5).join(', ')}).`];

/** What is taken as given because the workbook does not say otherwise: shown, never hidden. */
export const assumptionsOf = (tables: readonly InspectedTable[]): string[] =>
  tables
    .filter(({ kind }) => kind !== 'other')
    .flatMap((table) => [...perWeek(table), ...inDays(table), ...hiddenTotals(table)]);
