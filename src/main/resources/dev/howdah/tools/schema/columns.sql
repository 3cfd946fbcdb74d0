-- The columns of a relation, in their order.
-- Parameter: oid. Columns: name, type, nullable, default_value, is_primary_key, unique, identity,
--   generated, enum_values, comment. PostgreSQL 13 and later.
select a.attname as name,
       format_type(a.atttypid, a.atttypmod) as type,
       not (a.attnotnull or (t.typtype = 'd' and t.typnotnull)) as nullable,
       case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default_value,
       exists (
         select
         from pg_index i
         where i.indrelid = a.attrelid
           and i.indisprimary
           and a.attnum = any (i.indkey)
       ) as is_primary_key,
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
       case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end as generated,
       (select array_agg(e.enumlabel order by e.enumsortorder)
        from pg_enum e
        where e.enumtypid = coalesce(nullif(element.typbasetype, 0), element.oid)) as enum_values,
       col_description(a.attrelid, a.attnum) as comment
from pg_attribute a
join pg_type t on t.oid = a.atttypid
join pg_type element on element.oid = case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem else t.oid end
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = cast(:oid as oid)
  and a.attnum > 0
  and not a.attisdropped
order by a.attnum
