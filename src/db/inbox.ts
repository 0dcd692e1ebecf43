import { sql } from 'kysely';
import type { InboxEvent, StoredCounts } from '../inbox/event.ts';
import { AppError } from '../errors.ts';
import type { Door } from './door.ts';
import type { WorkKind } from './schema.ts';

/** The work that each kind of event leads to; null: kept for the record, nothing to do. */
const WORK_OF: Record<InboxEvent['kind'], WorkKind | null> = {
  deal_changed: 'deal',
  deal_deleted: 'deal',
  deal_restored: 'deal',
  deals_merged: 'deal',
  line_item_changed: 'line_item',
  task_changed: 'task',
  privacy_deletion: null,
  ignored: null,
};

/**
 * Stores events and marks their deals dirty in one statement: either both are committed or neither.
 * Events of accounts that are not connected are not stored; duplicates are stored once. Throws WEBHOOK_MALFORMED when
 * the database cannot hold what an event says.
 */
export const storeEvents = async (door: Door, events: readonly InboxEvent[], now: Date): Promise<StoredCounts> => {
  const rows = events.filter((event) => event.kind !== 'ignored').map(toRow);
  if (rows.length === 0) return { stored: 0, duplicate: 0, ignored: events.length };
  const { stored, known } = await insertRows(door, storableJson(rows), now);
  return { stored, duplicate: known - stored, ignored: events.length - known };
};

const insertRows = async (door: Door, rows: string, now: Date): Promise<{ stored: number; known: number }> => {
  try {
    const [counts] = await door.run(storeStatement(rows, now));
    return counts ?? { stored: 0, known: 0 };
  } catch (error) {
    throw isDataFault(error) ? unstorable(error) : error;
  }
};

/** JSON writes NUL and half a character as escapes; only then is each text looked at. */
const storableJson = (rows: object[]): string => {
  const json = JSON.stringify(rows);
  return /\\u(?:0000|d[89a-f])/.test(json) ? JSON.stringify(rows, storableText) : json;
};

/** PostgreSQL's text holds neither NUL nor half a character. */
const storableText = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;

/** Class 22 is "data exception" (PostgreSQL, appendix A). */
const isDataFault = (error: unknown): boolean => /^22/.test(String((error as { code?: unknown } | null)?.code));

const unstorable = (cause: unknown): AppError =>
  new AppError('WEBHOOK_MALFORMED', 'The delivery holds values that cannot be stored.', { cause });

const toRow = (event: InboxEvent): object => ({
  crm: event.crm,
  account: event.account,
  dedupe_key: event.dedupeKey,
  kind: event.kind,
  object_id: event.objectId,
  merged_ids: event.mergedIds,
  occurred_at: event.occurredAt,
  payload: event.payload,
  work_kind: WORK_OF[event.kind],
});

// Rows are written in one order everywhere, so that two statements in flight never wait for each other in a circle.
const storeStatement = (rows: string, now: Date) => sql<{ stored: number; known: number }>`
  with known as (
    select i.id as install_id, e.*
    from jsonb_to_recordset(${rows}::jsonb) as e(
      crm text, account text, dedupe_key text, kind text, object_id text, merged_ids jsonb,
      occurred_at timestamptz, payload jsonb, work_kind text)
    join installs i on i.crm = e.crm and i.account = e.account and i.status <> 'disconnected'
  ), stored as (
    insert into inbox (install_id, dedupe_key, kind, object_id, occurred_at, received_at, payload, work_kind, state)
    select distinct on (install_id, dedupe_key)
      install_id, dedupe_key, kind, object_id, occurred_at, ${now}::timestamptz, payload, work_kind,
      case when work_kind is null then 'done' else 'stored' end
    from known order by install_id, dedupe_key
    on conflict (install_id, dedupe_key) do nothing
    returning install_id, dedupe_key, object_id, work_kind
  ), merges as materialized (
    select install_id, dedupe_key, object_id, merged_ids from known where jsonb_array_length(merged_ids) > 0
  ), merged as (
    select distinct m.install_id, old.id as old_id, m.object_id as new_id
    from merges m join stored s using (install_id, dedupe_key)
    cross join lateral jsonb_array_elements_text(m.merged_ids) as old(id)
    where old.id <> m.object_id
  ), linked as (
    insert into deal_aliases (install_id, old_id, new_id)
    select distinct on (install_id, old_id) install_id, old_id, new_id from merged order by install_id, old_id
    on conflict (install_id, old_id) do update set new_id = excluded.new_id
    returning 1
  ), dirty as (
    insert into deal_work (install_id, kind, object_id, run_at)
    select install_id, kind, object_id, ${now}::timestamptz
    from (
      select install_id, work_kind as kind, object_id from stored where work_kind is not null
      union
      select install_id, 'deal', old_id from merged
    ) as subject order by install_id, kind, object_id
    on conflict (install_id, kind, object_id) do update
      set version = deal_work.version + 1, run_at = least(deal_work.run_at, excluded.run_at), attempts = 0,
          dead_reason = null, dead_at = null
    returning 1
  )
  select (select count(*)::int from stored) as stored, (select count(*)::int from known) as known`;
