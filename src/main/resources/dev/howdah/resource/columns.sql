-- What the current role may read of one table or view.
-- Parameters: schema, name.
-- Columns: oid, columns (in their order; null: none, or a table without columns), types (the oids of
--   theirs, below all domains, as a result has them), key (columns of the primary key in its order; null without one). No row where nothing may be read.
--   PostgreSQL 13 and later.
select c.oid,
       (select array_agg(a.attname order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid
          and a.attnum > 0
          and not a.attisdropped
          and has_column_privilege(c.oid, a.attnum, 'select')) as columns,
       (select array_agg(
                 case
                   when a.atttypid < 16384 then cast(a.atttypid as text)
                   else (
                     with recursive part as (
                       select t.oid, t.typtype, t.typbasetype
                       from pg_type t
                       where t.oid = a.atttypid
                       union all
                       select b.oid, b.typtype, b.typbasetype
                       from part
                       join pg_type b on b.oid = part.typbasetype and part.typtype = 'd'
                     )
                     select cast(part.oid as text)
                     from part
                     where part.typtype <> 'd')
                 end
                 order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid
          and a.attnum > 0
          and not a.attisdropped
          and has_column_privilege(c.oid, a.attnum, 'select')) as types,
       (select array_agg(a.attname order by k.position)
        from pg_index i
        cross join unnest(i.indkey) with ordinality as k (attnum, position)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = c.oid
          and i.indisprimary
          and k.position <= i.indnkeyatts) as key
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = cast(:schema as text)
  and c.relname = cast(:name as text)
  and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
  and has_schema_privilege(n.oid, 'usage')
  and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
