import writeExcelFile from 'write-excel-file/node';
import type { SheetData } from 'write-excel-file/node';
import { addressOf, cellText } from './cell.ts';
import type { Cell, NumberLook, Table } from './cell.ts';
import { groupByFix } from './group-problems.ts';
import type { SheetProblem } from './sheet-problem.ts';

const OFFSET_1904 = 1_462;
const COLOURS: Record<SheetProblem['severity'], string> = { error: '#f4b6a6', warn: '#ffe699', info: '#dbe9f7' };
const WORST_FIRST: SheetProblem['severity'][] = ['error', 'warn', 'info'];
const FORMATS: Record<NumberLook, string | null> = { plain: null, date: 'yyyy-mm-dd', time: '[h]:mm', percent: '0%' };
const LIST_NAME = 'Problems to fix';
const LIST_WIDTHS = [60, 10, 26, 24, 60];

type Written = {
  value: string | number | boolean;
  type: typeof String | typeof Number | typeof Boolean;
  format?: string;
  backgroundColor?: string;
};

const asText = (value: string): Written => ({ value, type: String, format: '@' });

/** Text stays text, so that nothing in it can start a formula; formulas without a result are shown as their text. */
const toWritten = (cell: Cell, date1904: boolean): Written => {
  if (typeof cell === 'string') return asText(cell);
  if (cell.kind === 'boolean') return { value: cell.boolean, type: Boolean };
  if (cell.kind !== 'number') return asText(cellText(cell));
  const format = FORMATS[cell.look];
  const value = cell.look === 'date' && date1904 ? cell.number + OFFSET_1904 : cell.number;
  return { value, type: Number, ...(format !== null && { format }) };
};

const worse = (a: SheetProblem['severity'], b: SheetProblem['severity'] | undefined): SheetProblem['severity'] =>
  b !== undefined && WORST_FIRST.indexOf(b) < WORST_FIRST.indexOf(a) ? b : a;

/** "Plan!C5" -> the worst that is said of it; a problem of a whole row marks its first cell. */
const marksOf = (
  problems: readonly SheetProblem[],
  tables: readonly Table[],
): Map<string, SheetProblem['severity']> => {
  const marks = new Map<string, SheetProblem['severity']>();
  for (const problem of problems) {
    const place = problem.cell ?? firstCellOf(problem.row, tables);
    if (place !== null && problem.severity !== 'info') marks.set(place, worse(problem.severity, marks.get(place)));
  }
  return marks;
};

const firstCellOf = (row: string | null, tables: readonly Table[]): string | null => {
  const cut = row?.lastIndexOf('!') ?? -1;
  if (row === null || cut < 0) return null;
  const index = Number(row.slice(cut + 1)) - 1;
  const cells = tables.find(({ name }) => name === row.slice(0, cut))?.rows[index] ?? [];
  return `${row.slice(0, cut)}!${addressOf(index, Math.max(0, cells.findIndex(Boolean)))}`;
};

const dataOf = ({ name, rows, date1904 }: Table, marks: ReadonlyMap<string, SheetProblem['severity']>): SheetData =>
  rows.map((row, r) => {
    const width = Math.max(row.length, 1);
    return Array.from({ length: width }, (_, c) => {
      const cell = row[c];
      const mark = marks.get(`${name}!${addressOf(r, c)}`);
      const backgroundColor = mark && COLOURS[mark];
      if (!cell) return backgroundColor ? { ...asText(''), backgroundColor } : null;
      return { ...toWritten(cell, date1904), ...(backgroundColor && { backgroundColor }) };
    });
  });

const heading = (value: string) => ({ value, type: String, fontWeight: 'bold' as const });

const listOf = (problems: readonly SheetProblem[]): SheetData => {
  const groups = groupByFix(problems).toSorted(
    (a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity),
  );
  const rows = groups.flatMap(({ howToFix, severity, problems: same }) =>
    same.map((problem, index) => [
      { ...asText(index === 0 ? howToFix : ''), wrap: true },
      { ...asText(severity), backgroundColor: COLOURS[severity] },
      asText(problem.cell ?? problem.row ?? problem.sheet),
      asText(problem.value ?? ''),
      { ...asText(problem.expected), wrap: true },
    ]),
  );
  return [['How to fix', 'Severity', 'Where', 'What stands there', 'Expected'].map(heading), ...rows];
};

const LONGEST_NAME = 31;

/** Names of tabs as workbooks allow them: short, without their forbidden marks, each once. */
const namesFor = (names: readonly string[]): string[] => {
  const used = new Set<string>();
  return names.map((name) => {
    const plain = name.replace(/[[\]:*?/\\]/g, ' ').slice(0, LONGEST_NAME) || 'Tab';
    let unique = plain;
    for (let next = 2; used.has(unique.toLowerCase()); next += 1)
      unique = `${plain.slice(0, LONGEST_NAME - 4)} ${next}`;
    used.add(unique.toLowerCase());
    return unique;
  });
};

/** A copy of the planner's tabs with every cell of a problem marked, behind a list of the problems by how they are fixed. */
export const markTables = async (tables: readonly Table[], problems: readonly SheetProblem[]): Promise<Uint8Array> => {
  const marks = marksOf(problems, tables);
  const [list = LIST_NAME, ...names] = namesFor([LIST_NAME, ...tables.map(({ name }) => name)]);
  const copies = tables.map((table, index) => ({ sheet: names[index] ?? table.name, data: dataOf(table, marks) }));
  const sheets = [
    { sheet: list, data: listOf(problems), columns: LIST_WIDTHS.map((width) => ({ width })), stickyRowsCount: 1 },
    ...copies,
  ];
  return new Uint8Array(await writeExcelFile(sheets).toBuffer());
};
