import { inspectBy } from '../sheet/mapping/inspect-by.ts';
import { mappingText, readMappingFile } from '../sheet/mapping/mapping-file.ts';
import { inspectSheetFile } from '../sheet/read-sheet-file.ts';
import { describeProblem } from '../sheet/sheet-problem.ts';
import type { InspectedTable } from '../sheet/understand/inspect-table.ts';
import type { Inspection } from '../sheet/understand/inspect-workbook.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { writeNewFile } from './write-new-file.ts';

const periodsInWords = ({ periods }: InspectedTable): string =>
  periods === null
    ? ''
    : `, ${periods.count} ${periods.granularity}s from ${periods.first ?? '?'} to ${periods.last ?? '?'}`;

const describeTable = (table: InspectedTable): string[] => [
  `${table.sheet}!${table.range}: ${table.kind}, ${table.dataRows} rows, ${table.form} form${periodsInWords(table)}${table.unit === null ? '' : `, in ${table.unit}`}`,
  ...table.columns.map(
    ({ letter, header, field, confidence, unit, samples }) =>
      `  ${letter} "${header}" -> ${field ?? 'not used'}${field === null ? '' : ` (${Math.round(confidence * 100)} %)`}${unit === null ? '' : `, ${unit}`}: ${samples.join(', ')}`,
  ),
];

const describeInspection = ({
  file,
  refusal,
  tables,
  questions,
  problems,
  assumptions,
  layoutChange,
}: Inspection): string =>
  [
    refusal === null ? `${file}: ${tables.length} tables` : `${file}: ${refusal}`,
    ...tables.flatMap(describeTable),
    ...questions.map(
      ({ id, question, options }) => `? ${id}: ${question}${options.length === 0 ? '' : ` (${options.join(' / ')})`}`,
    ),
    ...assumptions.map((words) => `= ${words}`),
    ...layoutChange.map((words) => `~ ${words}`),
    ...problems.map((problem) => `! ${describeProblem(problem)}`),
  ].join('\n');

export type InspectOptions = { mapping?: string; saveMapping?: string; json?: true };

const withMapping = async (inspection: Inspection, mapping: string | undefined): Promise<Inspection> =>
  mapping === undefined ? inspection : inspectBy(inspection, await readMappingFile(mapping));

/**
 * `keepable sheet inspect`: prints what was recognised; 0 = a capacity sheet, 1 = with bad cells, 3 = no capacity sheet.
 * Throws INPUT_UNREADABLE when a mapping cannot be read or saved.
 */
export const inspectSheet = async (path: string, options: InspectOptions, terminal: Terminal): Promise<number> => {
  const inspection = await withMapping(await inspectSheetFile(path), options.mapping);
  if (options.saveMapping !== undefined && inspection.mapping !== null)
    await writeNewFile(options.saveMapping, mappingText(inspection.mapping));
  terminal.out(options.json ? JSON.stringify(inspection) : describeInspection(inspection));
  if (!inspection.isCapacitySheet) return EXIT.unusable;
  return inspection.problems.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.done;
};
