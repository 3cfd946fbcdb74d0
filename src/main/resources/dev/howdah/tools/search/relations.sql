-- Tables and views that the current role has a privilege on, but for partitions, with the columns
-- that it has one on; the columns stand in arrays of one length, in their order.
-- No parameters. Columns: oid, schema, name, type, comment, extension, visible (along the search
--   path), partitions (one level below), whole (whether these are all columns), columns, types,
--   bases (the type below a domain, else empty), type_oids (of elements for an array), nullables
--   (n or empty), comments (empty for none). PostgreSQL 13 and later.
with path(name, at) as (
  select p.name, p.at
  from unnest(cast(current_setting('howdah.path') as text[])) with ordinality as p (name, at)
),
known as (
  select c.oid,
         n.nspname,
         c.relname,
         c.relkind,
         has_table_privilege(c.oid, 'select, insert, update, references') as whole
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and not c.relispartition
    and not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
),
described as (
  select k.oid,
         array_agg(cast(a.attname as text) order by a.attnum) as columns,
         array_agg(
           -- Without the schema of a type that is found along the path.
           substr(
             format_type(a.atttypid, a.atttypmod),
             case
               when a.atttypid < 16384 then 1
               else coalesce(
                 (select f.prefix
                  from (select v.oid, length(quote_ident(p.name)) + 2 as prefix
                        from pg_type y
                        join pg_type v on v.typname = y.typname
                        join pg_namespace m on m.oid = v.typnamespace
                        join path p on p.name = m.nspname
                        where y.oid = a.atttypid
                        order by p.at
                        limit 1) f
                  where f.oid = a.atttypid),
                 1)
             end)
           order by a.attnum) as types,
         array_agg(
           case when t.typtype = 'd' then format_type(t.typbasetype, null) else '' end
           order by a.attnum) as bases,
         array_agg(
           cast(case when t.typtype = 'b' and t.typcategory = 'A' then t.typelem else t.oid end
                as text)
           order by a.attnum) as type_oids,
         array_agg(
           case when a.attnotnull or (t.typtype = 'd' and t.typnotnull) then '' else 'n' end
           order by a.attnum) as nullables,
         array_agg(coalesce(left(d.description, 1000), '') order by a.attnum) as comments
  from known k
  join pg_attribute a on a.attrelid = k.oid
  join pg_type t on t.oid = a.atttypid
  left join pg_description d
    on d.classoid = cast('pg_class' as regclass) and d.objoid = k.oid and d.objsubid = a.attnum
  where a.attnum > 0
    and not a.attisdropped
    and (k.whole
         or has_column_privilege(k.oid, a.attnum, 'select, insert, update, references'))
  group by k.oid
)
select k.oid,
       k.nspname as schema,
       k.relname as name,
       case k.relkind
         when 'p' then 'partitioned table'
         when 'v' then 'view'
         when 'm' then 'materialized view'
         when 'f' then 'foreign table'
         else 'table'
       end as type,
       left(comment.description, 1000) as comment,
       ext.extname as extension,
       coalesce(k.nspname = (
         select p.name
         from path p
         join pg_namespace m on m.nspname = p.name
         join pg_class v on v.relnamespace = m.oid and v.relname = k.relname
         order by p.at
         limit 1), false) as visible,
       case when k.relkind = 'p'
         then (select count(*) from pg_inherits i where i.inhparent = k.oid) end as partitions,
       k.whole,
       d.columns,
       d.types,
       d.bases,
       d.type_oids,
       d.nullables,
       d.comments
from known k
left join described d on d.oid = k.oid
left join pg_description comment
  on comment.classoid = cast('pg_class' as regclass)
  and comment.objoid = k.oid
  and comment.objsubid = 0
left join pg_depend member
  on member.classid = cast('pg_class' as regclass)
  and member.objid = k.oid
  and member.objsubid = 0
  and member.deptype = 'e'
left join pg_extension ext on ext.oid = member.refobjid
order by k.nspname, k.relname
