import { hasCode } from '../../errors.ts';
import { addressOf, cellText } from '../cell.ts';
import type { Cell, Table } from '../cell.ts';
import { suggestMapping } from '../mapping/sheet-mapping.ts';
import type { SheetMapping } from '../mapping/sheet-mapping.ts';
import { openWorkbook } from '../open-workbook.ts';
import { readTables } from '../read-workbook.ts';
import { tabProblem } from '../sheet-problem.ts';
import type { SheetProblem } from '../sheet-problem.ts';
import { assumptionsOf } from './assumptions.ts';
import { findBlocks } from './find-blocks.ts';
import { continuesLeft, findHeader, startsWithHeader } from './find-header.ts';
import { findTable } from './inspect-table.ts';
import type { FoundTable, InspectedTable } from './inspect-table.ts';
import { questionsAbout } from './questions.ts';
import type { Question } from './questions.ts';
import { saysWhatIsPossible } from './table-kind.ts';

/** What was recognised in a workbook, what must be asked, and what is wrong. */
export type Inspection = {
  file: string;
  /** v1 = the format of our own; mapped = tables that were recognised; none = no capacity sheet. */
  layout: 'v1' | 'mapped' | 'none';
  isCapacitySheet: boolean;
  /** Why it is no capacity sheet; null when it is one. */
  refusal: string | null;
  tables: InspectedTable[];
  questions: Question[];
  problems: SheetProblem[];
  /** What is taken as given because the workbook does not say otherwise. */
  assumptions: string[];
  /** How it would be read: to be saved, edited and answered. Null when it is no capacity sheet or in our own format. */
  mapping: SheetMapping | null;
  /** What differs from the layout that a mapping was made for. */
  layoutChange: string[];
};

const SURE = 0.8;

/** A line of text with a line below it is no table. */
const isTable = ({ kind, columns, dataRows, periods }: InspectedTable): boolean =>
  kind !== 'other' ||
  (columns.length + (periods?.count ?? 0) >= 2 && dataRows >= 2) ||
  columns.some(({ field, confidence }) => field !== null && confidence >= SURE);

const tablesOfSheet = (table: Table): FoundTable[] =>
  findBlocks(table, {
    startsWithHeader: (block) => startsWithHeader(table, block),
    continuesLeft: (left, right) => continuesLeft(table, left, right),
  })
    .flatMap((block) => {
      const header = findHeader(table, block);
      return header && header.last < block.bottom ? [findTable({ table, block, header })] : [];
    })
    .filter(({ inspected }) => isTable(inspected));

/** The tables of a workbook, wherever they stand. */
export const findTables = (tables: readonly Table[]): FoundTable[] => tables.flatMap(tablesOfSheet);

const refusalOf = (tables: InspectedTable[]): string => {
  if (tables.length === 0) return 'No table with a header was found in it.';
  const kinds = [...new Set(tables.map(({ kind }) => kind).filter((kind) => kind !== 'other'))];
  const about =
    kinds.length === 0
      ? 'none of its tables is about products or resources'
      : `it has ${kinds.join(', ').toLowerCase()}`;
  return `This is no capacity sheet: ${about}, ${kinds.length === 0 ? 'and' : 'but'} nothing says what operations can do: no capacity, load, routing or lead time.`;
};

const CELL_PROBLEMS = { error: 'a value, not a formula error', uncached: 'a value; the formula has no stored result' };
const MOST_PROBLEMS = 200;

const brokenCell = (sheet: string, address: string, cell: Cell): SheetProblem[] => {
  if (typeof cell === 'string' || (cell.kind !== 'error' && cell.kind !== 'uncached')) return [];
  const problem = {
    cell: `${sheet}!${address}`,
    value: cellText(cell),
    expected: CELL_PROBLEMS[cell.kind],
    howToFix: 'Repair the formula or type the value.',
    severity: 'error' as const,
  };
  return [tabProblem(sheet, problem)];
};

/** Formula errors and formulas without a stored result, at most 200 of a tab. */
export const brokenCells = ({ name, rows }: Table): SheetProblem[] => {
  const problems: SheetProblem[] = [];
  for (let row = 0; row < rows.length && problems.length < MOST_PROBLEMS; row += 1) {
    const cells = rows[row] ?? [];
    for (let column = 0; column < cells.length; column += 1) {
      const cell = cells[column];
      if (cell && typeof cell !== 'string' && cell.kind !== 'number')
        problems.push(...brokenCell(name, addressOf(row, column), cell));
    }
  }
  return problems;
};

const hiddenRows = ({ name, hiddenRows: hidden }: Table): SheetProblem[] =>
  hidden === undefined
    ? []
    : [
        tabProblem(name, {
          row: `${name}!${(hidden[0] ?? 0) + 1}`,
          value: `${hidden.length} hidden rows`,
          expected: 'rows that everybody can see',
          howToFix: 'Hidden rows are read like the others: delete them if they do not count.',
          severity: 'warn',
        }),
      ];

const NOTHING_MORE = { assumptions: [], mapping: null, layoutChange: [] };

/** Looks at the tables of an opened workbook. */
export const inspectTables = (tables: Table[], file: string): Inspection => {
  const v1 = readTables(tables, file);
  const found = findTables(tables).map(({ inspected }) => inspected);
  if (v1.sheet !== null)
    return {
      file,
      layout: 'v1',
      isCapacitySheet: true,
      refusal: null,
      tables: found,
      questions: [],
      problems: v1.problems,
      ...NOTHING_MORE,
    };
  const isCapacitySheet = found.some(({ kind }) => saysWhatIsPossible(kind));
  return {
    file,
    layout: isCapacitySheet ? 'mapped' : 'none',
    isCapacitySheet,
    refusal: isCapacitySheet ? null : refusalOf(found),
    tables: found,
    questions: isCapacitySheet ? questionsAbout(found) : [],
    problems: tables.flatMap((table) => [...brokenCells(table), ...hiddenRows(table)]),
    assumptions: isCapacitySheet ? assumptionsOf(found) : [],
    mapping: isCapacitySheet ? suggestMapping(found) : null,
    layoutChange: [],
  };
};

const unreadable = (file: string, why: string): Inspection => ({
  file,
  layout: 'none',
  isCapacitySheet: false,
  refusal: why,
  tables: [],
  questions: [],
  problems: [tabProblem(file, { expected: 'a workbook', howToFix: why, severity: 'error' })],
  ...NOTHING_MORE,
});

/** Looks at any workbook: which tables it has, what their columns mean, what must be asked. Never throws for what is in the file. */
export const inspectWorkbook = (bytes: Uint8Array, file: string): Inspection => {
  try {
    return inspectTables(openWorkbook(bytes, file), file);
  } catch (error) {
    if (hasCode(error, 'SHEET_UNREADABLE')) return unreadable(file, error.message);
    throw error;
  }
};
