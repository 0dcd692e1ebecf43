import type { CapacitySheet } from '../../capacity/capacity-sheet.ts';
import { hasCode } from '../../errors.ts';
import { cellText, headerKey, nameKey } from '../cell.ts';
import type { Cell, Table } from '../cell.ts';
import { formatTab } from '../format-columns.ts';
import { openWorkbook } from '../open-workbook.ts';
import { readTables, readWorkbook } from '../read-workbook.ts';
import type { WorkbookReading } from '../read-workbook.ts';
import { tabProblem } from '../sheet-problem.ts';
import type { SheetProblem } from '../sheet-problem.ts';
import { versionOf } from '../sheet-version.ts';
import { brokenCells, findTables } from '../understand/inspect-workbook.ts';
import type { FoundTable } from '../understand/inspect-table.ts';
import { questionsAbout } from '../understand/questions.ts';
import type { Question } from '../understand/questions.ts';
import { applyMapping, layoutChanges, openQuestions } from './apply-mapping.ts';
import { rowsFrom } from './mapped-rows.ts';
import { suggestMapping } from './sheet-mapping.ts';
import type { SheetMapping } from './sheet-mapping.ts';
import type { MappedRow, TabRows } from './table-cells.ts';

/** Where the rows of made-up tabs come from: "Commitments!14" -> "Plan!C7". */
type Origins = { rows: Map<string, string>; cells: Map<string, string> };

const keyOf = (row: MappedRow): string => nameKey(cellText(row['product_code']?.cell ?? ''));

/** A product that several tables name is one product: what the first leaves blank the next fills in. */
const mergeProducts = (rows: MappedRow[]): MappedRow[] => {
  const merged = new Map<string, MappedRow>();
  for (const row of rows) merged.set(keyOf(row), { ...row, ...merged.get(keyOf(row)) });
  return [...merged.values()];
};

const uniqueBy = (rows: MappedRow[], column: string): MappedRow[] => {
  const seen = new Map<string, MappedRow>();
  for (const row of rows) {
    const key = nameKey(cellText(row[column]?.cell ?? ''));
    seen.set(key, { ...row, ...seen.get(key) });
  }
  return [...seen.values()];
};

/** Products that only a routing names are products all the same. */
const withRouted = (tabs: TabRows): TabRows => {
  const routed = (tabs['Routing'] ?? []).flatMap(({ product_code: code }): MappedRow[] =>
    code ? [{ product_code: code }] : [],
  );
  return { ...tabs, Products: mergeProducts([...(tabs['Products'] ?? []), ...routed]) };
};

const collect = (found: FoundTable[], mapping: SheetMapping): TabRows => {
  const tabs: TabRows = {};
  for (const table of found)
    for (const [tab, rows] of Object.entries(rowsFrom(table, mapping))) tabs[tab] = [...(tabs[tab] ?? []), ...rows];
  const resources = tabs['Resources'];
  return withRouted({ ...tabs, ...(resources && { Resources: uniqueBy(resources, 'resource') }) });
};

const toTable = (name: string, rows: MappedRow[], origins: Origins): Table => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row, index) =>
    columns.map((column, at): Cell | null => {
      const sourced = row[column];
      if (!sourced) return null;
      origins.cells.set(`${name}!${index + 2}|${column}`, sourced.at);
      if (at === 0) origins.rows.set(`${name}!${index + 2}`, sourced.at);
      return sourced.cell;
    }),
  );
  rows.forEach((row, index) => {
    const own = row['hours'] ?? row['capacity_per_week'] ?? Object.values(row)[0];
    if (own) origins.rows.set(`${name}!${index + 2}`, own.at);
  });
  return { name, date1904: false, rows: [columns, ...cells] };
};

const sheetOf = (at: string): string => at.slice(0, at.lastIndexOf('!'));

const located = (problem: SheetProblem, { rows, cells }: Origins): SheetProblem => {
  const row = problem.row === null ? undefined : rows.get(problem.row);
  if (row === undefined) return problem;
  const cell = cells.get(`${problem.row}|${problem.column}`) ?? row;
  return { ...problem, sheet: sheetOf(cell), cell, row: cell.replace(/!([A-Z]+)(\d+)$/, '!$2') };
};

const withRow = <T extends { row: string }>(fact: T, { rows }: Origins): T => ({
  ...fact,
  row: rows.get(fact.row) ?? fact.row,
});

const withRows = (sheet: CapacitySheet, origins: Origins): CapacitySheet =>
  Object.fromEntries(
    Object.entries(sheet).map(([name, facts]) => [
      name,
      Array.isArray(facts) ? facts.map((fact: { row: string }) => withRow(fact, origins)) : (facts as unknown),
    ]),
  ) as CapacitySheet;

const toProblem = ({ id, sheet, column, question, options, range }: Question): SheetProblem =>
  tabProblem(sheet, {
    cell: column === null ? null : `${sheet}!${column}${/\d+/.exec(range)?.[0] ?? ''}`,
    value: null,
    expected: `an answer: ${question}`,
    howToFix: `Answer it in the mapping under ${JSON.stringify(id)}${options.length === 0 ? '' : ` with one of: ${options.join(', ')}`}.`,
    severity: 'error',
  });

/** Tables whose questions are open are not read: nothing is guessed. */
const isAnswered =
  (open: Question[]) =>
  ({ inspected }: FoundTable): boolean =>
    !open.some(({ sheet, range }) => sheet === inspected.sheet && range === inspected.range);

/** A scenario that is not in force is left out. */
const inForce = (found: FoundTable[], mapping: SheetMapping, questions: Question[]): FoundTable[] => {
  const tabs = questions.filter(({ about, column }) => about === 'scenario' && column === null);
  const out = new Set(
    tabs.flatMap(({ id, options }) => {
      const answer = mapping.answers[id];
      return answer === undefined || answer === options[0] ? [] : options.slice(1).filter((tab) => tab !== answer);
    }),
  );
  return found
    .filter(({ inspected }) => !out.has(inspected.sheet))
    .map((table) => withoutOthers(table, mapping, questions));
};

const columnIndex = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const withoutOthers = (found: FoundTable, { answers }: SheetMapping, questions: Question[]): FoundTable => {
  const { inspected, context } = found;
  const asked = questions.find(
    ({ about, column, sheet, range }) =>
      about === 'scenario' && column !== null && sheet === inspected.sheet && range === inspected.range,
  );
  const answer = asked && answers[asked.id];
  if (!asked || answer === undefined) return found;
  const index = columnIndex(asked.column ?? 'A');
  const others = context.table.rows.flatMap((row, at) => {
    const cell = row[index];
    return cell && at > context.header.last && at <= context.block.bottom && cellText(cell) !== answer ? [at + 1] : [];
  });
  return { ...found, inspected: { ...inspected, totalRows: [...inspected.totalRows, ...others] } };
};

const NOT_CONVERTED: SheetProblem['severity'] = 'info';

const unused = (found: FoundTable[]): SheetProblem[] =>
  found
    .filter(({ inspected }) =>
      ['Demand', 'Stock and receipts', 'Bill of materials', 'Settings'].includes(inspected.kind),
    )
    .map(({ inspected }) =>
      tabProblem(inspected.sheet, {
        expected: 'a table that promises are made from',
        howToFix: `Nothing to do: ${inspected.kind.toLowerCase()} is recognised at ${inspected.range} but not used.`,
        severity: NOT_CONVERTED,
      }),
    );

/** Amounts in pieces, people or percent are no hours: they cannot be planned with as they stand. */
const notHours = (found: FoundTable[]): SheetProblem[] =>
  found
    .filter(
      ({ inspected: { kind, unit } }) =>
        ['Capacity', 'Commitments', 'Resources'].includes(kind) && ['pieces', 'people', 'percent'].includes(unit ?? ''),
    )
    .map(({ inspected: { sheet, range, unit } }) =>
      tabProblem(sheet, {
        row: `${sheet}!${/\d+/.exec(range)?.[0] ?? 1}`,
        value: unit,
        expected: 'capacity and load in hours, minutes or days',
        howToFix: `Add the hours: amounts in ${unit ?? 'that unit'} say how many, not how long.`,
        severity: 'error',
      }),
    );

const isHours = ({ inspected: { kind, unit } }: FoundTable): boolean =>
  !['Capacity', 'Commitments'].includes(kind) || !['pieces', 'people', 'percent'].includes(unit ?? '');

const toChange = (sentence: string): SheetProblem =>
  tabProblem(sentence.split(':')[0] ?? 'workbook', {
    expected: 'the layout that the mapping was made for',
    howToFix: `${sentence} Look at the columns again and save the mapping.`,
    severity: 'warn',
  });

const lacksColumn = ({ severity, expected }: SheetProblem): boolean =>
  severity === 'error' && expected.startsWith('a column ');

/** Tabs that are in our own format already stay as they are. */
const ownTabs = (tables: readonly Table[]): Table[] =>
  tables.filter(
    (table) => formatTab(table.name) !== null && !readTables([table], table.name).problems.some(lacksColumn),
  );

/**
 * Reads a workbook of any shape by a mapping: its tables become the tabs of the format, and every fact and problem names
 * the planner's own cell. Without a mapping what was understood is used, and open questions are problems.
 */
export const readMapped = (tables: Table[], fileName: string, given: SheetMapping | null): WorkbookReading => {
  const all = findTables(tables);
  const own = ownTabs(tables);
  const ownNames = new Set(own.map(({ name }) => headerKey(name)));
  const others = all.filter(({ inspected }) => !ownNames.has(headerKey(inspected.sheet)));
  const mapping = given ?? suggestMapping(others.map(({ inspected }) => inspected));
  const mapped = applyMapping(others, mapping);
  const questions = questionsAbout(others.map(({ inspected }) => inspected));
  const open = openQuestions(questions, mapping);
  const used = inForce(mapped, mapping, questions).filter(isAnswered(open)).filter(isHours);
  const origins: Origins = { rows: new Map(), cells: new Map() };
  const made = Object.entries(collect(used, mapping))
    .filter(([tab, rows]) => rows.length > 0 && !ownNames.has(headerKey(tab)))
    .map(([tab, rows]) => toTable(tab, rows, origins));
  const reading = readTables([...own, ...made], fileName);
  const problems = [
    ...open.map(toProblem),
    ...notHours(mapped),
    ...layoutChanges(others, mapping).map(toChange),
    ...reading.problems.map((problem) => located(problem, origins)),
    ...brokenLeft(
      tables,
      reading.problems.map((problem) => located(problem, origins)),
    ),
    ...unused(mapped),
  ];
  if (reading.sheet === null) return { sheet: null, problems, version: versionOf(null) };
  const sheet = withRows(reading.sheet, origins);
  return { sheet, problems, version: versionOf(sheet) };
};

/** Broken cells that no row of a tab tells of. */
const brokenLeft = (tables: Table[], told: SheetProblem[]): SheetProblem[] => {
  const known = new Set(told.map(({ cell }) => cell));
  return tables
    .flatMap(brokenCells)
    .filter(({ cell }) => !known.has(cell))
    .map((problem) => ({ ...problem, severity: 'warn' as const }));
};

/** Reads the bytes of a workbook of any shape. Never throws for what is in the file. */
export const readMappedWorkbook = (
  bytes: Uint8Array,
  fileName: string,
  mapping: SheetMapping | null,
): WorkbookReading => {
  try {
    return readMapped(openWorkbook(bytes, fileName), fileName, mapping);
  } catch (error) {
    // It says in its own words why the bytes are no workbook.
    if (hasCode(error, 'SHEET_UNREADABLE')) return readWorkbook(bytes, fileName);
    throw error;
  }
};
