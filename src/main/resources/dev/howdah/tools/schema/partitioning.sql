-- How a partitioned table or a partition is partitioned, as far as the current role may know.
-- Parameter: oid. Columns: row_count, size_bytes, partition_count (leaves of a partitioned table),
--   partition_key and partition_bounds (null where they rest on a column that the role has no
--   privilege on), key_columns and bound_columns (what these rest on). PostgreSQL 13 and later.
with recursive found as (
  select c.oid,
         c.relkind,
         c.relispartition,
         c.reltuples,
         c.relpartbound
  from pg_class c
  where c.oid = cast(:oid as oid)
),
-- To measure a table takes a lock on it; what is being altered is left alone.
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
select total.rows as row_count,
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
       coalesce(spread.parents, '{}') as bound_columns
from found f
cross join total
cross join spread
