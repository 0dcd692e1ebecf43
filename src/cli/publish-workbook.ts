import path from 'node:path';
import type { Kysely } from 'kysely';
import type { Schema, SheetOrigin } from '../db/schema.ts';
import { publishVersion } from '../db/sheet-publish.ts';
import { AppError } from '../errors.ts';
import { readSheetFile as readWorkbookFile } from '../sheet/read-sheet-file.ts';
import type { WorkbookReading } from '../sheet/read-workbook.ts';
import { readWorkbook } from '../sheet/read-workbook.ts';

/** A workbook from which promises can be made. */
export type UsableSheet = { facts: NonNullable<WorkbookReading['sheet']>; hash: string; fileName: string };

/** Reads a workbook from a file, a large one in a capped child. Throws SHEET_MISSING or SHEET_UNREADABLE with one sentence. */
export const readSheetFile = async (file: string): Promise<UsableSheet> =>
  usable(await readWorkbookFile(file), path.basename(file));

/** Reads a workbook from its bytes. Throws SHEET_UNREADABLE with the first thing to fix. */
export const toUsableSheet = (bytes: Uint8Array, fileName: string): UsableSheet =>
  usable(readWorkbook(bytes, fileName), fileName);

const usable = ({ sheet, problems, version }: WorkbookReading, fileName: string): UsableSheet => {
  if (sheet !== null) return { facts: sheet, hash: version, fileName };
  const worst = problems[0];
  const where = worst === undefined ? '' : ` (${worst.cell ?? worst.row ?? worst.sheet})`;
  throw new AppError(
    'SHEET_UNREADABLE',
    `No promise can be made from ${fileName}${where}: ${worst?.howToFix ?? 'it holds no products.'}`,
  );
};

export type PublishFacts = {
  sheet: UsableSheet;
  publishedAt: Date;
  note?: string;
  author?: string | null;
  origin?: SheetOrigin;
};

/**
 * Makes a sheet the one that this install's deals are checked against, and puts every deal that shows an answer, or waited
 * for a sheet, in line for another check. Returns how many.
 */
export const publishWorkbook = async (
  db: Kysely<Schema>,
  installId: number,
  { sheet, publishedAt, note = sheet.fileName, author = null, origin = 'demo' }: PublishFacts,
): Promise<number> => {
  const { deals } = await publishVersion(db, installId, { sheet: { ...sheet, author, note, origin, publishedAt } });
  return deals;
};
