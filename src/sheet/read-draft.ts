import { hasCode } from '../errors.ts';
import type { Table } from './cell.ts';
import type { CellFixes } from './fix-cells.ts';
import { fixCells } from './fix-cells.ts';
import type { HolidayPlace } from './holidays.ts';
import { openQuestions } from './mapping/apply-mapping.ts';
import { readMapped } from './mapping/read-mapped.ts';
import { suggestMapping } from './mapping/sheet-mapping.ts';
import type { SheetMapping } from './mapping/sheet-mapping.ts';
import { openWorkbook } from './open-workbook.ts';
import type { TablePreview } from './preview-table.ts';
import { previewTable } from './preview-table.ts';
import { readTables, readWorkbook } from './read-workbook.ts';
import type { WorkbookReading } from './read-workbook.ts';
import { inspectTables, inspectWorkbook } from './understand/inspect-workbook.ts';
import type { Inspection } from './understand/inspect-workbook.ts';
import type { Question } from './understand/questions.ts';

/** What a planner decided about an upload: kept beside the file, which stays as it came. */
export type DraftChoices = {
  fixes: CellFixes;
  /** Public holidays to add for days that the Calendar does not name. */
  holidays: HolidayPlace | null;
  /** How a workbook of another shape is read; null = as it was understood. */
  mapping: SheetMapping | null;
};

/** Nothing decided yet. */
export const NO_CHOICES: DraftChoices = { fixes: {}, holidays: null, mapping: null };

/** An upload as it is understood with the planner's decisions: what was found, what can be published, what it looks like. */
export type DraftReading = { inspection: Inspection; reading: WorkbookReading; previews: TablePreview[] };

const previewsOf = (tables: Table[], inspection: Inspection): TablePreview[] =>
  inspection.tables.flatMap((found) => {
    const table = tables.find(({ name }) => name === found.sheet);
    return table ? [previewTable(table, found)] : [];
  });

/** Reads an upload with the planner's decisions. Never throws for what is in the file. */
export const readDraft = (bytes: Uint8Array, fileName: string, choices: DraftChoices): DraftReading => {
  try {
    const tables = fixCells(openWorkbook(bytes, fileName), choices.fixes);
    const inspection = inspectTables(tables, fileName);
    const isOurs = inspection.layout === 'v1';
    const reading = isOurs ? readTables(tables, fileName) : readMapped(tables, fileName, choices.mapping);
    return { inspection, reading, previews: previewsOf(tables, inspection) };
  } catch (error) {
    if (!hasCode(error, 'SHEET_UNREADABLE')) throw error;
    return { inspection: inspectWorkbook(bytes, fileName), reading: readWorkbook(bytes, fileName), previews: [] };
  }
};

/** How an upload of another shape is read: as the planner says, or as it was understood; null for our own format. */
export const mappingOf = ({ layout, tables }: Inspection, { mapping }: DraftChoices): SheetMapping | null =>
  layout === 'mapped' ? (mapping ?? suggestMapping(tables)) : null;

/** The questions about tables that are used; tables that the planner leaves out ask nothing. */
export const questionsOf = (inspection: Inspection, choices: DraftChoices): Question[] => {
  const used = mappingOf(inspection, choices)?.tables.filter(({ use }) => use !== 'other') ?? [];
  return inspection.questions.filter(({ sheet, range }) =>
    used.some((table) => table.sheet === sheet && range.startsWith(`${table.at}:`)),
  );
};

/** How many of them are not answered yet: until they are, nothing can be published. */
export const openCount = (inspection: Inspection, choices: DraftChoices): number => {
  const mapping = mappingOf(inspection, choices);
  return mapping ? openQuestions(questionsOf(inspection, choices), mapping).length : 0;
};
