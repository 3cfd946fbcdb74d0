-- The indexes of the relations that relations.sql finds, and of some more.
-- No parameters. Columns: relation (its oid), name, columns (an expression stands as it is written),
--   uses (all columns that it rests on), every (whether it may rest on any column), method, is_key
--   (whether its columns tell rows apart), is_primary, is_unique, partial, comment.
--   PostgreSQL 13 and later.
select i.indrelid as relation,
       c.relname as name,
       (select array_agg(
                 case
                   when i.indkey[k] = 0
                     then pg_get_indexdef(i.indexrelid, cast(k + 1 as integer), true)
                   else (select cast(a.attname as text)
                         from pg_attribute a
                         where a.attrelid = i.indrelid
                           and a.attnum = i.indkey[k])
                 end
                 order by k)
        from generate_series(0, i.indnkeyatts - 1) k) as columns,
       (select array_agg(cast(a.attname as text) order by a.attnum)
        from pg_attribute a
        where a.attrelid = i.indrelid
          and a.attnum > 0
          and (a.attnum = any (cast(i.indkey as smallint[]))
               or (tree.found
                   and exists (
                     select
                     from pg_depend d
                     where d.classid = cast('pg_class' as regclass)
                       and d.objid = i.indexrelid
                       and d.refclassid = cast('pg_class' as regclass)
                       and d.refobjid = i.indrelid
                       and d.refobjsubid = a.attnum
                   )))) as uses,
       tree.found
         and exists (
           select
           from pg_depend d
           where d.classid = cast('pg_class' as regclass)
             and d.objid = i.indexrelid
             and d.refclassid = cast('pg_class' as regclass)
             and d.refobjid = i.indrelid
             and d.refobjsubid = 0
         ) as every,
       am.amname as method,
       i.indisunique and i.indisvalid and not tree.found as is_key,
       i.indisprimary as is_primary,
       i.indisunique as is_unique,
       i.indpred is not null as partial,
       left(comment.description, 1000) as comment
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_class t on t.oid = i.indrelid
join pg_namespace n on n.oid = t.relnamespace
join pg_am am on am.oid = c.relam
cross join lateral (
  select i.indexprs is not null or i.indpred is not null as found
) tree
left join pg_description comment
  on comment.classoid = cast('pg_class' as regclass)
  and comment.objoid = c.oid
  and comment.objsubid = 0
where t.relkind in ('r', 'p', 'm')
  and not t.relispartition
  and not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
  and has_schema_privilege(n.oid, 'usage')
order by i.indrelid, c.relname
