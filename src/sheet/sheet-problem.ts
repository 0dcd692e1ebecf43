/**
 * `error`: the row (or the tab) is not used; `warn`: it is used, but somebody should look at it; `info`: nothing to do.
 */
type ProblemSeverity = 'error' | 'warn' | 'info';

/** One thing in the workbook that could not be taken as it stands (capacity-sheet, "Problems are data"). */
export type SheetProblem = {
  /** The tab as the workbook spells it. */
  sheet: string;
  /** "Routing!C5"; null when the whole tab or workbook is meant. */
  cell: string | null;
  /** "Routing!5"; null when no single row is meant. */
  row: string | null;
  /** The column's name in the format. */
  column: string | null;
  /** What stands in the cell. */
  value: string | null;
  expected: string;
  howToFix: string;
  severity: ProblemSeverity;
};

/** A problem with the tab as a whole. */
export const tabProblem = (
  sheet: string,
  problem: Pick<SheetProblem, 'expected' | 'howToFix' | 'severity'> & Partial<SheetProblem>,
): SheetProblem => ({ sheet, cell: null, row: null, column: null, value: null, ...problem });

/** The problem as one line for people: where, what stands there, what was expected, how to fix it. */
export const describeProblem = (problem: SheetProblem): string => {
  const where = problem.cell ?? problem.row ?? problem.sheet;
  const column = problem.column === null ? '' : ` (${problem.column})`;
  const found = problem.value === null ? '' : ` is ${JSON.stringify(problem.value)};`;
  return `${where}${column}${found} expected ${problem.expected}. ${problem.howToFix}`;
};
