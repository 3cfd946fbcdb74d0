-- Tables and views that the current role may know of, one page of them.
-- Parameters: schema, name_pattern, types (comma separated; null: all but partitions),
--   after_schema and after_name (the last row of the page before), limit.
-- Columns: schema, name, type, row_count, row_count_is_estimate, size_bytes, partitions,
--   partition_of, comment. PostgreSQL 13 and later.
with page as (
  select c.oid,
         n.nspname,
         c.relname,
         c.relkind,
         c.relispartition,
         c.reltuples,
         kind.type
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  cross join lateral (
    select case
             when c.relispartition then 'partition'
             when c.relkind = 'p' then 'partitioned table'
             when c.relkind = 'v' then 'view'
             when c.relkind = 'm' then 'materialized view'
             when c.relkind = 'f' then 'foreign table'
             else 'table'
           end as type
  ) kind
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and case
          when cast(:schema as text) is not null then n.nspname = cast(:schema as name)
          else not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
        end
    and (cast(:name_pattern as text) is null
         or cast(c.relname as text) ilike cast(:name_pattern as text))
    and case
          when cast(:types as text) is null then not c.relispartition
          else kind.type = any (string_to_array(cast(:types as text), ','))
        end
    and (cast(:after_schema as text) is null
         or (n.nspname, c.relname)
            > (cast(:after_schema as name), cast(:after_name as name)))
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
  order by n.nspname, c.relname
  limit cast(:limit as integer)
),
-- The size of a relation needs a lock on it; one that is being altered keeps its size to itself.
locked as (
  select distinct l.relation
  from pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
)
select p.nspname as schema,
       p.relname as name,
       p.type,
       case
         when p.relkind = 'p' then tree.rows
         when p.relkind = 'v' or p.reltuples < 0 then null
         else cast(p.reltuples as bigint)
       end as row_count,
       true as row_count_is_estimate,
       case
         when p.relkind = 'p' then tree.bytes
         when p.relkind in ('v', 'f') or locked.relation is not null then null
         else pg_total_relation_size(p.oid)
       end as size_bytes,
       case when p.relkind = 'p' then tree.partitions end as partitions,
       case
         when p.relispartition
           then (select cast(cast(i.inhparent as regclass) as text)
                 from pg_inherits i
                 where i.inhrelid = p.oid)
       end as partition_of,
       obj_description(p.oid, 'pg_class') as comment
from page p
left join locked on locked.relation = p.oid
left join lateral (
  select count(*) filter (where t.isleaf) as partitions,
         cast(sum(leaf.reltuples) filter (where t.isleaf and leaf.reltuples >= 0) as bigint) as rows,
         cast(sum(pg_total_relation_size(t.relid))
           filter (where t.isleaf and leaf.relkind <> 'f' and held.relation is null) as bigint) as bytes
  from pg_partition_tree(p.oid) t
  join pg_class leaf on leaf.oid = t.relid
  left join locked held on held.relation = t.relid
  where p.relkind = 'p'
) tree on p.relkind = 'p'
order by p.nspname, p.relname
