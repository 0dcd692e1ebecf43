-- Questions to operations, the links by which they are answered, what is mailed about them, and the audit of all of it.

create table asks (
  install_id integer not null references installs (id) on delete cascade,
  deal_id text not null,
  key text not null,
  -- the state machine's own record (src/signoff/ask.ts)
  ask jsonb not null,
  -- what the page shows: customer's expectation, sheet, options, weeks (src/signoff/ask-page.ts)
  page jsonb not null,
  -- every revision that was asked, oldest first: for "this changed since you were asked"
  revisions jsonb not null,
  state text not null,
  assignee text,
  due_at timestamptz,
  next_clock_at timestamptz,
  version bigint not null default 1,
  primary key (install_id, deal_id, key)
);
create index asks_due on asks (next_clock_at) where next_clock_at is not null;
create index asks_waiting on asks (install_id, assignee) where state in ('open', 'needs_information');

-- One link per question and person. Only a hash finds it; the sealed copy is for the task and the mail that carry it.
create table ask_links (
  install_id integer not null references installs (id) on delete cascade,
  token_hash text not null,
  token_sealed text not null,
  deal_id text not null,
  key text not null,
  person text not null,
  revision_id text not null,
  ends_at timestamptz not null,
  used_at timestamptz,
  primary key (install_id, token_hash),
  unique (install_id, deal_id, key, person)
);

-- Mails are written here with what they are about, never with their text: the link in it is a secret.
create table ask_mails (
  id bigint generated always as identity primary key,
  install_id integer not null references installs (id) on delete cascade,
  deal_id text not null,
  key text not null,
  recipient text not null,
  what text not null,
  detail text,
  written_at timestamptz not null,
  send_at timestamptz not null,
  attempts integer not null default 0,
  sent_at timestamptz,
  failed text
);
create index ask_mails_due on ask_mails (send_at) where sent_at is null and failed is null;

create table audit_log (
  install_id integer not null references installs (id) on delete cascade,
  seq bigint not null,
  at timestamptz not null,
  who text,
  what text not null,
  deal_id text not null,
  ask_key text not null,
  revision_id text not null,
  previous_hash text not null,
  hash text not null,
  primary key (install_id, seq)
);

-- The newest link of each chain: a tail that was cut off shows.
create table audit_heads (
  install_id integer primary key references installs (id) on delete cascade,
  seq bigint not null,
  hash text not null
);

create function keep_audit() returns trigger language plpgsql as $$
begin
  -- rows go away with their whole install only (its foreign key deletes them, one trigger deeper)
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
  raise exception 'the audit log is never changed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_never_changes before update or delete on audit_log for each row execute function keep_audit();

do $$
declare table_name text;
begin
  foreach table_name in array array['asks', 'ask_links', 'ask_mails', 'audit_log', 'audit_heads'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_install on %I to keepable_app using (install_id = current_install()) with check (install_id = current_install())', table_name);
    execute format('grant select, insert, update, delete on %I to keepable_app', table_name);
  end loop;
end $$;
grant usage on all sequences in schema public to keepable_app;

-- The clock looks over all installs for what is due; it sees no question and no address.
create policy claimer_finds on asks for select to keepable_claimer using (true);
grant select (install_id, deal_id, key, next_clock_at) on asks to keepable_claimer;
create policy claimer_finds on ask_mails for select to keepable_claimer using (true);
grant select (id, install_id, send_at, sent_at, failed) on ask_mails to keepable_claimer;
