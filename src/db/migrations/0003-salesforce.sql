-- By these an org of Salesforce is recognised: the secret in the address of its outbound messages ('door') and the key of
-- its Lightning component ('card'). Only SHA-256 is kept. An older one ends some time after it was replaced, because
-- messages that wait in the org's queue still carry it.
create table install_secrets (
  install_id integer not null references installs (id) on delete cascade,
  kind text not null check (kind in ('door', 'card')),
  secret_hash text not null unique,
  ends_at timestamptz
);
create index install_secrets_of on install_secrets (install_id, kind);

alter table install_secrets enable row level security;
alter table install_secrets force row level security;
create policy own_install on install_secrets to keepable_app using (install_id = current_install()) with check (install_id = current_install());
create policy door_finds on install_secrets for select to keepable_door using (true);
grant select, insert, update, delete on install_secrets to keepable_app;
grant select on install_secrets to keepable_door;
