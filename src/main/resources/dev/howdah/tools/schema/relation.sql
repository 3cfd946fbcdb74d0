-- One relation that the current role has a privilege on.
-- Parameters: schema (null: found along the search path, or before a dot in the name), name (with
--   its schema before a dot, even where that is given).
-- Columns: oid, schema, name, type, comment, extension, row_security, row_count and size_bytes (null
--   for what is partitioned), partitioned (whether partitioning.sql has more), triggers, policies and
--   relatives (whether there are some). PostgreSQL 13 and later.
with path(name, at) as (
  select p.name, p.at
  from unnest(cast(current_setting('howdah.path') as text[])) with ordinality as p (name, at)
),
wanted as (
  select cast(:schema as text) as schema,
         cast(:name as text) as name,
         0 as dot
  union all
  select left(cast(:name as text), dot - 1),
         substr(cast(:name as text), dot + 1),
         dot
  from generate_series(1, length(cast(:name as text))) dot
  where substr(cast(:name as text), dot, 1) = '.'
    and coalesce(cast(:schema as text) = left(cast(:name as text), dot - 1), true)
),
found as (
  select c.oid,
         n.nspname,
         c.relname,
         c.relkind,
         c.relispartition,
         c.reltuples,
         c.reltoastrelid,
         c.relhastriggers,
         c.relrowsecurity,
         c.relforcerowsecurity
  from wanted w
  join pg_class c on c.relname = w.name
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname = coalesce(w.schema, (
      select p.name
      from path p
      join pg_namespace m on m.nspname = p.name
      join pg_class v on v.relnamespace = m.oid and v.relname = w.name
      order by p.at
      limit 1))
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
  order by w.dot
  limit 1
)
select f.oid,
       f.nspname as schema,
       f.relname as name,
       case
         when f.relispartition then 'partition'
         when f.relkind = 'p' then 'partitioned table'
         when f.relkind = 'v' then 'view'
         when f.relkind = 'm' then 'materialized view'
         when f.relkind = 'f' then 'foreign table'
         else 'table'
       end as type,
       case
         when length(comment.description) <= 10000 then comment.description
         else left(comment.description, 10000) || '…'
       end as comment,
       (select e.extname
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = cast('pg_class' as regclass)
          and d.objid = f.oid
          and d.refclassid = cast('pg_extension' as regclass)
          and d.deptype = 'e') as extension,
       case
         when not f.relrowsecurity then 'off'
         when f.relforcerowsecurity then 'forced'
         else 'on'
       end as row_security,
       case
         when f.relkind in ('r', 'm', 'f') and f.reltuples >= 0 then cast(f.reltuples as bigint)
       end as row_count,
       -- To measure a table takes a lock on it, on its TOAST and on the indexes of both; what is
       -- being altered is left alone.
       case
         when f.relkind in ('r', 'm') and not exists (
           select
           from pg_locks l
           left join pg_index i on i.indexrelid = l.relation
           where l.locktype = 'relation'
             and l.mode = 'AccessExclusiveLock'
             and l.database
                 in (0, (select d.oid from pg_database d where d.datname = current_database()))
             and coalesce(i.indrelid, l.relation) in (f.oid, f.reltoastrelid)
         )
           then pg_total_relation_size(f.oid)
       end as size_bytes,
       f.relkind = 'p' or f.relispartition as partitioned,
       f.relhastriggers and exists (
         select
         from pg_trigger t
         where t.tgrelid = f.oid
           and not t.tgisinternal
       ) as triggers,
       exists (select from pg_policy p where p.polrelid = f.oid) as policies,
       exists (select from pg_inherits i where i.inhrelid = f.oid)
         or exists (select from pg_inherits i where i.inhparent = f.oid) as relatives
from found f
left join pg_description comment
  on comment.classoid = cast('pg_class' as regclass)
  and comment.objoid = f.oid
  and comment.objsubid = 0
