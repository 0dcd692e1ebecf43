import type { DraftChoices } from '../sheet/read-draft.ts';
import type { Tx } from './roles.ts';

/** An upload that a planner is looking at. */
export type SheetDraft = { id: string; fileName: string; bytes: Uint8Array; choices: DraftChoices; createdAt: Date };

/** Only so many uploads of an install are kept, and none for longer than a fortnight. */
const MOST_DRAFTS = 10;
const LIFE_MS = 14 * 24 * 60 * 60 * 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Keeps an upload and forgets the oldest ones; returns its id. */
export const keepDraft = async (
  tx: Tx,
  installId: number,
  { fileName, bytes, choices, createdAt }: Omit<SheetDraft, 'id'>,
): Promise<string> => {
  await tx
    .deleteFrom('sheet_drafts')
    .where((where) =>
      where.or([
        where('created_at', '<', new Date(createdAt.getTime() - LIFE_MS)),
        where(
          'id',
          'in',
          where
            .selectFrom('sheet_drafts')
            .select('id')
            .orderBy('created_at', 'desc')
            .offset(MOST_DRAFTS - 1),
        ),
      ]),
    )
    .execute();
  const row = await tx
    .insertInto('sheet_drafts')
    .values({
      install_id: installId,
      file_name: fileName,
      bytes: Buffer.from(bytes),
      choices: JSON.stringify(choices),
      created_at: createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
};

/** An upload by its id; null when this install has none of that id. */
export const readDraftFile = async (tx: Tx, id: string): Promise<SheetDraft | null> => {
  if (!UUID.test(id)) return null;
  const row = await tx.selectFrom('sheet_drafts').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  // The choices were checked before they were kept.
  const choices = row.choices as DraftChoices;
  return { id: row.id, fileName: row.file_name, bytes: row.bytes, choices, createdAt: row.created_at };
};

/** The upload that came last, without its file; null when there is none. */
export const latestDraft = async (tx: Tx): Promise<Pick<SheetDraft, 'id' | 'fileName' | 'createdAt'> | null> => {
  const row = await tx
    .selectFrom('sheet_drafts')
    .select(['id', 'file_name', 'created_at'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { id: row.id, fileName: row.file_name, createdAt: row.created_at } : null;
};

/** Keeps what the planner decided about an upload. */
export const keepChoices = async (tx: Tx, id: string, choices: DraftChoices): Promise<void> => {
  await tx
    .updateTable('sheet_drafts')
    .set({ choices: JSON.stringify(choices) })
    .where('id', '=', id)
    .execute();
};

/** Forgets an upload: it was published, or the planner started over. */
export const dropDraft = async (tx: Tx, id: string): Promise<void> => {
  if (UUID.test(id)) await tx.deleteFrom('sheet_drafts').where('id', '=', id).execute();
};
