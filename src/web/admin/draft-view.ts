import type { CapacitySheet } from '../../capacity/capacity-sheet.ts';
import type { SheetDraft } from '../../db/sheet-drafts.ts';
import { formatColumn, formatTab } from '../../sheet/format-columns.ts';
import type { FixGroup } from '../../sheet/group-problems.ts';
import { groupByFix } from '../../sheet/group-problems.ts';
import type { TablePreview } from '../../sheet/preview-table.ts';
import type { DraftChoices, DraftReading } from '../../sheet/read-draft.ts';
import { FIELD_WORDS } from '../../sheet/understand/field-words.ts';
import type { InspectedTable } from '../../sheet/understand/inspect-table.ts';
import type { Inspection } from '../../sheet/understand/inspect-workbook.ts';
import type { Question } from '../../sheet/understand/questions.ts';

/** A table with the corner of it that is shown. */
export type TableView = Omit<InspectedTable, 'columns' | 'kind'> & {
  /** A tab of the format, another kind that is recognised, or "other". */
  kind: string;
  preview: TablePreview | null;
  columns: (Omit<InspectedTable['columns'][number], 'field'> & { field: string | null })[];
};

/** A group of problems; of a long one only the first are sent. */
export type GroupView = FixGroup & { count: number };

/** Everything that the page shows of an upload. */
export type DraftView = {
  id: string;
  fileName: string;
  layout: 'v1' | 'mapped' | 'none';
  /** Why it is no capacity sheet; null when it is one. */
  refusal: string | null;
  /** True when promises can be made from it as it stands. */
  isUsable: boolean;
  version: string | null;
  /** Facts by list: products, resources, commitments, ... */
  counts: Record<string, number>;
  tables: TableView[];
  questions: Question[];
  /** Fields that a column can be told to be. */
  fields: string[];
  groups: GroupView[];
  /** Rows that cannot be used: what depends on them is answered "cannot tell". */
  rejectedRows: number;
  choices: DraftChoices;
  /** same: the answers given for this layout before are used; changed: only another layout is known. */
  memory: 'same' | 'changed' | 'none';
};

/** True for a workbook in our own format, also while it is too incomplete to be used. */
const isOurFormat = ({ layout, tables }: Inspection): boolean =>
  layout === 'v1' ||
  tables.some(({ sheet, columns }) => formatTab(sheet) === 'Products' && columns.some(({ header }) => formatColumn(sheet, header) === 'product_code')); // prettier-ignore

/** In a workbook of our own format a column is what its header says, and nothing is guessed. */
const byTheFormat = (table: InspectedTable): Omit<TableView, 'preview'> => ({
  ...table,
  kind: formatTab(table.sheet) ?? 'other',
  columns: table.columns.map((column) => ({
    ...column,
    field: formatColumn(table.sheet, column.header),
    confidence: 1,
  })),
});

const MOST_SHOWN = 40;

const countsOf = (sheet: CapacitySheet | null): Record<string, number> =>
  Object.fromEntries(
    Object.entries(sheet ?? {}).flatMap(([name, rows]) =>
      Array.isArray(rows) && rows.length > 0 ? [[name, rows.length]] : [],
    ),
  );

const toGroup = (group: FixGroup): GroupView => ({
  ...group,
  count: group.problems.length,
  problems: group.problems.slice(0, MOST_SHOWN),
});

/** The view of an upload as it is understood now. */
export const draftView = (
  { id, fileName, choices }: SheetDraft,
  { inspection, reading, previews }: DraftReading,
): DraftView => {
  const { sheet, version } = reading;
  const problems = sheet !== null || isOurFormat(inspection) ? reading.problems : inspection.problems;
  return {
    id,
    fileName,
    choices,
    memory: 'none',
    layout: inspection.layout,
    refusal: inspection.refusal,
    isUsable: sheet !== null,
    version: sheet === null ? null : version,
    counts: countsOf(sheet),
    tables: inspection.tables.map((table) => ({
      ...(inspection.layout === 'v1' ? byTheFormat(table) : table),
      preview: previews.find(({ sheet: tab, range }) => tab === table.sheet && range === table.range) ?? null,
    })),
    questions: inspection.questions,
    fields: Object.keys(FIELD_WORDS),
    groups: groupByFix(problems).map(toGroup),
    rejectedRows: problems.filter(({ severity, row, cell }) => severity === 'error' && (row ?? cell) !== null).length,
  };
};
