import type { CheckResult } from '../checks/check-result.ts';
import type { Deal } from '../deal/deal.ts';
import type { Tx } from './roles.ts';

/** Everything that a verdict came from; the same inputs give the same result again. */
export type CheckRun = {
  dealId: string;
  snapshot: Deal;
  sheetHash: string;
  rulesVersion: string;
  checkedAt: Date;
  result: CheckResult;
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
  return row
    ? {
        dealId: row.deal_id,
        snapshot: row.snapshot,
        sheetHash: row.sheet_hash,
        rulesVersion: row.rules_version,
        checkedAt: row.checked_at,
        result: row.result,
      }
    : null;
};
