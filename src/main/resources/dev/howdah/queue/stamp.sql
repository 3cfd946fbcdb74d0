-- Changes whenever something that the probe would find may have changed, as long as it finds a queue.
-- Parameters: for each of queue, log, statistics, schedules and function its name and its schema
--   (null: along the search path).
-- Columns: stamp.
-- What the role may do is asked of PostgreSQL itself, because it follows from the rights to the
-- tables, to their columns and to their schemas, and from every membership behind the role.
with path(name) as (
  select p.name
  from unnest(cast(current_setting('howdah.path') as text[])) as p (name)
),
wanted(schema, name) as (
  values (cast(:queue_schema as text), cast(:queue as text)),
         (cast(:log_schema as text), cast(:log as text)),
         (cast(:statistics_schema as text), cast(:statistics as text)),
         (cast(:schedules_schema as text), cast(:schedules as text))
),
tables as (
  select distinct
         c.oid,
         cast(cast(c.xmin as text) as bigint) as version,
         n.nspname as schema,
         has_schema_privilege(n.oid, 'usage') as usable
  from wanted w
  join pg_class c on c.relname = w.name
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = w.schema
     or (w.schema is null and n.nspname in (select p.name from path p))
),
columns as (
  select a.attrelid,
         a.attnum,
         a.attname,
         a.atttypid,
         cast(cast(a.xmin as text) as bigint) as version,
         case
           when a.attnum > 0 and not a.attisdropped
             then has_column_privilege(a.attrelid, a.attnum, 'select')
         end as readable
  from tables t
  join pg_attribute a on a.attrelid = t.oid
)
select concat_ws(
         ' ',
         cast(current_user as text),
         cast(pg_is_in_recovery() as text),
         current_setting('howdah.path'),
         (select string_agg(concat_ws('.', t.oid, t.version, t.schema, t.usable), ',' order by t.oid)
          from tables t),
         (select count(*)
                   || '.'
                   || sum(c.version)
                   || '.'
                   || string_agg(
                        case when c.readable then 'r' else '-' end, '' order by c.attrelid, c.attnum)
          from columns c),
         (select string_agg(distinct concat_ws('.', y.oid, y.xmin, m.nspname), ',')
          from columns c
          join pg_type y on y.oid = c.atttypid
          join pg_namespace m on m.oid = y.typnamespace
          where c.attname = 'status'),
         (select count(*) || '.' || sum(cast(cast(i.xmin as text) as bigint))
          from pg_index i
          where i.indrelid in (select t.oid from tables t)),
         (select count(*) || '.' || sum(cast(cast(x.xmin as text) as bigint))
          from pg_index i
          join pg_class x on x.oid = i.indexrelid
          where i.indrelid in (select t.oid from tables t)),
         (select count(*) || '.' || sum(cast(cast(g.xmin as text) as bigint))
          from pg_trigger g
          where g.tgrelid in (select t.oid from tables t)),
         (select count(*) || '.' || sum(cast(cast(e.xmin as text) as bigint))
          from pg_enum e),
         (select string_agg(
                   concat_ws('.', p.oid, p.xmin, n.nspname), ',' order by p.oid)
          from pg_proc p
          join pg_namespace n on n.oid = p.pronamespace
          where p.proname = cast(:function as text)
            and p.pronargs = 0
            and (n.nspname = cast(:function_schema as text)
                 or (cast(:function_schema as text) is null
                     and n.nspname in (select s.name from path s))))
       ) as stamp
