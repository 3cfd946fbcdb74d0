-- The columns of a relation that the current role has a privilege on, in their order.
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
           and a.attnum = any ((cast(i.indkey as smallint[]))[0 : i.indnkeyatts - 1])
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
       -- Through any number of domains and arrays.
       (with recursive part as (
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
        join pg_enum e on e.enumtypid = part.oid) as enum_values,
       col_description(a.attrelid, a.attnum) as comment
from pg_attribute a
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = cast(:oid as oid)
  and a.attnum > 0
  and not a.attisdropped
  and has_column_privilege(a.attrelid, a.attnum, 'select, insert, update, references')
order by a.attnum
