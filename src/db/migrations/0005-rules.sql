-- The admin's rules: immutable versions, one of them in force; without any the rules of a new account hold.

create table rule_versions (
  id bigint generated always as identity primary key,
  install_id integer not null references installs (id) on delete cascade,
  hash text not null,
  document jsonb not null,
  author text,
  note text,
  activated_at timestamptz not null,
  active boolean not null
);
create unique index rule_versions_active on rule_versions (install_id) where active;
create index rule_versions_newest on rule_versions (install_id, id desc);

create function keep_rule_version() returns trigger language plpgsql as $$
begin
  if (new.id, new.install_id, new.hash, new.document, new.author, new.note, new.activated_at)
    is distinct from (old.id, old.install_id, old.hash, old.document, old.author, old.note, old.activated_at)
  then
    raise exception 'a version of the rules never changes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger rule_versions_never_change before update on rule_versions
  for each row execute function keep_rule_version();

alter table rule_versions enable row level security;
alter table rule_versions force row level security;
create policy own_install on rule_versions to keepable_app
  using (install_id = current_install()) with check (install_id = current_install());
grant select, insert, update, delete on rule_versions to keepable_app;
