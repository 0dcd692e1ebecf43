-- A check tells when the address of the sheet stopped giving one; a replay must say the same.
alter table check_runs add column source_failing_since timestamptz;
