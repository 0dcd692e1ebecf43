import { markTables } from '../mark-workbook.ts';
import { openWorkbook } from '../open-workbook.ts';
import { readTables } from '../read-workbook.ts';
import { inspectTables } from '../understand/inspect-workbook.ts';
import { readMapped } from './read-mapped.ts';
import type { SheetMapping } from './sheet-mapping.ts';

/**
 * The planner's workbook with its problems marked, as an .xlsx file: read in our own format where it is in it, else by the
 * mapping or by what is understood. Throws SHEET_UNREADABLE when the bytes are no workbook.
 */
export const markWorkbook = async (
  bytes: Uint8Array,
  fileName: string,
  mapping: SheetMapping | null,
): Promise<Uint8Array> => {
  const tables = openWorkbook(bytes, fileName);
  const isOurs = mapping === null && inspectTables(tables, fileName).layout !== 'mapped';
  const { problems } = isOurs ? readTables(tables, fileName) : readMapped(tables, fileName, mapping);
  return markTables(tables, problems);
};
