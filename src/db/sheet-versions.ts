import { sql } from 'kysely';
import type { CapacitySheet, Settings } from '../capacity/capacity-sheet.ts';
import type { Tx } from './roles.ts';
import type { SheetOrigin } from './schema.ts';

/** A published sheet: the facts never change under their hash. */
export type SheetVersion = { id: string; hash: string; facts: CapacitySheet; publishedAt: Date };

/** A publication as the history lists it, without its facts. */
export type PublishedVersion = Omit<SheetVersion, 'facts'> & {
  author: string | null;
  note: string | null;
  fileName: string | null;
  origin: SheetOrigin;
  isActive: boolean;
};

/** What becomes the sheet in force. */
export type NewVersion = {
  hash: string;
  facts: CapacitySheet;
  author: string | null;
  note: string | null;
  fileName: string | null;
  origin: SheetOrigin;
  publishedAt: Date;
};

const LISTED = ['id', 'hash', 'author', 'note', 'file_name', 'origin', 'published_at', 'active'] as const;

/** The sheet that checks run against, or null before the first one is published. */
export const activeSheet = async (tx: Tx): Promise<SheetVersion | null> => {
  const row = await tx
    .selectFrom('sheet_versions')
    .select(['id', 'hash', 'facts', 'published_at'])
    .where('active', '=', true)
    .executeTakeFirst();
  return row ? { id: row.id, hash: row.hash, facts: row.facts, publishedAt: row.published_at } : null;
};

/** The settings of the sheet in force; null before the first one is published. */
export const settingsInForce = async (tx: Tx): Promise<Settings | null> => {
  const row = await tx
    .selectFrom('sheet_versions')
    .select(sql<Settings>`facts -> 'settings'`.as('settings'))
    .where('active', '=', true)
    .executeTakeFirst();
  return row?.settings ?? null;
};

/** The publication in force: readers compare it before they read the facts again. The same facts published again are another one. */
export const activeSheetId = async (tx: Tx): Promise<string | null> => {
  const row = await tx.selectFrom('sheet_versions').select('id').where('active', '=', true).executeTakeFirst();
  return row?.id ?? null;
};

/** Publications of an install, newest first. */
export const listSheetVersions = async (tx: Tx, limit = 100): Promise<PublishedVersion[]> => {
  const rows = await tx.selectFrom('sheet_versions').select(LISTED).orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    hash: row.hash,
    author: row.author,
    note: row.note,
    fileName: row.file_name,
    origin: row.origin,
    publishedAt: row.published_at,
    isActive: row.active,
  }));
};

/** One publication with its facts, by the number of the history; null when this install has none of that number. */
export const readSheetVersion = async (tx: Tx, id: string): Promise<SheetVersion | null> => {
  if (!/^\d{1,18}$/.test(id)) return null;
  const row = await tx
    .selectFrom('sheet_versions')
    .select(['id', 'hash', 'facts', 'published_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { id: row.id, hash: row.hash, facts: row.facts, publishedAt: row.published_at } : null;
};

/** The sheet of this content as it was in force at a moment, for replay; null when this install had none. */
export const sheetInForce = async (tx: Tx, hash: string, at: Date): Promise<SheetVersion | null> => {
  const row = await tx
    .selectFrom('sheet_versions')
    .select(['id', 'hash', 'facts', 'published_at'])
    .where('hash', '=', hash)
    .where('published_at', '<=', at)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { id: row.id, hash: row.hash, facts: row.facts, publishedAt: row.published_at } : null;
};

/** Publishes a sheet: readers see the old or the new one, never a mix. Returns its number. */
export const publishSheet = async (tx: Tx, installId: number, sheet: NewVersion): Promise<string> => {
  await tx.updateTable('sheet_versions').set({ active: false }).where('active', '=', true).execute();
  const row = await tx
    .insertInto('sheet_versions')
    .values({
      install_id: installId,
      hash: sheet.hash,
      facts: JSON.stringify(sheet.facts),
      author: sheet.author,
      note: sheet.note,
      file_name: sheet.fileName,
      origin: sheet.origin,
      published_at: sheet.publishedAt,
      active: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
};
