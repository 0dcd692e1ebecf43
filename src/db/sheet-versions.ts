import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { Tx } from './roles.ts';

/** A published sheet: the facts never change under their hash. */
export type SheetVersion = { hash: string; facts: CapacitySheet; publishedAt: Date };

/** The sheet that checks run against, or null before the first one is published. */
export const activeSheet = async (tx: Tx): Promise<SheetVersion | null> => {
  const row = await tx
    .selectFrom('sheet_versions')
    .select(['hash', 'facts', 'published_at'])
    .where('active', '=', true)
    .executeTakeFirst();
  return row ? { hash: row.hash, facts: row.facts, publishedAt: row.published_at } : null;
};

/** The hash of the active sheet: readers compare it before they read the facts again. */
export const activeSheetHash = async (tx: Tx): Promise<string | null> => {
  const row = await tx.selectFrom('sheet_versions').select('hash').where('active', '=', true).executeTakeFirst();
  return row?.hash ?? null;
};

/** Publishes a sheet: readers see the old or the new one, never a mix. */
export const publishSheet = async (
  tx: Tx,
  installId: number,
  sheet: { hash: string; facts: CapacitySheet; author: string | null; note: string | null; publishedAt: Date },
): Promise<void> => {
  await tx.updateTable('sheet_versions').set({ active: false }).where('active', '=', true).execute();
  await tx
    .insertInto('sheet_versions')
    .values({
      install_id: installId,
      hash: sheet.hash,
      facts: JSON.stringify(sheet.facts),
      author: sheet.author,
      note: sheet.note,
      published_at: sheet.publishedAt,
      active: true,
    })
    .execute();
};
