import { basename } from 'node:path';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { readMappingFile } from '../sheet/mapping/mapping-file.ts';
import { markInChild } from '../sheet/parse-in-child.ts';
import { inspectSheetFile, readMappedFile, readSheetBytes, readSheetFile } from '../sheet/read-sheet-file.ts';
import type { WorkbookReading } from '../sheet/read-workbook.ts';
import { groupByFix } from '../sheet/group-problems.ts';
import type { FixGroup } from '../sheet/group-problems.ts';
import { describeProblem } from '../sheet/sheet-problem.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { writeNewFile } from './write-new-file.ts';

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

export type ValidateOptions = { mapping?: string; marked?: string; json?: true };

/** By the mapping when one is named; else in our own format, and where it is not, by what is understood of it. */
const readBy = async (path: string, mapping: string | undefined): Promise<WorkbookReading> => {
  if (mapping !== undefined) return readMappedFile(path, await readMappingFile(mapping));
  const reading = await readSheetFile(path);
  if (reading.sheet !== null) return reading;
  const { layout } = await inspectSheetFile(path);
  return layout === 'mapped' ? readMappedFile(path, null) : reading;
};

/** Always in the capped child: what is marked may be any file. */
const writeMarked = async (path: string, target: string, mapping: string | undefined): Promise<void> => {
  const given = mapping === undefined ? null : await readMappingFile(mapping);
  const bytes = await markInChild({ bytes: await readSheetBytes(path), fileName: basename(path), mapping: given });
  await writeNewFile(target, bytes);
};

/** `keepable sheet validate`: 0 = every row can be used, 1 = some rows are rejected, 3 = nothing can be answered from it. */
export const validateSheet = async (path: string, options: ValidateOptions, terminal: Terminal): Promise<number> => {
  const { sheet, problems, version } = await readBy(path, options.mapping);
  if (options.marked !== undefined) await writeMarked(path, options.marked, options.mapping);
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
