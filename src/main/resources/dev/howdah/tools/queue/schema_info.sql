-- Rows and size of an installation's tables. What somebody has locked is not measured.
-- Parameters: for each of queue, log, statistics and schedules its name and schema (null: none).
-- Columns: part, estimated_rows, total_size, total_bytes.
-- PostgreSQL 13 and later.
with recursive wanted(part, schema, name) as (
  values ('queue', cast(:queue_schema as text), cast(:queue as text)),
         ('log', cast(:log_schema as text), cast(:log as text)),
         ('statistics', cast(:statistics_schema as text), cast(:statistics as text)),
         ('schedules', cast(:schedules_schema as text), cast(:schedules as text))
),
tree as (
  select w.part,
         c.oid,
         c.relkind,
         c.reltuples
  from wanted w
  join pg_namespace n on n.nspname = w.schema
  join pg_class c on c.relnamespace = n.oid and c.relname = w.name
  union all
  select t.part,
         c.oid,
         c.relkind,
         c.reltuples
  from tree t
  join pg_inherits i on i.inhparent = t.oid
  join pg_class c on c.oid = i.inhrelid
),
held as (
  select l.relation
  from pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database in (0, (select d.oid from pg_database d where d.datname = current_database()))
),
busy as (
  select h.relation
  from held h
  union
  select i.indrelid
  from held h
  join pg_index i on i.indexrelid = h.relation
  union
  select c.oid
  from held h
  join pg_class c on c.reltoastrelid = h.relation
),
total as (
  select t.part,
         cast(sum(t.reltuples) filter (where t.reltuples >= 0) as bigint) as rows,
         cast(sum(pg_total_relation_size(t.oid)) filter (where b.relation is null) as bigint)
           as bytes
  from tree t
  left join busy b on b.relation = t.oid
  where t.relkind in ('r', 'm', 'f')
  group by t.part
)
select t.part,
       t.rows as estimated_rows,
       pg_size_pretty(t.bytes) as total_size,
       t.bytes as total_bytes
from total t
order by t.part
