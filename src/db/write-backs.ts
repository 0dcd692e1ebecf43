import { sql } from 'kysely';
import type { WriteBack } from '../write-back/write-back.ts';
import type { Tx } from './roles.ts';
import type { WriteState } from './schema.ts';

/** What we last asked the CRM to show under a key, and what became of it. */
export type StoredWrite = {
  dealId: string;
  key: string;
  externalKey: string;
  content: WriteBack;
  contentHash: string;
  objectId: string | null;
  state: WriteState;
  reason: string | null;
};

/** A write that is about to be sent. */
export type WriteIntent = Pick<StoredWrite, 'dealId' | 'key' | 'externalKey' | 'content' | 'contentHash'>;

/** All writes of these deals, for the plan of the difference. */
export const writesOf = async (tx: Tx, dealIds: string[]): Promise<StoredWrite[]> => {
  if (dealIds.length === 0) return [];
  const rows = await tx.selectFrom('write_backs').selectAll().where('deal_id', 'in', dealIds).orderBy('key').execute();
  return rows.map((row) => ({
    dealId: row.deal_id,
    key: row.key,
    externalKey: row.external_key,
    content: row.content,
    contentHash: row.content_hash,
    objectId: row.object_id,
    state: row.state,
    reason: row.reason,
  }));
};

/**
 * Stores intents before the calls are made: after a crash the same keys are sent again, not new ones. One that another
 * lease was sending is doubted: that process may be dead, or stand still and write later.
 */
export const storeIntents = async (
  tx: Tx,
  intents: WriteIntent[],
  by: { installId: number; leaseId: string; now: Date },
): Promise<void> => {
  if (intents.length === 0) return;
  const rows = intents.map((intent) => ({
    install_id: by.installId,
    deal_id: intent.dealId,
    key: intent.key,
    external_key: intent.externalKey,
    content: JSON.stringify(intent.content),
    content_hash: intent.contentHash,
    state: 'sending' as const,
    lease_id: by.leaseId,
    changed_at: by.now,
  }));
  await tx
    .insertInto('write_backs')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['install_id', 'deal_id', 'key']).doUpdateSet((row) => ({
        content: row.ref('excluded.content'),
        content_hash: row.ref('excluded.content_hash'),
        state: row.ref('excluded.state'),
        reason: null,
        lease_id: row.ref('excluded.lease_id'),
        changed_at: row.ref('excluded.changed_at'),
        doubted_at: sql<Date | null>`case when write_backs.state = 'sending' and write_backs.lease_id <> excluded.lease_id
          then excluded.changed_at else write_backs.doubted_at end`,
      })),
    )
    .execute();
};

/** What became of one intent. */
export type WriteResult = {
  dealId: string;
  key: string;
  state: WriteState;
  objectId: string | null;
  reason: string | null;
};

/** Records outcomes of the intents of one lease; those that a newer lease has taken over are left alone. */
export const recordOutcomes = async (
  tx: Tx,
  results: WriteResult[],
  by: { leaseId: string; now: Date },
): Promise<void> => {
  if (results.length === 0) return;
  await sql`
    update write_backs w
    set state = r.state, object_id = coalesce(r."objectId", w.object_id), reason = r.reason, changed_at = ${by.now}
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb)
      as r("dealId" text, key text, state text, "objectId" text, reason text)
    where w.deal_id = r."dealId" and w.key = r.key and w.lease_id = ${by.leaseId}`.execute(tx);
};

/** Marks writes as possibly overwritten: the next check sends them again even if nothing changed. */
export const distrustWrites = async (tx: Tx, dealIds: string[]): Promise<void> => {
  if (dealIds.length === 0) return;
  await tx
    .updateTable('write_backs')
    .set({ state: 'unknown' })
    .where('deal_id', 'in', dealIds)
    .where('state', '=', 'written')
    .execute();
};

/** The deals of writes that are doubted since this moment or longer. */
export const doubtedDeals = async (tx: Tx, before: Date): Promise<string[]> => {
  const rows = await tx
    .selectFrom('write_backs')
    .select('deal_id')
    .distinct()
    .where('doubted_at', '<=', before)
    .orderBy('deal_id')
    .execute();
  return rows.map((row) => row.deal_id);
};

/** Ends these doubts: the next check of the deal sends such writes again. */
export const endDoubts = async (tx: Tx, before: Date): Promise<void> => {
  await sql`
    update write_backs set doubted_at = null, state = case when state = 'written' then 'unknown' else state end
    where doubted_at <= ${before}`.execute(tx);
};

/** The deals whose tasks these are; tasks of other people are not among them. */
export const dealsOfTasks = async (tx: Tx, taskIds: string[]): Promise<string[]> => {
  if (taskIds.length === 0) return [];
  const rows = await tx
    .selectFrom('write_backs')
    .select('deal_id')
    .distinct()
    .where('object_id', 'in', taskIds)
    .where('key', 'like', 'task/%')
    .execute();
  return rows.map((row) => row.deal_id);
};
