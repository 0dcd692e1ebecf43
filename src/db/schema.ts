import type { Generated, JSONColumnType } from 'kysely';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { CheckResult } from '../checks/check-result.ts';
import type { Deal } from '../deal/deal.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { Ask, AskRevision } from '../signoff/ask.ts';
import type { AskPage } from '../signoff/ask-page.ts';
import type { PreviouslyShown } from '../write-back/previously-shown.ts';
import type { WriteBack } from '../write-back/write-back.ts';

/** The kinds of things that can have changed in a CRM and lead to work. */
export type WorkKind = 'deal' | 'line_item' | 'task';

/** active: checked; paused: until paused_until; reconnect: a person must connect again; disconnected: gone. */
export type InstallStatus = 'active' | 'paused' | 'reconnect' | 'disconnected';

/** sending: the call may or may not have happened; unknown: somebody else may have overwritten it. Both are sent again. */
export type WriteState = 'sending' | 'written' | 'rejected' | 'unknown';

/** How a published sheet came to us. */
export type SheetOrigin = 'upload' | 'command line' | 'url' | 'restore' | 'demo';

/** gone: the address does not answer with a workbook; unusable: no promise can be made from what it answers with. */
export type SourceState = 'waiting' | 'fine' | 'gone' | 'unusable';

/** planner: publishes sheets; reader: sees the lead times. */
export type AdminRole = 'planner' | 'reader';

type Json<T extends object> = JSONColumnType<T>;

/** The tables as migrations/*.sql makes them; every row belongs to one install. */
export type Schema = {
  installs: {
    id: Generated<number>;
    crm: 'hubspot' | 'salesforce';
    account: string;
    status: Generated<InstallStatus>;
    status_reason: string | null;
    paused_until: Date | null;
    time_zone: Generated<string>;
    tokens: string | null;
    tokens_expire_at: Date | null;
    reconciled_at: Date | null;
    reconciling_until: Date | null;
    created_at: Generated<Date>;
  };
  inbox: {
    id: Generated<string>;
    install_id: number;
    dedupe_key: string;
    kind: string;
    object_id: string;
    occurred_at: Date;
    received_at: Date;
    payload: Json<object>;
    work_kind: WorkKind | null;
    state: 'stored' | 'done' | 'dead';
  };
  deal_work: {
    install_id: number;
    kind: WorkKind;
    object_id: string;
    version: Generated<string>;
    run_at: Date;
    attempts: Generated<number>;
    lease_id: string | null;
    lease_until: Date | null;
    claimed_version: string | null;
    dead_reason: string | null;
    dead_at: Date | null;
  };
  sheet_versions: {
    id: Generated<string>;
    install_id: number;
    hash: string;
    facts: Json<CapacitySheet>;
    author: string | null;
    note: string | null;
    published_at: Date;
    active: boolean;
    file_name: string | null;
    origin: Generated<SheetOrigin>;
  };
  sheet_drafts: {
    id: Generated<string>;
    install_id: number;
    file_name: string;
    bytes: Buffer;
    choices: Json<object>;
    created_at: Date;
  };
  sheet_mappings: { install_id: number; layout: string; mapping: Json<object>; saved_at: Date };
  sheet_sources: {
    install_id: number;
    url: string;
    every_minutes: number;
    state: SourceState;
    reason: string | null;
    etag: string | null;
    content_hash: string | null;
    checked_at: Date | null;
    changed_at: Date | null;
    failing_since: Date | null;
    next_at: Date;
    lease_until: Date | null;
  };
  admin_tokens: { install_id: number; role: AdminRole; hash: string; created_at: Date };
  rule_versions: {
    id: Generated<string>;
    install_id: number;
    hash: string;
    document: Json<RuleSet>;
    author: string | null;
    note: string | null;
    activated_at: Date;
    active: boolean;
  };
  check_runs: {
    id: Generated<string>;
    install_id: number;
    deal_id: string;
    snapshot: Json<Deal>;
    sheet_hash: string;
    rules_version: string;
    checked_at: Date;
    result: Json<CheckResult>;
    is_closed: Generated<boolean>;
    source_failing_since: Date | null;
    recorded_by: Generated<string>;
    pipeline_seen: string | null;
  };
  write_backs: {
    install_id: number;
    deal_id: string;
    key: string;
    external_key: string;
    content: Json<WriteBack>;
    content_hash: string;
    object_id: string | null;
    state: WriteState;
    reason: string | null;
    lease_id: string;
    changed_at: Date;
    /** Since when another lease may send the same late; it is sent once more some time after. */
    doubted_at: Date | null;
  };
  deals_shown: { install_id: number; deal_id: string; shown: Json<PreviouslyShown> };
  deal_aliases: { install_id: number; old_id: string; new_id: string };
  crm_budgets: {
    install_id: number;
    kind: string;
    tokens: number;
    refilled_at: Date;
  };
  asks: {
    install_id: number;
    deal_id: string;
    key: string;
    ask: Json<Ask>;
    page: Json<AskPage>;
    revisions: Json<AskRevision[]>;
    state: string;
    assignee: string | null;
    due_at: Date | null;
    next_clock_at: Date | null;
    version: Generated<string>;
  };
  ask_links: {
    install_id: number;
    token_hash: string;
    token_sealed: string;
    deal_id: string;
    key: string;
    person: string;
    revision_id: string;
    ends_at: Date;
    used_at: Date | null;
  };
  ask_mails: {
    id: Generated<string>;
    install_id: number;
    deal_id: string;
    key: string;
    recipient: string;
    what: string;
    detail: string | null;
    written_at: Date;
    send_at: Date;
    attempts: Generated<number>;
    sent_at: Date | null;
    failed: string | null;
  };
  audit_log: {
    install_id: number;
    seq: string;
    at: Date;
    who: string | null;
    what: string;
    deal_id: string;
    ask_key: string;
    revision_id: string;
    previous_hash: string;
    hash: string;
  };
  audit_heads: { install_id: number; seq: string; hash: string };
};
