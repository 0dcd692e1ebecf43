import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Ask, AskRevision } from '../signoff/ask.ts';
import type { AskPage } from '../signoff/ask-page.ts';
import type { Tx } from './roles.ts';
import { asRole } from './roles.ts';
import type { Schema } from './schema.ts';

/** A question as it is kept; `version` rises with every change, so that nobody overwrites what they did not see. */
export type StoredAsk = { dealId: string; ask: Ask; page: AskPage; revisions: AskRevision[]; version: string };

/** A question to be kept. `version` null: it is new. */
export type AskToStore = Omit<StoredAsk, 'version'> & {
  version: string | null;
  dueAt: string | null;
  nextClockAt: string | null;
};

/** All questions of these deals. */
export const asksOf = async (tx: Tx, dealIds: string[]): Promise<StoredAsk[]> => {
  if (dealIds.length === 0) return [];
  const rows = await tx
    .selectFrom('asks')
    .selectAll()
    .where('deal_id', 'in', dealIds)
    .orderBy('deal_id')
    .orderBy('key')
    .execute();
  return rows.map(toStored);
};

/** One question, locked until the transaction ends; null when there is none. */
export const lockAsk = async (tx: Tx, { dealId, key }: { dealId: string; key: string }): Promise<StoredAsk | null> => {
  const row = await tx
    .selectFrom('asks')
    .selectAll()
    .where('deal_id', '=', dealId)
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirst();
  return row ? toStored(row) : null;
};

/** One question as it stands; null when there is none. */
export const readAsk = async (tx: Tx, { dealId, key }: { dealId: string; key: string }): Promise<StoredAsk | null> => {
  const row = await tx
    .selectFrom('asks')
    .selectAll()
    .where('deal_id', '=', dealId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? toStored(row) : null;
};

/** Keeps a question. False: it was changed meanwhile (an answer came in), and what is kept stays. */
export const storeAsk = async (
  tx: Tx,
  installId: number,
  { dealId, version, ...rest }: AskToStore,
): Promise<boolean> => {
  const { ask, page, revisions, dueAt, nextClockAt } = rest;
  const facts = {
    ask: JSON.stringify(ask),
    page: JSON.stringify(page),
    revisions: JSON.stringify(revisions),
    state: ask.state,
    assignee: ask.assignee?.toLowerCase() ?? null,
    due_at: dueAt === null ? null : new Date(dueAt),
    next_clock_at: nextClockAt === null ? null : new Date(nextClockAt),
  };
  if (version === null) {
    const added = await tx
      .insertInto('asks')
      .values({ install_id: installId, deal_id: dealId, key: ask.key, ...facts })
      .onConflict((conflict) => conflict.columns(['install_id', 'deal_id', 'key']).doNothing())
      .executeTakeFirst();
    return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }
  const changed = await tx
    .updateTable('asks')
    .set({ ...facts, version: String(BigInt(version) + 1n) })
    .where('deal_id', '=', dealId)
    .where('key', '=', ask.key)
    .where('version', '=', version)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
};

/** How many open questions each person has, by address in small letters. */
export const openAsksByPerson = async (tx: Tx): Promise<Map<string, number>> => {
  const { rows } = await sql<{ assignee: string; count: number }>`
    select assignee, count(*)::int as count from asks
    where state in ('open', 'needs_information') and assignee is not null group by assignee`.execute(tx);
  return new Map(rows.map(({ assignee, count }) => [assignee, count]));
};

/** A question whose time has come. */
export type DueAsk = { installId: number; dealId: string; key: string };

/** Questions of all installs at which the clock has to look now, at most 100, the longest waiting first. */
export const dueAsks = (db: Kysely<Schema>, now: Date): Promise<DueAsk[]> =>
  asRole(db, 'keepable_claimer', async (tx) => {
    const { rows } = await sql<{ install_id: number; deal_id: string; key: string }>`
      select install_id, deal_id, key from asks where next_clock_at <= ${now} order by next_clock_at limit 100`.execute(
      tx,
    );
    return rows.map((row) => ({ installId: row.install_id, dealId: row.deal_id, key: row.key }));
  });

/** Takes a due question for this process alone; null when another one is at it, or it is not due any more. */
export const claimDueAsk = async (tx: Tx, { dealId, key }: DueAsk, now: Date): Promise<StoredAsk | null> => {
  const row = await tx
    .selectFrom('asks')
    .selectAll()
    .where('deal_id', '=', dealId)
    .where('key', '=', key)
    .where('next_clock_at', '<=', now)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ? toStored(row) : null;
};

const toStored = (row: Selectable<Schema['asks']>): StoredAsk => ({
  dealId: row.deal_id,
  ask: row.ask,
  page: row.page,
  revisions: row.revisions,
  version: row.version,
});
