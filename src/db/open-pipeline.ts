import { sql } from 'kysely';
import type { Deal } from '../deal/deal.ts';
import type { Tx } from './roles.ts';

/** The latest run of an open deal: its id names the snapshot for good. */
export type OpenDealRun = { runId: string; dealId: string };

/** A moment of the history of an install: "<highest run id>/<database snapshot>". */
type PipelineMoment = string;

/** The moment that this transaction sees. */
export const pipelineMoment = async (tx: Tx): Promise<PipelineMoment> => {
  const { rows } = await sql<{ moment: string }>`
    select coalesce(max(id), 0) || '/' || pg_current_snapshot() as moment from check_runs`.execute(tx);
  return rows[0]?.moment ?? '0/1:1:';
};

/** The latest run of every deal that was open at a moment, by deal id; the same moment always names the same runs. */
export const openDealsAt = async (tx: Tx, moment: PipelineMoment): Promise<OpenDealRun[]> => {
  const [highest = '0', snapshot = ''] = moment.split('/');
  const { rows } = await sql<OpenDealRun>`
    select r.id::text as "runId", s.deal_id as "dealId"
    from deals_shown s cross join lateral (
      select id, is_closed from check_runs c
      where c.install_id = s.install_id and c.deal_id = s.deal_id
        and c.id <= ${highest}::bigint and pg_visible_in_snapshot(c.recorded_by, ${snapshot}::pg_snapshot)
      order by c.id desc limit 1
    ) r
    where not r.is_closed
    order by s.deal_id`.execute(tx);
  return rows;
};

/** The snapshots of runs, by run id. */
export const snapshotsOf = async (tx: Tx, runIds: string[]): Promise<Map<string, Deal>> => {
  if (runIds.length === 0) return new Map();
  const rows = await tx.selectFrom('check_runs').select(['id', 'snapshot']).where('id', 'in', runIds).execute();
  return new Map(rows.map(({ id, snapshot }) => [id, snapshot]));
};

/** Deals that are gone from the CRM count as closed from now on: their last run is written once more, and earlier moments stay as they were. */
export const closeMissing = async (tx: Tx, dealIds: string[]): Promise<void> => {
  if (dealIds.length === 0) return;
  await sql`
    insert into check_runs (install_id, deal_id, snapshot, sheet_hash, rules_version, checked_at, result, is_closed)
    select install_id, deal_id, snapshot, sheet_hash, rules_version, checked_at, result, true
    from (
      select distinct on (deal_id) * from check_runs where deal_id = any(${dealIds}) order by deal_id, id desc
    ) latest
    where not is_closed`.execute(tx);
};
