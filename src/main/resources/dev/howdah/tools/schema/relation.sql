-- One relation that the current role has a privilege on.
-- Parameters: schema (null: found along the search path, or before a dot in the name), name.
-- Columns: oid, schema, name, type, comment, extension, row_security, row_count, size_bytes,
--   partition_count (leaves of a partitioned table), partition_key and partition_bounds (null where
--   they rest on a column that the role has no privilege on), key_columns and bound_columns (what
--   these rest on), definition (of a view; null where it would name a table that the role must not
--   know). PostgreSQL 13 and later.
with recursive path(name, at) as (
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
  where cast(:schema as text) is null
    and substr(cast(:name as text), dot, 1) = '.'
),
found as (
  select c.oid,
         n.nspname,
         c.relname,
         c.relkind,
         c.relispartition,
         c.reltuples,
         c.relpartbound,
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
),
-- To print a view or to measure a table takes a lock on it; what is being altered is left alone.
held as (
  select l.relation
  from pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database in (0, (select d.oid from pg_database d where d.datname = current_database()))
),
held_tables as (
  select h.relation
  from held h
  union
  select i.indrelid
  from held h
  join pg_index i on i.indexrelid = h.relation
),
busy as (
  select h.relation
  from held_tables h
  union
  select c.oid
  from held_tables h
  join pg_class c on c.reltoastrelid = h.relation
),
tree as (
  select f.oid,
         f.relkind,
         f.reltuples
  from found f
  union all
  select c.oid,
         c.relkind,
         c.reltuples
  from tree
  join pg_inherits i on i.inhparent = tree.oid
  join pg_class c on c.oid = i.inhrelid
  where tree.relkind = 'p'
),
total as (
  select count(*) as leaves,
         cast(sum(t.reltuples) filter (where t.reltuples >= 0) as bigint) as rows,
         cast(sum(pg_total_relation_size(t.oid))
           filter (where t.relkind <> 'f' and busy.relation is null) as bigint) as bytes
  from tree t
  left join busy on busy.relation = t.oid
  where t.relkind in ('r', 'm', 'f')
),
-- The columns of a partition key depend on their table the wrong way round, so that it stays when
-- they are dropped; those within expressions too.
spread as (
  select array_agg(a.attname order by a.attnum) filter (where d.objid = f.oid) as own,
         array_agg(a.attname order by a.attnum) filter (where d.objid <> f.oid) as parents,
         coalesce(bool_and(mine.open) filter (where d.objid = f.oid), true) as own_open,
         coalesce(bool_and(mine.open) filter (where d.objid <> f.oid), true) as parents_open
  from found f
  left join pg_inherits i on i.inhrelid = f.oid and f.relispartition
  join pg_partitioned_table p on p.partrelid in (f.oid, i.inhparent)
  join pg_depend d
    on d.classid = cast('pg_class' as regclass)
    and d.objid = p.partrelid
    and d.objsubid > 0
    and d.refclassid = cast('pg_class' as regclass)
    and d.refobjid = p.partrelid
    and d.refobjsubid = 0
    and d.deptype = 'i'
  join pg_attribute a on a.attrelid = d.objid and a.attnum = d.objsubid
  cross join lateral (
    select coalesce(bool_and(has_column_privilege(
             f.oid, own.attnum, 'select, insert, update, references')), false) as open
    from pg_attribute own
    where own.attrelid = f.oid
      and own.attname = a.attname
  ) mine
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
       left(obj_description(f.oid, 'pg_class'), 10000)
         || case when length(obj_description(f.oid, 'pg_class')) > 10000 then '…' else '' end as comment,
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
       total.rows as row_count,
       total.bytes as size_bytes,
       case when f.relkind = 'p' then total.leaves end as partition_count,
       case
         when f.relkind = 'p' and spread.own_open then pg_get_partkeydef(f.oid)
       end as partition_key,
       -- Bounds name no column; with the table's oid this would wait for a lock on it.
       case
         when spread.parents_open then pg_get_expr(f.relpartbound, cast(0 as oid))
       end as partition_bounds,
       coalesce(spread.own, '{}') as key_columns,
       coalesce(spread.parents, '{}') as bound_columns,
       case
         when f.relkind in ('v', 'm') and not exists (
           select
           from pg_rewrite r
           join pg_depend d on d.classid = cast('pg_rewrite' as regclass) and d.objid = r.oid
           join pg_class used on used.oid = d.refobjid
           left join busy on busy.relation = used.oid
           where r.ev_class = f.oid
             and d.refclassid = cast('pg_class' as regclass)
             and used.relkind in ('r', 'p', 'v', 'm', 'f')
             and (busy.relation is not null
                  or not has_schema_privilege(used.relnamespace, 'usage')
                  or not (has_table_privilege(
                            used.oid,
                            'select, insert, update, delete, truncate, references, trigger')
                          or has_any_column_privilege(
                            used.oid, 'select, insert, update, references')))
         )
           then pg_get_viewdef(f.oid, true)
       end as definition
from found f
cross join total
cross join spread
