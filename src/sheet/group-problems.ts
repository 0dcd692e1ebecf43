import type { SheetProblem } from './sheet-problem.ts';

/** Problems that are fixed the same way. */
export type FixGroup = { howToFix: string; severity: SheetProblem['severity']; problems: SheetProblem[] };

/** Groups problems by how they are fixed, in the order in which the first of each group comes. */
export const groupByFix = (problems: readonly SheetProblem[]): FixGroup[] => {
  const groups = new Map<string, FixGroup>();
  for (const problem of problems) {
    const key = `${problem.severity}|${problem.howToFix}`;
    const group = groups.get(key) ?? { howToFix: problem.howToFix, severity: problem.severity, problems: [] };
    group.problems.push(problem);
    groups.set(key, group);
  }
  return [...groups.values()];
};
