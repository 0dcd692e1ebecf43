import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { readSheetFile } from '../sheet/read-sheet-file.ts';
import { groupByFix } from '../sheet/group-problems.ts';
import type { FixGroup } from '../sheet/group-problems.ts';
import { describeProblem } from '../sheet/sheet-problem.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

const countsOf = (sheet: CapacitySheet): Record<string, number> =>
  Object.fromEntries(
    Object.entries(sheet).flatMap(([name, rows]) => (Array.isArray(rows) ? [[name, rows.length]] : [])),
  );

const describe = (path: string, usable: boolean, groups: FixGroup[]): string =>
  [
    `${path}: ${usable ? 'promises can be made from it' : 'no promise can be made from it'}`,
    ...groups.flatMap(({ severity, howToFix, problems }) => [
      `${severity}: ${howToFix} (${problems.length})`,
      ...problems.map((problem) => `  ${describeProblem(problem)}`),
    ]),
  ].join('\n');

/** `keepable sheet validate`: 0 = every row can be used, 1 = some rows are rejected, 3 = nothing can be answered from it. */
export const validateSheet = async (path: string, options: { json?: true }, terminal: Terminal): Promise<number> => {
  const { sheet, problems, version } = await readSheetFile(path);
  const groups = groupByFix(problems);
  const usable = sheet !== null;
  const rows = sheet === null ? {} : countsOf(sheet);
  terminal.out(
    options.json
      ? JSON.stringify({ file: path, usable, version: usable ? version : null, rows, problems, groups })
      : describe(path, usable, groups),
  );
  if (!usable) return EXIT.unusable;
  return problems.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.done;
};
