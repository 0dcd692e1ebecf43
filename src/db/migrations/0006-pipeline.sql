-- The other open deals inform a check. A run remembers which runs it could see, so that it can be repeated with the same ones.

alter table check_runs
  add column recorded_by xid8 not null default pg_current_xact_id(),
  -- "<highest id>/<snapshot>" of the pipeline that the check saw; null: it saw none.
  add column pipeline_seen text;
