-- Tables and views that the current role has a privilege on, one page of them.
-- Parameters: schema, name_pattern, types (comma separated; null: all but partitions),
--   after_schema and after_name (the last row of the page before), oids (null: any), limit.
-- Columns: oid, schema, name, type, row_count, row_count_is_estimate, size_bytes, size_is_estimate,
--   partitions, parent_oid and partition_of (of a partition), extension, comment (1000 characters at
--   most). PostgreSQL 14 and later.
with recursive page as (
  select c.oid,
         n.nspname,
         c.relname,
         c.relkind,
         c.relispartition,
         c.reltuples,
         c.relpages,
         c.reltoastrelid,
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
          when cast(:schema as text) is not null then n.nspname = cast(:schema as text)
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
            > (cast(:after_schema as text), cast(:after_name as text)))
    and (cast(:oids as oid[]) is null or c.oid = any (cast(:oids as oid[])))
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
  -- In one step with its limit: in one schema the index on names gives this order, and whatever is
  -- sorted needs no more than a page of memory.
  order by n.nspname, c.relname
  limit cast(:limit as integer)
),
-- To measure a table takes a lock on it and on its indexes; what is being altered is left alone.
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
-- pg_partition_tree would wait for a partition that is locked.
tree as (
  select p.oid as root,
         p.oid,
         p.relkind,
         p.reltuples,
         p.relpages,
         p.reltoastrelid
  from page p
  union all
  select tree.root,
         c.oid,
         c.relkind,
         c.reltuples,
         c.relpages,
         c.reltoastrelid
  from tree
  join pg_inherits i on i.inhparent = tree.oid
  join pg_class c on c.oid = i.inhrelid
  where tree.relkind = 'p'
),
total as (
  select t.root,
         count(*) as leaves,
         cast(sum(t.reltuples) filter (where t.reltuples >= 0) as bigint) as rows,
         cast(sum(size.bytes) as bigint) as bytes,
         coalesce(bool_or(size.bytes is not null and t.reltuples >= 0), false) as is_estimate
  from tree t
  left join busy on busy.relation = t.oid
  -- VACUUM and ANALYZE leave the pages of a table and of its indexes, only VACUUM those of TOAST. To
  -- measure them takes a look at about twenty files a table.
  cross join lateral (
    select case
             when t.relkind = 'f' then null
             when t.reltuples >= 0 then (
               select cast(current_setting('block_size') as bigint)
                 * (t.relpages
                    + (select coalesce(sum(c.relpages), 0)
                       from pg_index i
                       join pg_class c on c.oid = i.indexrelid
                       where i.indrelid in (t.oid, t.reltoastrelid)))
                 + coalesce(
                     (select case
                               when toast.reltuples >= 0
                                 then cast(current_setting('block_size') as bigint) * toast.relpages
                               when busy.relation is null then pg_relation_size(toast.oid)
                             end
                      from pg_class toast
                      where toast.oid = t.reltoastrelid),
                     case when t.reltoastrelid = 0 then 0 end)
             )
             when busy.relation is null then pg_total_relation_size(t.oid)
           end as bytes
  ) size
  where t.relkind in ('r', 'm', 'f')
  group by t.root
)
select p.oid,
       p.nspname as schema,
       p.relname as name,
       p.type,
       total.rows as row_count,
       total.rows is not null as row_count_is_estimate,
       total.bytes as size_bytes,
       coalesce(total.is_estimate, false) as size_is_estimate,
       case when p.relkind = 'p' then coalesce(total.leaves, 0) end as partitions,
       parent.oid as parent_oid,
       parent.name as partition_of,
       (select e.extname
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = cast('pg_class' as regclass)
          and d.objid = p.oid
          and d.refclassid = cast('pg_extension' as regclass)
          and d.deptype = 'e') as extension,
       case
         when length(comment.description) <= 1000 then comment.description
         else left(comment.description, 1000) || '…'
       end as comment
from page p
left join total on total.root = p.oid
left join pg_description comment
  on comment.classoid = cast('pg_class' as regclass)
  and comment.objoid = p.oid
  and comment.objsubid = 0
left join lateral (
  select c.oid,
         n.nspname || '.' || c.relname as name
  from pg_inherits i
  join pg_class c on c.oid = i.inhparent
  join pg_namespace n on n.oid = c.relnamespace
  where p.relispartition
    and i.inhrelid = p.oid
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
) parent on true
order by p.nspname, p.relname
