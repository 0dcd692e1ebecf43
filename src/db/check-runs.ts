import type { Selectable } from 'kysely';
import type { CheckResult } from '../checks/check-result.ts';
import type { Deal } from '../deal/deal.ts';
import type { Tx } from './roles.ts';
import type { Schema } from './schema.ts';

/** Everything that a verdict came from; the same inputs give the same result again. */
export type CheckRun = {
  dealId: string;
  snapshot: Deal;
  sheetHash: string;
  rulesVersion: string;
  checkedAt: Date;
  result: CheckResult;
  /** True once the deal was won or lost. */
  isClosed: boolean;
  /** Since when the sheet's address gave no sheet; null or absent: it did, or there is none. */
  sourceFailingSince?: Date | null;
  /** The moment that names the open deals it was informed by (open-pipeline.ts); null or absent: none. */
  pipelineSeen?: string | null;
};

/** Records runs for the rep's "why" and for replay. */
export const recordRuns = async (tx: Tx, installId: number, runs: CheckRun[]): Promise<void> => {
  if (runs.length === 0) return;
  const rows = runs.map((run) => ({
    install_id: installId,
    deal_id: run.dealId,
    snapshot: JSON.stringify(run.snapshot),
    sheet_hash: run.sheetHash,
    rules_version: run.rulesVersion,
    checked_at: run.checkedAt,
    result: JSON.stringify(run.result),
    is_closed: run.isClosed,
    source_failing_since: run.sourceFailingSince ?? null,
    pipeline_seen: run.pipelineSeen ?? null,
  }));
  await tx.insertInto('check_runs').values(rows).execute();
};

/** The newest run of a deal, or null when it was never checked. */
export const latestRun = async (tx: Tx, dealId: string): Promise<CheckRun | null> => {
  const row = await tx
    .selectFrom('check_runs')
    .selectAll()
    .where('deal_id', '=', dealId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toRun(row) : null;
};

/** A run by its number. */
export type StoredRun = CheckRun & { id: string };

/** One stored run by its number; null when this install has none of that number. */
export const readRun = async (tx: Tx, id: string): Promise<StoredRun | null> => {
  if (!/^\d{1,18}$/.test(id)) return null;
  const row = await tx.selectFrom('check_runs').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? { id: row.id, ...toRun(row) } : null;
};

/** What is needed of an open deal to check it once more. */
type OpenDealRun = Pick<CheckRun, 'snapshot' | 'checkedAt'>;

/** The newest snapshot of every deal that was open when it was last checked; results are large and stay where they are. */
export const openDealRuns = async (tx: Tx): Promise<OpenDealRun[]> => {
  const rows = await tx
    .selectFrom(
      tx
        .selectFrom('check_runs')
        .distinctOn('deal_id')
        .select(['deal_id', 'snapshot', 'checked_at', 'is_closed'])
        .orderBy('deal_id')
        .orderBy('id', 'desc')
        .as('latest'),
    )
    .select(['snapshot', 'checked_at'])
    .where('is_closed', '=', false)
    .orderBy('deal_id')
    .execute();
  return rows.map((row) => ({ snapshot: row.snapshot, checkedAt: row.checked_at }));
};

/** The newest run of every deal, open or closed, for a backtest; the most recent ones when there are more than `limit`. */
export const newestRuns = async (tx: Tx, limit: number): Promise<CheckRun[]> => {
  const rows = await tx
    .selectFrom(
      tx
        .selectFrom('check_runs')
        .distinctOn('deal_id')
        .selectAll()
        .orderBy('deal_id')
        .orderBy('id', 'desc')
        .as('latest'),
    )
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toRun);
};

/** The number of the newest run; null before the first check. */
export const newestRunId = async (tx: Tx): Promise<string | null> => {
  const row = await tx.selectFrom('check_runs').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.id ?? null;
};

const toRun = (row: Selectable<Schema['check_runs']>): CheckRun => ({
  dealId: row.deal_id,
  snapshot: row.snapshot,
  sheetHash: row.sheet_hash,
  rulesVersion: row.rules_version,
  checkedAt: row.checked_at,
  result: row.result,
  isClosed: row.is_closed,
  sourceFailingSince: row.source_failing_since,
  pipelineSeen: row.pipeline_seen,
});
