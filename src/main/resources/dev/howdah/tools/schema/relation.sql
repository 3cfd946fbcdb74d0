-- One relation that the current role may know of.
-- Parameters: schema (null: found along the search path), name.
-- Columns: oid, schema, name, type, comment, row_count, size_bytes, definition (of a view).
select c.oid,
       n.nspname as schema,
       c.relname as name,
       case
         when c.relispartition then 'partition'
         when c.relkind = 'p' then 'partitioned table'
         when c.relkind = 'v' then 'view'
         when c.relkind = 'm' then 'materialized view'
         when c.relkind = 'f' then 'foreign table'
         else 'table'
       end as type,
       obj_description(c.oid, 'pg_class') as comment,
       case
         when c.relkind = 'v' then null
         when c.relkind = 'p' then tree.rows
         when c.reltuples < 0 then null
         else cast(c.reltuples as bigint)
       end as row_count,
       case
         when c.relkind in ('v', 'f') then null
         when c.relkind = 'p' then tree.bytes
         else pg_total_relation_size(c.oid)
       end as size_bytes,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid, true) end as definition
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select cast(sum(leaf.reltuples) filter (where t.isleaf and leaf.reltuples >= 0) as bigint) as rows,
         cast(sum(pg_total_relation_size(t.relid)) filter (where t.isleaf) as bigint) as bytes
  from pg_partition_tree(c.oid) t
  join pg_class leaf on leaf.oid = t.relid
) tree on c.relkind = 'p'
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and c.relname = cast(:name as text)
  and case
        when cast(:schema as text) is null then pg_table_is_visible(c.oid)
        else n.nspname = cast(:schema as text)
      end
  and has_schema_privilege(n.oid, 'usage')
  and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
       or has_any_column_privilege(c.oid, 'select, insert, update, references'))
