import { cellText, columnLetters, headerKey } from './cell.ts';
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
    if (cell === null) return;
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
    if (!row.some((cell) => cell !== null)) continue;
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
  ...header.unknown.map(({ cell }) =>
    tabProblem(table.name, {
      cell: `${table.name}!${cell.address}`,
      row: `${table.name}!${header.row + 1}`,
      value: shown(cell),
      expected: 'a column of the format',
      howToFix: 'Nothing to do: the column is kept in your workbook but not used.',
      severity: 'info',
    }),
  ),
];

type RowDraft = { values: Record<string, unknown>; problems: SheetProblem[]; rejected: boolean };

type Place = { sheet: string; rowNumber: number; at: Map<string, number>; columns: Columns; context: CellContext };

const blankProblem = (name: string, place: Place, severity: SheetProblem['severity']): SheetProblem => {
  const column = place.at.get(name);
  const row = `${place.sheet}!${place.rowNumber}`;
  return {
    sheet: place.sheet,
    cell: column === undefined ? null : `${place.sheet}!${columnLetters(column)}${place.rowNumber}`,
    row,
    column: name,
    value: null,
    expected: 'a value; the cell is blank, and blank is not 0',
    howToFix: `Fill in ${name}.`,
    severity,
  };
};

const takeBlank = (draft: RowDraft, name: string, place: Place): void => {
  const { blank } = place.columns[name] ?? { blank: null };
  if (blank === null) return;
  if (blank.required) {
    draft.rejected = true;
    draft.problems.push(blankProblem(name, place, 'error'));
    return;
  }
  draft.values[name] = blank.value;
  if (blank.missed && place.at.has(name)) draft.problems.push(blankProblem(name, place, 'warn'));
};

const takeBad = (draft: RowDraft, problem: SheetProblem, column: Column<unknown>): void => {
  draft.problems.push(problem);
  if (problem.severity === 'error') draft.rejected = true;
  else if (!column.blank.required && problem.column !== null) draft.values[problem.column] = column.blank.value;
};

const takeCell = (draft: RowDraft, [name, column]: [string, Column<unknown>], place: Place & { cell: Cell }): void => {
  const reading = readCell(column, place.cell, place.context);
  if (reading.ok) {
    draft.values[name] = reading.value;
    return;
  }
  const problem: SheetProblem = {
    sheet: place.sheet,
    cell: `${place.sheet}!${place.cell.address}`,
    row: `${place.sheet}!${place.rowNumber}`,
    column: name,
    value: shown(place.cell),
    expected: reading.expected,
    howToFix: reading.howToFix,
    severity: column.matters ? 'error' : 'warn',
  };
  takeBad(draft, problem, column);
};

const isTotalsRow = (row: (Cell | null)[]): boolean => {
  const first = row.find((cell) => cell !== null);
  return first?.kind === 'text' && /^(grand )?(total|sum|subtotal)s?:?$/i.test(first.text);
};

const totalsProblem = (place: Place): SheetProblem =>
  tabProblem(place.sheet, {
    row: `${place.sheet}!${place.rowNumber}`,
    expected: 'one fact per row',
    howToFix: 'Nothing to do: this row of totals is left out.',
    severity: 'info',
  });

const readRow = (row: (Cell | null)[], place: Place): RowDraft => {
  const draft: RowDraft = { values: {}, problems: [], rejected: false };
  for (const [name, column] of Object.entries(place.columns)) {
    const index = place.at.get(name);
    const cell = index === undefined ? null : (row[index] ?? null);
    if (cell === null) takeBlank(draft, name, place);
    else takeCell(draft, [name, column], { ...place, cell });
  }
  return draft;
};

const NO_TAB = { sheet: null, rows: [], rejected: [], problems: [], letters: {}, unusable: false };

/** Reads every row of a tab; bad rows are rejected with their problems, the others stand. */
export const readTab = <C extends Columns>(table: Table | undefined, format: TabFormat<C>): TabReading<C> => {
  const header = table && findHeader(table, format.columns);
  if (!table || !header) return { ...NO_TAB, sheet: table?.name ?? null };
  const unusable = missingIn(header, format.columns).length > 0;
  const reading: TabReading<C> = {
    sheet: table.name,
    rows: [],
    rejected: [],
    problems: headerProblems(table, header, format.columns),
    letters: Object.fromEntries([...header.at].map(([name, column]) => [name, columnLetters(column)])),
    unusable,
  };
  if (unusable) return reading;
  const known = [...header.at.values()];
  table.rows.forEach((row, index) => {
    if (index <= header.row || !known.some((column) => row[column])) return;
    const place = {
      sheet: table.name,
      rowNumber: index + 1,
      at: header.at,
      columns: format.columns,
      context: { date1904: table.date1904 },
    };
    if (isTotalsRow(row)) return void reading.problems.push(totalsProblem(place));
    const draft = readRow(row, place);
    reading.problems.push(...draft.problems);
    const ref = `${table.name}!${index + 1}`;
    // The draft has exactly the columns of the format; types cannot follow a loop over their names.
    if (draft.rejected) reading.rejected.push({ ref, values: draft.values as Partial<RowOf<C>> });
    else reading.rows.push({ ref, values: draft.values as RowOf<C> });
  });
  return reading;
};
