-- What the planner's page needs: versions that never change, uploads in work, remembered layouts, the URL source, logins.

alter table sheet_versions
  add column file_name text,
  add column origin text not null default 'upload' check (origin in ('upload', 'command line', 'url', 'restore', 'demo'));
create index sheet_versions_newest on sheet_versions (install_id, id desc);

create function keep_sheet_version() returns trigger language plpgsql as $$
begin
  if (new.id, new.install_id, new.hash, new.facts, new.author, new.note, new.published_at, new.file_name, new.origin)
    is distinct from
    (old.id, old.install_id, old.hash, old.facts, old.author, old.note, old.published_at, old.file_name, old.origin)
  then
    raise exception 'a published sheet never changes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger sheet_versions_never_change before update on sheet_versions
  for each row execute function keep_sheet_version();

-- Deals that are won or lost are no open promises any more.
alter table check_runs add column is_closed boolean not null default false;

-- Uploads that a planner is looking at: the file as it came, and the answers and fixes so far.
create table sheet_drafts (
  id uuid primary key default gen_random_uuid(),
  install_id integer not null references installs (id) on delete cascade,
  file_name text not null,
  bytes bytea not null,
  choices jsonb not null,
  created_at timestamptz not null
);
create index sheet_drafts_newest on sheet_drafts (install_id, created_at desc);

-- How workbooks of a layout are read: the answers that were given once.
create table sheet_mappings (
  install_id integer not null references installs (id) on delete cascade,
  layout text not null,
  mapping jsonb not null,
  saved_at timestamptz not null,
  primary key (install_id, layout)
);

-- One address per install from which the workbook is fetched; sealed, because such addresses often carry a key.
create table sheet_sources (
  install_id integer primary key references installs (id) on delete cascade,
  url text not null,
  every_minutes integer not null check (every_minutes between 5 and 10080),
  -- waiting: not looked at yet; fine; gone: the last version stays; unusable: nothing could be published from it
  state text not null check (state in ('waiting', 'fine', 'gone', 'unusable')),
  reason text,
  etag text,
  content_hash text,
  checked_at timestamptz,
  changed_at timestamptz,
  failing_since timestamptz,
  next_at timestamptz not null,
  lease_until timestamptz
);

-- Who may open the pages of an install: only a hash of the token is kept.
create table admin_tokens (
  install_id integer not null references installs (id) on delete cascade,
  role text not null check (role in ('planner', 'reader')),
  hash text not null,
  created_at timestamptz not null,
  primary key (install_id, role)
);

do $$
declare table_name text;
begin
  foreach table_name in array array['sheet_drafts', 'sheet_mappings', 'sheet_sources', 'admin_tokens'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_install on %I to keepable_app using (install_id = current_install()) with check (install_id = current_install())', table_name);
    execute format('grant select, insert, update, delete on %I to keepable_app', table_name);
  end loop;
end $$;

create policy operator_finds on sheet_sources for select to keepable_operator using (true);
create policy operator_claims on sheet_sources for update to keepable_operator using (true) with check (true);
grant select (install_id, state, reason, checked_at, failing_since, next_at, lease_until) on sheet_sources to keepable_operator;
grant update (lease_until) on sheet_sources to keepable_operator;
