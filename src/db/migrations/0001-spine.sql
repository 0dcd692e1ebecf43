-- Every row belongs to one install (one portal or org). Row-level security is forced, so that a forgotten WHERE shows nothing.

create table installs (
  id integer generated always as identity primary key,
  crm text not null check (crm in ('hubspot', 'salesforce')),
  account text not null,
  -- active: checked; paused: the CRM refuses us until paused_until; reconnect: a person must connect again; disconnected: gone
  status text not null default 'active' check (status in ('active', 'paused', 'reconnect', 'disconnected')),
  status_reason text,
  paused_until timestamptz,
  time_zone text not null default 'UTC',
  -- AES-256-GCM, bound to this install (secret-box.ts)
  tokens text,
  tokens_expire_at timestamptz,
  -- changes up to here were looked for by polling; reconciling_until: one process is at it
  reconciled_at timestamptz,
  reconciling_until timestamptz,
  created_at timestamptz not null default now(),
  unique (crm, account)
);

create table inbox (
  id bigint generated always as identity primary key,
  install_id integer not null references installs (id) on delete cascade,
  dedupe_key text not null,
  kind text not null,
  object_id text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  payload jsonb not null,
  -- the work it asked for; null: nothing to do
  work_kind text,
  state text not null check (state in ('stored', 'done', 'dead')),
  unique (install_id, dedupe_key)
);
create index inbox_heard on inbox (install_id, received_at desc);
create index inbox_open on inbox (install_id, work_kind, object_id) where state in ('stored', 'dead');

-- One row per thing that may have changed. The row goes away when its latest version has been worked on.
create table deal_work (
  install_id integer not null references installs (id) on delete cascade,
  kind text not null check (kind in ('deal', 'line_item', 'task')),
  object_id text not null,
  version bigint not null default 1,
  run_at timestamptz not null,
  attempts integer not null default 0,
  lease_id text,
  lease_until timestamptz,
  claimed_version bigint,
  dead_reason text,
  dead_at timestamptz,
  primary key (install_id, kind, object_id)
);
create index deal_work_due on deal_work (install_id, run_at) where dead_reason is null;

create table sheet_versions (
  id bigint generated always as identity primary key,
  install_id integer not null references installs (id) on delete cascade,
  hash text not null,
  facts jsonb not null,
  author text,
  note text,
  published_at timestamptz not null,
  active boolean not null
);
create unique index sheet_versions_active on sheet_versions (install_id) where active;

-- Everything a verdict came from: the same row gives the same answer again.
create table check_runs (
  id bigint generated always as identity primary key,
  install_id integer not null references installs (id) on delete cascade,
  deal_id text not null,
  snapshot jsonb not null,
  sheet_hash text not null,
  rules_version text not null,
  checked_at timestamptz not null,
  result jsonb not null
);
create index check_runs_latest on check_runs (install_id, deal_id, id desc);

-- The intent is stored before the call, so that an unknown outcome is repeated under the same key.
create table write_backs (
  install_id integer not null references installs (id) on delete cascade,
  deal_id text not null,
  key text not null,
  external_key text not null,
  content jsonb not null,
  content_hash text not null,
  object_id text,
  state text not null check (state in ('sending', 'written', 'rejected', 'unknown')),
  reason text,
  lease_id text not null,
  changed_at timestamptz not null,
  primary key (install_id, deal_id, key),
  unique (install_id, external_key)
);
create index write_backs_by_object on write_backs (install_id, object_id);

-- What a deal shows by our hand, so that the next check can tell what is news (src/write-back/previously-shown.ts).
create table deals_shown (
  install_id integer not null references installs (id) on delete cascade,
  deal_id text not null,
  shown jsonb not null,
  primary key (install_id, deal_id)
);

-- A merge gives the survivor a new id; the old ids lead to it.
create table deal_aliases (
  install_id integer not null references installs (id) on delete cascade,
  old_id text not null,
  new_id text not null,
  primary key (install_id, old_id)
);

-- What an install may still ask of its CRM (hubspot: 110 calls in 10 s, search 4 per second).
create table crm_budgets (
  install_id integer not null references installs (id) on delete cascade,
  kind text not null,
  tokens double precision not null,
  refilled_at timestamptz not null,
  primary key (install_id, kind)
);
