import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tx } from './roles.ts';
import { asRole } from './roles.ts';
import type { Schema, WorkKind } from './schema.ts';

/** One thing that may have changed; `attempts` counts this one. */
export type WorkItem = { kind: WorkKind; objectId: string; attempts: number };

/** Work of one install that is ours until the lease ends. Every later statement names the lease: a zombie's fails. */
export type Claim = { installId: number; leaseId: string; items: WorkItem[] };

type ClaimOptions = { now: Date; leaseMs: number; limit: number; afterInstall: number };

/**
 * Claims up to `limit` due items of one install; null when nothing is due. Installs take turns: the search starts
 * after the install that was served last, so that a busy one cannot starve the others.
 */
export const claimWork = (db: Kysely<Schema>, options: ClaimOptions): Promise<Claim | null> =>
  asRole(db, 'keepable_claimer', async (tx) => {
    const installId = (await nextInstall(tx, options)) ?? (await nextInstall(tx, { ...options, afterInstall: 0 }));
    return installId === null ? null : claimOf(tx, installId, options);
  });

const nextInstall = async (tx: Tx, { now, afterInstall }: ClaimOptions): Promise<number | null> => {
  const { rows } = await sql<{ id: number }>`
    select i.id from installs i
    where i.id > ${afterInstall} and (i.status = 'active' or (i.status = 'paused' and i.paused_until <= ${now}))
      and exists (select from deal_work w where w.install_id = i.id and w.dead_reason is null
        and w.run_at <= ${now} and (w.lease_until is null or w.lease_until <= ${now}))
    order by i.id limit 1`.execute(tx);
  return rows[0]?.id ?? null;
};

const claimOf = async (tx: Tx, installId: number, { now, leaseMs, limit }: ClaimOptions): Promise<Claim | null> => {
  const leaseId = randomUUID();
  const { rows } = await sql<{ kind: WorkKind; object_id: string; attempts: number }>`
    with due as (
      select kind, object_id from deal_work
      where install_id = ${installId} and dead_reason is null and run_at <= ${now}
        and (lease_until is null or lease_until <= ${now})
      order by run_at limit ${limit} for update skip locked
    )
    update deal_work w
    set lease_id = ${leaseId}, lease_until = ${new Date(now.getTime() + leaseMs)}, claimed_version = w.version,
        attempts = w.attempts + 1
    from due where w.install_id = ${installId} and w.kind = due.kind and w.object_id = due.object_id
    returning w.kind, w.object_id, w.attempts`.execute(tx);
  const items = rows.map((row) => ({ kind: row.kind, objectId: row.object_id, attempts: row.attempts }));
  return items.length === 0 ? null : { installId, leaseId, items };
};

/** Which of these items the lease still holds now; their rows stay locked until the transaction ends. */
export const stillHeld = async (tx: Tx, leaseId: string, now: Date): Promise<WorkItem[]> => {
  const rows = await tx
    .selectFrom('deal_work')
    .select(['kind', 'object_id', 'attempts'])
    .where('lease_id', '=', leaseId)
    .where('lease_until', '>', now)
    .forUpdate()
    .execute();
  return rows.map((row) => ({ kind: row.kind, objectId: row.object_id, attempts: row.attempts }));
};

/** Extends a lease that has not ended. False: it was lost, and the work belongs to somebody else. */
export const renewLease = async (tx: Tx, leaseId: string, span: { now: Date; leaseMs: number }): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('deal_work')
    .set({ lease_until: new Date(span.now.getTime() + span.leaseMs) })
    .where('lease_id', '=', leaseId)
    .where('lease_until', '>', span.now)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

/**
 * Ends work that is done. What changed again meanwhile becomes due at once; the rest goes away and its events are done.
 * Returns the keys that the lease still held; the others were lost to another worker.
 */
export const finishWork = async (
  tx: Tx,
  leaseId: string,
  work: { items: WorkItem[]; now: Date },
): Promise<Set<string>> => {
  const { rows } = await sql<{ kind: WorkKind; object_id: string }>`
    with mine as (
      select w.kind, w.object_id, w.version = w.claimed_version as is_latest
      from deal_work w join ${asSet(work.items)} on w.kind = item.kind and w.object_id = item.object_id
      where w.lease_id = ${leaseId} for update of w
    ), gone as (
      delete from deal_work w using mine
      where w.lease_id = ${leaseId} and w.kind = mine.kind and w.object_id = mine.object_id and mine.is_latest
      returning w.install_id, w.kind, w.object_id
    ), again as (
      update deal_work w
      set lease_id = null, lease_until = null, claimed_version = null, attempts = 0, run_at = ${work.now}
      from mine
      where w.lease_id = ${leaseId} and w.kind = mine.kind and w.object_id = mine.object_id and not mine.is_latest
    ), closed as (
      update inbox i set state = 'done' from gone
      where i.install_id = gone.install_id and i.work_kind = gone.kind and i.object_id = gone.object_id
        and i.state in ('stored', 'dead')
    )
    select kind, object_id from mine`.execute(tx);
  return keysOf(rows);
};

/**
 * Gives work back to be tried again at `runAt`; the attempt does not count when the fault was not the work's. Returns the
 * keys that the lease still held.
 */
export const postponeWork = async (
  tx: Tx,
  leaseId: string,
  work: { items: WorkItem[]; runAt: Date; isCounted: boolean },
): Promise<Set<string>> => {
  const { rows } = await sql<{ kind: WorkKind; object_id: string }>`
    update deal_work w
    set lease_id = null, lease_until = null, claimed_version = null, run_at = ${work.runAt},
        attempts = w.attempts - ${work.isCounted ? 0 : 1}
    from ${asSet(work.items)}
    where w.lease_id = ${leaseId} and w.kind = item.kind and w.object_id = item.object_id
    returning w.kind, w.object_id`.execute(tx);
  return keysOf(rows);
};

/**
 * Gives work up, visibly: it waits as a dead letter with its reason until somebody replays it or a new event comes.
 * Returns the keys that the lease still held.
 */
export const buryWork = async (
  tx: Tx,
  leaseId: string,
  work: { items: WorkItem[]; reason: string; now: Date },
): Promise<Set<string>> => {
  const { rows } = await sql<{ kind: WorkKind; object_id: string }>`
    with buried as (
      update deal_work w
      set lease_id = null, lease_until = null, claimed_version = null,
          dead_reason = case when w.version = w.claimed_version then ${work.reason}::text end,
          dead_at = case when w.version = w.claimed_version then ${work.now}::timestamptz end
      from ${asSet(work.items)}
      where w.lease_id = ${leaseId} and w.kind = item.kind and w.object_id = item.object_id
      returning w.install_id, w.kind, w.object_id, w.dead_reason
    ), closed as (
      update inbox i set state = 'dead' from buried b
      where b.dead_reason is not null and i.install_id = b.install_id and i.work_kind = b.kind
        and i.object_id = b.object_id and i.state = 'stored'
    )
    select kind, object_id from buried`.execute(tx);
  return keysOf(rows);
};

/** Marks things of one install as changed, as an event would. */
export const markDirty = async (tx: Tx, items: { kind: WorkKind; objectId: string }[], now: Date): Promise<void> => {
  if (items.length === 0) return;
  await sql`
    insert into deal_work (install_id, kind, object_id, run_at)
    select distinct on (item.kind, item.object_id) current_install(), item.kind, item.object_id, ${now}::timestamptz
    from ${asSet(items)} order by item.kind, item.object_id
    on conflict (install_id, kind, object_id) do update
      set version = deal_work.version + 1, run_at = least(deal_work.run_at, excluded.run_at), attempts = 0,
          dead_reason = null, dead_at = null`.execute(tx);
};

/** Marks every deal that we ever wrote to as changed: what they show may be another answer now. Returns how many. */
export const markKnownDealsDirty = async (tx: Tx, now: Date): Promise<number> => {
  const known = await tx.selectFrom('deals_shown').select('deal_id').execute();
  const deals = known.map(({ deal_id }) => ({ kind: 'deal' as const, objectId: deal_id }));
  await markDirty(tx, deals, now);
  return deals.length;
};

const keysOf = (rows: { kind: WorkKind; object_id: string }[]): Set<string> =>
  new Set(rows.map((row) => workKey({ kind: row.kind, objectId: row.object_id })));

/** Identifies a work item within its install. */
export const workKey = (item: { kind: WorkKind; objectId: string }): string => `${item.kind}/${item.objectId}`;

const asSet = (items: { kind: WorkKind; objectId: string }[]) => sql`
  unnest(${items.map((item) => item.kind)}::text[], ${items.map((item) => item.objectId)}::text[]) as item(kind, object_id)`;

/** True while a change waits to be worked on, or is in work. */
export const isWaiting = async (tx: Tx, item: { kind: WorkKind; objectId: string }): Promise<boolean> => {
  const row = await tx
    .selectFrom('deal_work')
    .select('object_id')
    .where('kind', '=', item.kind)
    .where('object_id', '=', item.objectId)
    .where('dead_reason', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
};

/** Work that was given up, with the reason. */
export type DeadLetter = { kind: WorkKind; objectId: string; reason: string; diedAt: Date | null };

/** The dead letters of one install, newest first. */
export const deadLetters = async (tx: Tx): Promise<DeadLetter[]> => {
  const rows = await tx
    .selectFrom('deal_work')
    .select(['kind', 'object_id', 'dead_reason', 'dead_at'])
    .where('dead_reason', 'is not', null)
    .orderBy('dead_at', 'desc')
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    objectId: row.object_id,
    reason: row.dead_reason ?? '',
    diedAt: row.dead_at,
  }));
};

/** Gives dead letters of one install another life; their events are open again. Returns how many. */
export const replayDeadLetters = async (tx: Tx, now: Date): Promise<number> => {
  const revived = await tx
    .updateTable('deal_work')
    .set((row) => ({
      dead_reason: null,
      dead_at: null,
      attempts: 0,
      run_at: now,
      version: sql<string>`${row.ref('version')} + 1`,
    }))
    .where('dead_reason', 'is not', null)
    .executeTakeFirst();
  await tx.updateTable('inbox').set({ state: 'stored' }).where('state', '=', 'dead').execute();
  return Number(revived.numUpdatedRows);
};
