import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { asRole } from './roles.ts';
import type { InstallStatus, Schema } from './schema.ts';

/** How one install is doing: counts and moments, no deal text. */
export type InstallState = {
  account: string;
  crm: string;
  status: InstallStatus;
  statusReason: string | null;
  /** Work that is due or waits for its next try. */
  waiting: number;
  inWork: number;
  dead: number;
  /** Events whose deals were not checked yet. */
  openEvents: number;
  lastEventAt: Date | null;
  /** Since when the oldest waiting work is due. */
  oldestDueAt: Date | null;
  unfinishedWrites: number;
  rejectedWrites: number;
  sheetPublishedAt: Date | null;
  /** Since when the sheet's address gives no sheet, and why; null: it does, or there is none. */
  sheetFailingSince: Date | null;
  sheetFailingWhy: string | null;
  lastRunAt: Date | null;
  callsLeft: number | null;
  /** Out of how many, where the CRM counts by the day. */
  callsLimit: number | null;
};

/** The state of every install, oldest first. */
export const readStatus = (db: Kysely<Schema>, now: Date): Promise<InstallState[]> =>
  asRole(db, 'keepable_operator', async (tx) => {
    const { rows } = await sql<InstallState>`
      select i.account, i.crm, i.status, i.status_reason as "statusReason",
        w.waiting, w."inWork", w.dead, w."oldestDueAt", e."openEvents", e."lastEventAt",
        b."unfinishedWrites", b."rejectedWrites", s.published_at as "sheetPublishedAt",
        f.failing_since as "sheetFailingSince", f.reason as "sheetFailingWhy",
        (select max(checked_at) from check_runs r where r.install_id = i.id) as "lastRunAt",
        (select tokens from crm_budgets c where c.install_id = i.id and c.kind = 'call') as "callsLeft",
        (select tokens from crm_budgets c where c.install_id = i.id and c.kind = 'call limit') as "callsLimit"
      from installs i
      cross join lateral (
        select count(*) filter (where dead_reason is null and (lease_until is null or lease_until <= ${now}))::int as waiting,
          count(*) filter (where lease_until > ${now})::int as "inWork",
          count(*) filter (where dead_reason is not null)::int as dead,
          min(run_at) filter (where dead_reason is null and lease_id is null and run_at <= ${now}) as "oldestDueAt"
        from deal_work w where w.install_id = i.id) w
      cross join lateral (
        select count(*) filter (where state = 'stored')::int as "openEvents", max(received_at) as "lastEventAt"
        from inbox e where e.install_id = i.id) e
      cross join lateral (
        select count(*) filter (where state in ('sending', 'unknown'))::int as "unfinishedWrites",
          count(*) filter (where state = 'rejected')::int as "rejectedWrites"
        from write_backs b where b.install_id = i.id) b
      left join sheet_versions s on s.install_id = i.id and s.active
      left join sheet_sources f on f.install_id = i.id and f.failing_since is not null
      order by i.id`.execute(tx);
    return rows;
  });
