-- When an intent was taken over from a lease that may still be sending: a process that stood still can write long after.
alter table write_backs add column doubted_at timestamptz;
create index write_backs_doubted on write_backs (install_id, doubted_at) where doubted_at is not null;
