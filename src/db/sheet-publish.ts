import type { Kysely } from 'kysely';
import { AppError } from '../errors.ts';
import { markKnownDealsDirty, replayDeadLetters } from './deal-work.ts';
import type { Tx } from './roles.ts';
import { asInstall } from './roles.ts';
import type { Schema } from './schema.ts';
import type { NewVersion } from './sheet-versions.ts';
import { activeSheetId, publishSheet, readSheetVersion } from './sheet-versions.ts';

/** What a publication did: its number in the history and how many deals are checked against it. */
export type Publication = { versionId: string; deals: number };

/**
 * Makes a sheet the one that this install's deals are checked against, and puts every deal that shows an answer, or waited
 * for a sheet, in line for another check: all of it or nothing. `replaces` is the publication that the author looked at (null:
 * none; absent: whichever). Throws SHEET_REPLACED when another one came into force meanwhile.
 */
export const publishVersion = (
  db: Kysely<Schema>,
  installId: number,
  { sheet, replaces }: { sheet: NewVersion; replaces?: string | null },
): Promise<Publication> =>
  asInstall(db, installId, async (tx) => {
    if (replaces !== undefined) await confirmInForce(tx, replaces);
    const versionId = await publishSheet(tx, installId, sheet);
    return { versionId, deals: await recheckAll(tx, sheet.publishedAt) };
  });

type Restoring = {
  versionId: string;
  author: string | null;
  note: string;
  now: Date;
  replaces?: string | null | undefined;
};

/**
 * Publishes an earlier version again, as it was, as a new entry of the history. Throws SHEET_MISSING when this install
 * has no version of that number, SHEET_REPLACED as above.
 */
export const restoreVersion = (
  db: Kysely<Schema>,
  installId: number,
  { versionId, author, note, now, replaces }: Restoring,
): Promise<Publication> =>
  asInstall(db, installId, async (tx) => {
    if (replaces !== undefined) await confirmInForce(tx, replaces);
    const earlier = await readSheetVersion(tx, versionId);
    if (!earlier) throw new AppError('SHEET_MISSING', `There is no version ${versionId} of the capacity sheet.`);
    const { hash, facts } = earlier;
    const sheet: NewVersion = { hash, facts, author, note, fileName: null, origin: 'restore', publishedAt: now };
    return { versionId: await publishSheet(tx, installId, sheet), deals: await recheckAll(tx, now) };
  });

const recheckAll = async (tx: Tx, now: Date): Promise<number> =>
  (await replayDeadLetters(tx, now)) + (await markKnownDealsDirty(tx, now));

const confirmInForce = async (tx: Tx, replaces: string | null): Promise<void> => {
  if ((await activeSheetId(tx)) === replaces) return;
  throw new AppError(
    'SHEET_REPLACED',
    'Somebody published another sheet while you looked at this one. Look at the changes again, then publish.',
  );
};
