-- These tables and views, as far as the current role has a privilege on them, by schema and name.
-- Parameter: oids, those that names.sql has found. Columns: oid, schema, name, type, row_count,
--   row_count_is_estimate, size_bytes, size_is_estimate, partitions, parent_oid and partition_of (of
--   a partition), extension, comment (1000 characters at most). PostgreSQL 14 and later.
with recursive page as (
  select c.oid,
         c.relkind,
         c.reltuples,
         c.relpages,
         c.reltoastrelid
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.oid = any (cast(:oids as oid[]))
    and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
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
         count(*) filter (where t.relkind in ('r', 'm', 'f')) as leaves,
         cast(sum(t.reltuples) filter (where t.relkind in ('r', 'm', 'f') and t.reltuples >= 0)
              as bigint) as rows,
         cast(sum(size.bytes) as bigint) as bytes,
         coalesce(bool_or(size.bytes is not null and t.reltuples >= 0), false) as is_estimate
  from tree t
  left join busy on busy.relation = t.oid
  -- VACUUM and ANALYZE leave the pages of a table and of its indexes, only VACUUM those of TOAST. To
  -- measure them takes a look at about twenty files a table.
  cross join lateral (
    select case
             when t.relkind not in ('r', 'm') then null
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
  group by t.root
)
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
       total.rows as row_count,
       total.rows is not null as row_count_is_estimate,
       total.bytes as size_bytes,
       total.is_estimate as size_is_estimate,
       case when c.relkind = 'p' then total.leaves end as partitions,
       parent.oid as parent_oid,
       parent.name as partition_of,
       (select e.extname
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = cast('pg_class' as regclass)
          and d.objid = c.oid
          and d.refclassid = cast('pg_extension' as regclass)
          and d.deptype = 'e') as extension,
       case
         when length(comment.description) <= 1000 then comment.description
         else left(comment.description, 1000) || '…'
       end as comment
-- Not from the page again: nobody can estimate how many are asked for, and each would be looked for
-- among all of them.
from total
join pg_class c on c.oid = total.root
join pg_namespace n on n.oid = c.relnamespace
left join pg_description comment
  on comment.classoid = cast('pg_class' as regclass)
  and comment.objoid = c.oid
  and comment.objsubid = 0
left join lateral (
  select above.oid,
         m.nspname || '.' || above.relname as name
  from pg_inherits i
  join pg_class above on above.oid = i.inhparent
  join pg_namespace m on m.oid = above.relnamespace
  where c.relispartition
    and i.inhrelid = c.oid
    and has_schema_privilege(m.oid, 'usage')
    and (has_table_privilege(
           above.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(above.oid, 'select, insert, update, references'))
) parent on true
order by n.nspname, c.relname
