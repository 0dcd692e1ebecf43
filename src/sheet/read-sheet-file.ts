import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, systemCode } from '../errors.ts';
import { parseInChild } from './parse-in-child.ts';
import type { WorkbookReading } from './read-workbook.ts';

/** Up to this size a workbook is read in this process: starting a child would take longer than reading it. */
const SMALL_FILE_BYTES = 256 * 1024;

/** What a zip claims to inflate to; a claim above this goes to the child whatever the file's size. */
const SMALL_CLAIM_BYTES = 24 * 1024 * 1024;

const CENTRAL_HEADER = 0x02014b50;
const SIZE_OFFSET = 24;

/** Sum of the sizes that the entries of a zip claim; 0 for what is not a zip. */
const claimedBytes = (bytes: Buffer): number => {
  let sum = 0;
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    if (at + SIZE_OFFSET + 4 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_HEADER) continue;
    sum += bytes.readUInt32LE(at + SIZE_OFFSET);
  }
  return sum;
};

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
  const small = bytes.length <= SMALL_FILE_BYTES && claimedBytes(bytes) <= SMALL_CLAIM_BYTES;
  if (!small) return parseInChild(bytes, basename(path));
  const { readWorkbook } = await import('./read-workbook.ts');
  return readWorkbook(bytes, basename(path));
};
