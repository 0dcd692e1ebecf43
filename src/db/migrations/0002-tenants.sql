-- Four roles, none of which owns a table or can log in. A transaction takes the one that fits (roles.ts).
--   keepable_door      stores events, reads nothing but what it needs to find the install
--   keepable_claimer   sees which work is due, no deal text
--   keepable_app       works for one install: the setting keepable.install says which
--   keepable_operator  installs and counts, for connecting and for the status page
do $$
declare role_name text;
begin
  foreach role_name in array array['keepable_door', 'keepable_claimer', 'keepable_app', 'keepable_operator'] loop
    begin
      execute format('create role %I nologin', role_name);
    exception when duplicate_object or unique_violation then null; -- roles belong to the whole server
    end;
    execute format('grant %I to current_user', role_name);
    execute format('grant usage on schema public to %I', role_name);
  end loop;
end $$;

create function current_install() returns integer language sql stable
  as $$ select nullif(current_setting('keepable.install', true), '')::integer $$;

do $$
declare table_name text;
begin
  foreach table_name in array array['inbox', 'deal_work', 'sheet_versions', 'check_runs', 'write_backs', 'deals_shown', 'deal_aliases', 'crm_budgets'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_install on %I to keepable_app using (install_id = current_install()) with check (install_id = current_install())', table_name);
    execute format('grant select, insert, update, delete on %I to keepable_app', table_name);
    execute format('create policy operator_counts on %I for select to keepable_operator using (true)', table_name);
  end loop;
end $$;

alter table installs enable row level security;
alter table installs force row level security;
create policy own_install on installs to keepable_app using (id = current_install()) with check (id = current_install());
create policy door_finds on installs for select to keepable_door using (true);
create policy claimer_finds on installs for select to keepable_claimer using (true);
create policy operator_all on installs to keepable_operator using (true) with check (true);
grant select, update on installs to keepable_app;
grant select (id, crm, account, status) on installs to keepable_door;
grant select (id, status, paused_until) on installs to keepable_claimer;
grant select, insert, update, delete on installs to keepable_operator;

create policy door_stores on inbox for insert to keepable_door with check (true);
create policy door_recognises on inbox for select to keepable_door using (true);
grant insert on inbox to keepable_door;
grant select (id, install_id, dedupe_key, kind, object_id, work_kind) on inbox to keepable_door;
grant select (id, install_id, kind, state, received_at) on inbox to keepable_operator;

create policy door_marks on deal_work to keepable_door using (true) with check (true);
grant insert, select (install_id, kind, object_id, version, run_at, attempts, dead_reason), update (version, run_at, attempts, dead_reason, dead_at) on deal_work to keepable_door;
create policy claimer_claims on deal_work to keepable_claimer using (true) with check (true);
grant select, update on deal_work to keepable_claimer;
grant select on deal_work to keepable_operator;

create policy door_links on deal_aliases to keepable_door using (true) with check (true);
grant insert, select, update on deal_aliases to keepable_door;

grant select (id, install_id, hash, author, note, published_at, active) on sheet_versions to keepable_operator;
grant select (id, install_id, checked_at) on check_runs to keepable_operator;
grant select (install_id, state, changed_at) on write_backs to keepable_operator;
grant select on crm_budgets to keepable_operator;
grant usage on all sequences in schema public to keepable_app, keepable_door, keepable_operator;
