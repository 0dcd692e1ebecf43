import { addressOf, cellText, columnLetters, headerKey } from './cell.ts';
import type { Cell, Table } from './cell.ts';
import { readCell, shown } from './column.ts';
import type { CellContext, Column, RowOf } from './column.ts';
import { tabProblem } from './sheet-problem.ts';
import type { SheetProblem } from './sheet-problem.ts';

// The values of a column differ from column to column: a set of columns is the one place where any type may stand.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Columns = Record<string, Column<any>>;

/** A tab of the format: its name and its columns. */
export type TabFormat<C extends Columns> = { tab: string; columns: C };

/** A row that was read in full. */
export type ReadRow<C extends Columns> = { ref: string; values: RowOf<C> };

/** A row that is not used, with what could be read of it: its facts are missing, not absent. */
type RejectedRow<C extends Columns> = { ref: string; values: Partial<RowOf<C>> };

export type TabReading<C extends Columns> = {
  /** The tab as the workbook spells it; null when there is none. */
  sheet: string | null;
  rows: ReadRow<C>[];
  rejected: RejectedRow<C>[];
  problems: SheetProblem[];
  /** Letters of the columns that were found, by their name in the format. */
  letters: Record<string, string>;
  /** True when a required column is missing, so that no row can be read. */
  unusable: boolean;
};

const HEADER_SEARCH_ROWS = 25;
const COMMENT_COLUMNS = new Set(['comment', 'comments', 'remark', 'remarks']);

type Header = { row: number; at: Map<string, number>; unknown: { column: number; cell: Cell }[] };

const readHeader = (row: (Cell | null)[], index: number, columns: Columns): Header => {
  const names = new Map(Object.keys(columns).map((name) => [headerKey(name), name]));
  const header: Header = { row: index, at: new Map(), unknown: [] };
  row.forEach((cell, column) => {
    if (!cell) return;
    const key = headerKey(cellText(cell));
    const name = names.get(key);
    if (name !== undefined && !header.at.has(name)) header.at.set(name, column);
    else if (!COMMENT_COLUMNS.has(key)) header.unknown.push({ column, cell });
  });
  return header;
};

const requiredNames = (columns: Columns): string[] =>
  Object.keys(columns).filter((name) => columns[name]?.blank.required);

const missingIn = (header: Header, columns: Columns): string[] =>
  requiredNames(columns).filter((name) => !header.at.has(name));

/** The header is the first row that names every required column; failing that, the first row with anything in it. */
const findHeader = (table: Table, columns: Columns): Header | null => {
  let first: Header | null = null;
  for (let index = 0; index < Math.min(table.rows.length, HEADER_SEARCH_ROWS); index += 1) {
    const row = table.rows[index] ?? [];
    if (!row.some(Boolean)) continue;
    const header = readHeader(row, index, columns);
    if (missingIn(header, columns).length === 0) return header;
    first ??= header;
  }
  return first;
};

const headerProblems = (table: Table, header: Header, columns: Columns): SheetProblem[] => [
  ...missingIn(header, columns).map((column) =>
    tabProblem(table.name, {
      row: `${table.name}!${header.row + 1}`,
      column,
      expected: `a column ${column}`,
      howToFix: `Add the column ${column} to the header row of ${table.name}.`,
      severity: 'error',
    }),
  ),
  ...header.unknown.map(({ cell, column }) =>
    tabProblem(table.name, {
      cell: `${table.name}!${addressOf(header.row, column)}`,
      row: `${table.name}!${header.row + 1}`,
      value: shown(cell),
      expected: 'a column of the format',
      howToFix: 'Nothing to do: the column is kept in your workbook but not used.',
      severity: 'info',
    }),
  ),
];

/** A column of the format and where it stands in this tab; index null = the tab has no such column. */
type Slot = { name: string; column: Column<unknown>; index: number | null };

/** What is the same for every row of a tab. */
type Plan = { sheet: string; slots: Slot[]; blanks: Record<string, unknown>; context: CellContext };

type RowDraft = {
  plan: Plan;
  rowNumber: number;
  values: Record<string, unknown>;
  problems: SheetProblem[];
  rejected: boolean;
};

const toPlan = (table: Table, header: Header, columns: Columns): Plan => {
  const all = Object.entries(columns).map(([name, column]): Slot => ({
    name,
    column,
    index: header.at.get(name) ?? null,
  }));
  const blanks = all.map(({ name, column }) => [name, column.blank.required ? undefined : column.blank.value]);
  return {
    sheet: table.name,
    slots: all.filter(({ index }) => index !== null),
    blanks: Object.fromEntries(blanks) as Record<string, unknown>,
    context: { date1904: table.date1904 },
  };
};

const problemOf = (
  { plan: { sheet }, rowNumber }: RowDraft,
  { name, index }: Slot,
  rest: Pick<SheetProblem, 'value' | 'expected' | 'howToFix' | 'severity'>,
): SheetProblem => ({
  sheet,
  cell: `${sheet}!${columnLetters(index ?? 0)}${rowNumber}`,
  row: `${sheet}!${rowNumber}`,
  column: name,
  ...rest,
});

const takeBlank = (draft: RowDraft, slot: Slot): void => {
  const { blank } = slot.column;
  if (!blank.required && !blank.missed) return;
  const expected = 'a value; the cell is blank, and blank is not 0';
  const severity = blank.required ? 'error' : 'warn';
  draft.problems.push(problemOf(draft, slot, { value: null, expected, howToFix: `Fill in ${slot.name}.`, severity }));
  if (blank.required) draft.rejected = true;
};

const takeCell = (draft: RowDraft, slot: Slot, cell: Cell): void => {
  const { name, column } = slot;
  const reading = readCell(column, cell, draft.plan.context);
  if (reading.ok) {
    draft.values[name] = reading.value;
    return;
  }
  const { expected, howToFix } = reading;
  const severity = column.matters ? 'error' : 'warn';
  draft.problems.push(problemOf(draft, slot, { value: shown(cell), expected, howToFix, severity }));
  if (column.matters) {
    draft.rejected = true;
    draft.values[name] = undefined;
  }
};

const isTotalsRow = (row: (Cell | null)[]): boolean => {
  const first = row.find(Boolean);
  return typeof first === 'string' && /^(grand )?(total|sum|subtotal)s?:?$/i.test(first);
};

const totalsProblem = (row: string, sheet: string): SheetProblem =>
  tabProblem(sheet, {
    row,
    expected: 'one fact per row',
    howToFix: 'Nothing to do: this row of totals is left out.',
    severity: 'info',
  });

const readRow = (row: (Cell | null)[], rowNumber: number, plan: Plan): RowDraft => {
  const draft: RowDraft = { plan, rowNumber, values: { ...plan.blanks }, problems: [], rejected: false };
  for (const slot of plan.slots) {
    const cell = row[slot.index ?? -1];
    if (cell) takeCell(draft, slot, cell);
    else takeBlank(draft, slot);
  }
  return draft;
};

const NO_TAB = { sheet: null, rows: [], rejected: [], problems: [], letters: {}, unusable: false };

const lettersOf = (header: Header): Record<string, string> =>
  Object.fromEntries([...header.at].map(([name, column]) => [name, columnLetters(column)]));

const readRows = <C extends Columns>(
  table: Table,
  first: number,
  { plan, reading }: { plan: Plan; reading: TabReading<C> },
): void => {
  for (let index = first; index < table.rows.length; index += 1) {
    const row = table.rows[index] ?? [];
    if (!plan.slots.some((slot) => row[slot.index ?? -1])) continue;
    const ref = `${table.name}!${index + 1}`;
    if (isTotalsRow(row)) {
      reading.problems.push(totalsProblem(ref, table.name));
      continue;
    }
    const draft = readRow(row, index + 1, plan);
    for (const problem of draft.problems) reading.problems.push(problem);
    // The draft has exactly the columns of the format; types cannot follow a loop over their names.
    if (draft.rejected) reading.rejected.push({ ref, values: draft.values as Partial<RowOf<C>> });
    else reading.rows.push({ ref, values: draft.values as RowOf<C> });
  }
};

/** Reads every row of a tab; bad rows are rejected with their problems, the others stand. */
export const readTab = <C extends Columns>(table: Table | undefined, format: TabFormat<C>): TabReading<C> => {
  const header = table && findHeader(table, format.columns);
  if (!table || !header) return { ...NO_TAB, sheet: table?.name ?? null };
  const reading: TabReading<C> = {
    sheet: table.name,
    rows: [],
    rejected: [],
    problems: headerProblems(table, header, format.columns),
    letters: lettersOf(header),
    unusable: missingIn(header, format.columns).length > 0,
  };
  if (!reading.unusable) readRows(table, header.row + 1, { plan: toPlan(table, header, format.columns), reading });
  return reading;
};
