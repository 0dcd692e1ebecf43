import type { CapacitySheet, Settings } from '../../capacity/capacity-sheet.ts';
import type { SheetDraft } from '../../db/sheet-drafts.ts';
import { formatColumn, formatTab } from '../../sheet/format-columns.ts';
import type { FixGroup } from '../../sheet/group-problems.ts';
import { groupByFix } from '../../sheet/group-problems.ts';
import { firstCell, headerKeys } from '../../sheet/mapping/sheet-mapping.ts';
import type { SheetMapping } from '../../sheet/mapping/sheet-mapping.ts';
import type { TablePreview } from '../../sheet/preview-table.ts';
import { mappingOf, openCount, questionsOf } from '../../sheet/read-draft.ts';
import type { DraftChoices, DraftReading } from '../../sheet/read-draft.ts';
import { FIELD_WORDS } from '../../sheet/understand/field-words.ts';
import { keepsSettings } from '../../sheet/read-remembered.ts';
import type { LayoutMemory } from '../../sheet/read-remembered.ts';
import type { InspectedTable } from '../../sheet/understand/inspect-table.ts';
import type { Inspection } from '../../sheet/understand/inspect-workbook.ts';
import type { Question } from '../../sheet/understand/questions.ts';

/** A table with the corner of it that is shown. */
type TableView = Omit<InspectedTable, 'columns' | 'kind'> & {
  /** A tab of the format, another kind that is recognised, or "other". */
  kind: string;
  preview: TablePreview | null;
  /** `key` names the column in the mapping. */
  columns: (Omit<InspectedTable['columns'][number], 'field'> & { field: string | null; key: string })[];
  /** Its first cell, which names the table in the mapping. */
  at: string;
};

/** A group of problems; of a long one only the first are sent. */
type GroupView = FixGroup & { count: number };

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
  /** How it is read now, to be changed and sent back; null for our own format. */
  mapping: SheetMapping | null;
  memory: LayoutMemory;
  /** True when plant, time zone and the other settings stay as in the sheet in force. */
  keepsSettings: boolean;
};

/** True for a workbook in our own format, also while it is too incomplete to be used. */
const isOurFormat = ({ layout, tables }: Inspection): boolean =>
  layout === 'v1' ||
  tables.some(({ sheet, columns }) => formatTab(sheet) === 'Products' && columns.some(({ header }) => formatColumn(sheet, header) === 'product_code')); // prettier-ignore

type Keyed = Omit<TableView, 'preview'>;

/** The table with the names that its columns and itself have in the mapping. */
const keyed = (table: InspectedTable, isOurs: boolean): Keyed => {
  const keys = headerKeys(table);
  const shown: Omit<Keyed, 'at' | 'columns'> & { columns: Omit<Keyed['columns'][number], 'key'>[] } = isOurs
    ? byTheFormat(table)
    : table;
  const columns = shown.columns.map((column, index) => ({ ...column, key: keys[index] ?? '' }));
  return { ...shown, columns, at: firstCell(table.range) };
};

/** In a workbook of our own format a column is what its header says, and nothing is guessed. */
const byTheFormat = (table: InspectedTable) => ({
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
  settings: Settings | null,
): DraftView => {
  const { sheet, version } = reading;
  // Questions are asked on their own; what nothing is published from has no rows to complain about.
  const keeps = settings !== null && keepsSettings(inspection, choices);
  const told = reading.problems.filter(
    ({ expected }) => !expected.startsWith('an answer: ') && !(keeps && expected.startsWith('a row with the key')),
  );
  const problems = inspection.layout === 'none' && !isOurFormat(inspection) ? inspection.problems : told;
  return {
    id,
    fileName,
    choices,
    memory: 'none',
    mapping: mappingOf(inspection, choices),
    keepsSettings: keeps,
    layout: inspection.layout,
    refusal: inspection.refusal,
    isUsable: sheet !== null && openCount(inspection, choices) === 0,
    version: sheet === null ? null : version,
    counts: countsOf(sheet),
    tables: inspection.tables.map((table) => ({
      ...keyed(table, inspection.layout === 'v1'),
      preview: previews.find(({ sheet: tab, range }) => tab === table.sheet && range === table.range) ?? null,
    })),
    questions: questionsOf(inspection, choices),
    fields: Object.keys(FIELD_WORDS),
    groups: groupByFix(problems).map(toGroup),
    rejectedRows: problems.filter(({ severity, row, cell }) => severity === 'error' && (row ?? cell) !== null).length,
  };
};
