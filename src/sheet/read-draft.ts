import { hasCode } from '../errors.ts';
import type { Table } from './cell.ts';
import type { CellFixes } from './fix-cells.ts';
import { fixCells } from './fix-cells.ts';
import type { HolidayPlace } from './holidays.ts';
import { openWorkbook } from './open-workbook.ts';
import type { TablePreview } from './preview-table.ts';
import { previewTable } from './preview-table.ts';
import { readTables, readWorkbook } from './read-workbook.ts';
import type { WorkbookReading } from './read-workbook.ts';
import { inspectTables, inspectWorkbook } from './understand/inspect-workbook.ts';
import type { Inspection } from './understand/inspect-workbook.ts';

/** What a planner decided about an upload: kept beside the file, which stays as it came. */
export type DraftChoices = {
  fixes: CellFixes;
  /** Public holidays to add for days that the Calendar does not name. */
  holidays: HolidayPlace | null;
  /** What a column was told to be, by "sheet!range!letter"; '' = not used. */
  columns: Record<string, string>;
  /** Answers by the key of their question. */
  answers: Record<string, string>;
};

/** Nothing decided yet. */
export const NO_CHOICES: DraftChoices = { fixes: {}, holidays: null, columns: {}, answers: {} };

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
    return { inspection, reading: readTables(tables, fileName), previews: previewsOf(tables, inspection) };
  } catch (error) {
    if (!hasCode(error, 'SHEET_UNREADABLE')) throw error;
    return { inspection: inspectWorkbook(bytes, fileName), reading: readWorkbook(bytes, fileName), previews: [] };
  }
};
