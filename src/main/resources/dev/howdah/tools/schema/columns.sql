-- The columns of a relation that the current role has a privilege on, in their order.
-- Parameters: oid, name_pattern (null: any). Columns: name, type, type_oid, type_definition (of a
--   domain or a composite type), nullable, default_value, unique, identity, generated, enum_values, comment
--   (10,000 characters at most), uses (what its expression names, each as a JSON array of a relation's
--   oid and a column or null). PostgreSQL 15 and later.
with path(name, at) as (
  select p.name, p.at
  from unnest(cast(current_setting('howdah.path') as text[])) with ordinality as p (name, at)
)
select a.attname as name,
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
         end) as type,
       a.atttypid as type_oid,
       case
         when item.typtype = 'd'
           then format_type(item.typbasetype, item.typtypmod)
             || coalesce(
               (select string_agg(' ' || pg_get_constraintdef(con.oid, true), '' order by con.conname)
                from pg_constraint con
                where con.contypid = item.oid
                  and con.contype = 'c'), '')
         when item.typtype = 'c'
           then (select '(' || string_agg(
                     quote_ident(f.attname) || ' ' || format_type(f.atttypid, f.atttypmod),
                     ', ' order by f.attnum) || ')'
                 from pg_class c
                 join pg_attribute f on f.attrelid = c.oid
                 where c.oid = item.typrelid
                   and c.relkind = 'c'
                   and f.attnum > 0
                   and not f.attisdropped)
       end as type_definition,
       not (a.attnotnull or (t.typtype = 'd' and t.typnotnull)) as nullable,
       case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default_value,
       exists (
         select
         from pg_index i
         where i.indrelid = a.attrelid
           and i.indisunique
           and i.indisvalid
           and i.indpred is null
           and i.indnkeyatts = 1
           and i.indkey[0] = a.attnum
       ) as "unique",
       case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
       case
         when a.attgenerated = '' then null
         when exists (
           select
           from pg_depend used
           where used.classid = cast('pg_attrdef' as regclass)
             and used.objid = d.oid
             and used.refclassid = cast('pg_class' as regclass)
             and used.refobjid = a.attrelid
             and used.refobjsubid not in (0, a.attnum)
             and not has_column_privilege(
               used.refobjid, cast(used.refobjsubid as smallint),
               'select, insert, update, references')
         ) then '…'
         else pg_get_expr(d.adbin, d.adrelid)
       end as generated,
       case
         -- PostgreSQL itself brings no enum.
         when a.atttypid >= 16384 then (
           -- Through any number of domains and arrays.
           with recursive part as (
             select t.oid, t.typtype, t.typcategory, t.typbasetype, t.typelem
             union all
             select inner_type.oid, inner_type.typtype, inner_type.typcategory,
                    inner_type.typbasetype, inner_type.typelem
             from part
             join pg_type inner_type
               on inner_type.oid = case
                                     when part.typtype = 'd' then part.typbasetype
                                     when part.typcategory = 'A' then part.typelem
                                   end
           )
           select array_agg(e.enumlabel order by e.enumsortorder)
           from part
           join pg_enum e on e.enumtypid = part.oid)
       end as enum_values,
       case
         when length(comment.description) <= 10000 then comment.description
         else left(comment.description, 10000) || '…'
       end as comment,
       array(select cast(json_build_array(used.refobjid, name.attname) as text)
             from pg_depend used
             left join pg_attribute name
               on name.attrelid = used.refobjid
               and name.attnum = used.refobjsubid
               and used.refobjsubid > 0
             where used.refclassid = cast('pg_class' as regclass)
               and used.classid = cast('pg_attrdef' as regclass)
               and used.objid = d.oid
               and not (used.refobjid = a.attrelid and used.refobjsubid in (0, a.attnum))) as uses
from pg_attribute a
join pg_type t on t.oid = a.atttypid
-- A domain over an array is in the category of arrays, too.
join pg_type item
  on item.oid = case when t.typtype = 'b' and t.typcategory = 'A' then t.typelem else t.oid end
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_description comment
  on comment.classoid = cast('pg_class' as regclass)
  and comment.objoid = a.attrelid
  and comment.objsubid = a.attnum
where a.attrelid = cast(:oid as oid)
  and a.attnum > 0
  and not a.attisdropped
  and (cast(:name_pattern as text) is null
       or cast(a.attname as text) ilike cast(:name_pattern as text))
  and has_column_privilege(a.attrelid, a.attnum, 'select, insert, update, references')
order by a.attnum
