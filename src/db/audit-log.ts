import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Tx } from './roles.ts';
import type { Schema } from './schema.ts';

/** Who did what, when, on which revision of which question. `who` null: time or a check of ours. */
export type AuditEntry = {
  at: string;
  who: string | null;
  what: string;
  dealId: string;
  askKey: string;
  revisionId: string;
};

/** An entry as it is kept: its place, and the hashes that chain it to the one before. */
export type AuditRow = AuditEntry & { seq: number; previousHash: string; hash: string };

/** Where a chain begins. */
const ORIGIN = '0'.repeat(64);

const hashOf = (installId: number, { seq, previousHash, ...entry }: Omit<AuditRow, 'hash'>): string => {
  const { at, who, what, dealId, askKey, revisionId } = entry;
  const text = JSON.stringify([previousHash, installId, seq, at, who, what, dealId, askKey, revisionId]);
  return createHash('sha256').update(text).digest('hex');
};

/** Appends entries to the chain of an install; writers take turns, so that no two entries follow the same one. */
export const appendAudit = async (tx: Tx, installId: number, entries: readonly AuditEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  await sql`insert into audit_heads (install_id, seq, hash) values (${installId}, 0, ${ORIGIN}) on conflict do nothing`.execute(
    tx,
  );
  const head = await tx.selectFrom('audit_heads').selectAll().forUpdate().executeTakeFirstOrThrow();
  let last = { seq: Number(head.seq), hash: head.hash };
  const rows = entries.map((entry) => {
    const row = { ...entry, at: new Date(entry.at).toISOString(), seq: last.seq + 1, previousHash: last.hash };
    last = { seq: row.seq, hash: hashOf(installId, row) };
    return { ...row, hash: last.hash };
  });
  await tx
    .insertInto('audit_log')
    .values(
      rows.map((row) => ({
        install_id: installId,
        seq: String(row.seq),
        at: new Date(row.at),
        who: row.who,
        what: row.what,
        deal_id: row.dealId,
        ask_key: row.askKey,
        revision_id: row.revisionId,
        previous_hash: row.previousHash,
        hash: row.hash,
      })),
    )
    .execute();
  await tx
    .updateTable('audit_heads')
    .set({ seq: String(last.seq), hash: last.hash })
    .execute();
};

const toRow = (row: Selectable<Schema['audit_log']>): AuditRow => ({
  seq: Number(row.seq),
  at: row.at.toISOString(),
  who: row.who,
  what: row.what,
  dealId: row.deal_id,
  askKey: row.ask_key,
  revisionId: row.revision_id,
  previousHash: row.previous_hash,
  hash: row.hash,
});

/** The entries of an install after a place in the chain, in order, at most `limit`. */
export const readAudit = async (tx: Tx, { after, limit }: { after: number; limit: number }): Promise<AuditRow[]> => {
  const rows = await tx
    .selectFrom('audit_log')
    .selectAll()
    .where('seq', '>', String(after))
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toRow);
};

const PAGE = 1000;

/** Whether the chain is whole: how many entries it has, or the first place that does not fit. */
export type AuditCheck = { entries: number; brokenAt: number | null };

/** Walks the chain of an install from its beginning: a changed, removed, added or cut-off entry breaks it. */
export const checkAudit = async (tx: Tx, installId: number): Promise<AuditCheck> => {
  let last = { seq: 0, hash: ORIGIN };
  for (;;) {
    const rows = await readAudit(tx, { after: last.seq, limit: PAGE });
    for (const row of rows) {
      const fits = row.seq === last.seq + 1 && row.previousHash === last.hash && row.hash === hashOf(installId, row);
      if (!fits) return { entries: last.seq, brokenAt: last.seq + 1 };
      last = { seq: row.seq, hash: row.hash };
    }
    if (rows.length < PAGE) break;
  }
  const head = await tx.selectFrom('audit_heads').selectAll().executeTakeFirst();
  const isWhole = head ? Number(head.seq) === last.seq && head.hash === last.hash : last.seq === 0;
  return { entries: last.seq, brokenAt: isWhole ? null : last.seq + 1 };
};
