import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, systemCode } from '../errors.ts';
import type { SheetMapping } from './mapping/sheet-mapping.ts';
import type { WorkbookReading } from './read-workbook.ts';
import type { Inspection } from './understand/inspect-workbook.ts';

/** Up to this size a workbook is read in this process: starting a child would take longer than reading it. */
const SMALL_FILE_BYTES = 96 * 1024;

/** The bytes of a workbook on disk. Throws SHEET_MISSING with a sentence when there is none. */
export const readSheetBytes = async (path: string): Promise<Buffer> => {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = systemCode(cause);
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'unknown'})`;
    throw new AppError('SHEET_MISSING', `${path}: ${why}. Name your capacity sheet with --sheet.`, { cause });
  }
};

/** Reads a workbook from disk for the command line: small ones here, large ones in a capped child. */
export const readSheetFile = async (path: string): Promise<WorkbookReading> => {
  const bytes = await readSheetBytes(path);
  if (bytes.length > SMALL_FILE_BYTES) return (await import('./parse-in-child.ts')).parseInChild(bytes, basename(path));
  return (await import('./read-workbook.ts')).readWorkbook(bytes, basename(path));
};

/** Reads a workbook of any shape from disk by a mapping; null = by what is understood of it. */
export const readMappedFile = async (path: string, mapping: SheetMapping | null): Promise<WorkbookReading> => {
  const bytes = await readSheetBytes(path);
  const fileName = basename(path);
  if (bytes.length > SMALL_FILE_BYTES)
    return (await import('./parse-in-child.ts')).mapInChild({ bytes, fileName, mapping });
  return (await import('./mapping/read-mapped.ts')).readMappedWorkbook(bytes, fileName, mapping);
};

/** Inspects a workbook from disk for the command line: small ones here, large ones in a capped child. */
export const inspectSheetFile = async (path: string): Promise<Inspection> => {
  const bytes = await readSheetBytes(path);
  if (bytes.length > SMALL_FILE_BYTES)
    return (await import('./parse-in-child.ts')).inspectInChild(bytes, basename(path));
  return (await import('./understand/inspect-workbook.ts')).inspectWorkbook(bytes, basename(path));
};
