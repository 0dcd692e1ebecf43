import { inspectSheetFile } from '../sheet/read-sheet-file.ts';
import { describeProblem } from '../sheet/sheet-problem.ts';
import type { InspectedTable } from '../sheet/understand/inspect-table.ts';
import type { Inspection } from '../sheet/understand/inspect-workbook.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

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

const describeInspection = ({ file, refusal, tables, questions, problems }: Inspection): string =>
  [
    refusal === null ? `${file}: ${tables.length} tables` : `${file}: ${refusal}`,
    ...tables.flatMap(describeTable),
    ...questions.map(
      ({ sheet, question, options }) =>
        `? ${sheet}: ${question}${options.length === 0 ? '' : ` (${options.join(' / ')})`}`,
    ),
    ...problems.map((problem) => `! ${describeProblem(problem)}`),
  ].join('\n');

/** `keepable sheet inspect`: prints what was recognised; 0 = a capacity sheet, 1 = with bad cells, 3 = no capacity sheet. */
export const inspectSheet = async (path: string, options: { json?: true }, terminal: Terminal): Promise<number> => {
  const inspection = await inspectSheetFile(path);
  terminal.out(options.json ? JSON.stringify(inspection) : describeInspection(inspection));
  if (!inspection.isCapacitySheet) return EXIT.unusable;
  return inspection.problems.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.done;
};
