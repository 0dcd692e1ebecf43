import type { Kysely, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { Tx } from './roles.ts';
import { asRole } from './roles.ts';
import type { Schema, SourceState } from './schema.ts';
import type { KeyRing } from './secret-box.ts';
import { openSecret, sealSecret } from './secret-box.ts';

/** The address from which an install's workbook is fetched, and how the last look went. */
export type SheetSource = {
  url: string;
  everyMinutes: number;
  state: SourceState;
  reason: string | null;
  etag: string | null;
  contentHash: string | null;
  checkedAt: Date | null;
  changedAt: Date | null;
  /** Since when no look succeeded; null while the last one did. */
  failingSince: Date | null;
  nextAt: Date;
};

/** What one look found out. */
export type SourceLook = Pick<SheetSource, 'state' | 'reason' | 'etag' | 'contentHash' | 'changedAt'>;

const LEASE_MS = 2 * 60 * 1000;
const boundTo = (installId: number): string => `installs/${installId}/sheet-source`;

/** Sets the address of an install and looks at it as soon as possible; what was known of another address is forgotten. */
export const setSource = async (
  tx: Tx,
  installId: number,
  { url, everyMinutes, keys, now }: { url: string; everyMinutes: number; keys: KeyRing; now: Date },
): Promise<void> => {
  const row = {
    url: sealSecret(url, boundTo(installId), keys),
    every_minutes: everyMinutes,
    state: 'waiting' as const,
    reason: null,
    etag: null,
    content_hash: null,
    failing_since: null,
    next_at: now,
  };
  await tx
    .insertInto('sheet_sources')
    .values({ ...row, install_id: installId, checked_at: null, changed_at: null, lease_until: null })
    .onConflict((conflict) => conflict.column('install_id').doUpdateSet(row))
    .execute();
};

/** The source of this install, or null when it has none. */
export const readSource = async (tx: Tx, installId: number, keys: KeyRing): Promise<SheetSource | null> => {
  const row = await tx.selectFrom('sheet_sources').selectAll().executeTakeFirst();
  return row ? toSource(row, installId, keys) : null;
};

/** Since when the source of this install cannot be read; null when it can, or when there is none. */
export const sourceFailingSince = async (tx: Tx): Promise<Date | null> => {
  const row = await tx.selectFrom('sheet_sources').select('failing_since').executeTakeFirst();
  return row?.failing_since ?? null;
};

/** Forgets the source; the published sheet stays. */
export const dropSource = async (tx: Tx): Promise<void> => {
  await tx.deleteFrom('sheet_sources').execute();
};

/** Takes one install whose source is due, for this process alone; null when none is. */
export const claimSource = (db: Kysely<Schema>, now: Date): Promise<number | null> =>
  asRole(db, 'keepable_operator', async (tx) => {
    const { rows } = await sql<{ install_id: number }>`
      update sheet_sources set lease_until = ${new Date(now.getTime() + LEASE_MS)}
      where install_id = (
        select s.install_id from sheet_sources s join installs i on i.id = s.install_id
        where s.next_at <= ${now} and (s.lease_until is null or s.lease_until <= ${now}) and i.status <> 'disconnected'
        order by s.next_at limit 1 for update of s skip locked)
      returning install_id`.execute(tx);
    return rows[0]?.install_id ?? null;
  });

/** Records a look and when the next one is due. Returns true when the source failed before and not now, or the other way round. */
export const recordLook = async (tx: Tx, look: SourceLook, now: Date): Promise<boolean> => {
  const before = await tx.selectFrom('sheet_sources').select(['failing_since', 'every_minutes']).executeTakeFirst();
  if (!before) return false;
  const isFailing = look.state !== 'fine';
  const changes: Updateable<Schema['sheet_sources']> = {
    state: look.state,
    reason: look.reason,
    etag: look.etag,
    content_hash: look.contentHash,
    changed_at: look.changedAt,
    checked_at: now,
    failing_since: isFailing ? (before.failing_since ?? now) : null,
    next_at: new Date(now.getTime() + before.every_minutes * 60_000),
    lease_until: null,
  };
  await tx.updateTable('sheet_sources').set(changes).execute();
  return isFailing !== (before.failing_since !== null);
};

const toSource = (row: Selectable<Schema['sheet_sources']>, installId: number, keys: KeyRing): SheetSource => ({
  url: openSecret(row.url, boundTo(installId), keys),
  everyMinutes: row.every_minutes,
  state: row.state,
  reason: row.reason,
  etag: row.etag,
  contentHash: row.content_hash,
  checkedAt: row.checked_at,
  changedAt: row.changed_at,
  failingSince: row.failing_since,
  nextAt: row.next_at,
});
