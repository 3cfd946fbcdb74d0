-- Changes whenever something that the probe would find may have changed.
-- Parameters: queue, log, statistics, schedules (names of tables, in any schema).
-- Columns: stamp.
with tables as (
  select c.oid,
         c.xmin
  from pg_class c
  where c.relname in (
    cast(:queue as text), cast(:log as text), cast(:statistics as text), cast(:schedules as text))
)
select concat_ws(
         ' ',
         cast(current_user as text),
         cast(pg_is_in_recovery() as text),
         current_setting('howdah.path'),
         (select string_agg(cast(t.oid as text) || '.' || cast(t.xmin as text), ',' order by t.oid)
          from tables t),
         (select count(*) || '.' || sum(cast(cast(a.xmin as text) as bigint))
          from pg_attribute a
          where a.attrelid in (select t.oid from tables t)),
         (select count(*) || '.' || sum(cast(cast(i.xmin as text) as bigint))
          from pg_index i
          where i.indrelid in (select t.oid from tables t)),
         (select count(*) || '.' || sum(cast(cast(g.xmin as text) as bigint))
          from pg_trigger g
          where g.tgrelid in (select t.oid from tables t)),
         (select count(*) || '.' || sum(cast(cast(e.xmin as text) as bigint))
          from pg_enum e)
       ) as stamp
