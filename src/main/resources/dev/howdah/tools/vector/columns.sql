-- The columns of a relation that the current role may read or fill, in their order.
-- Parameter: oid. Columns: number, name, type (of a domain: what it is of), shown (with its
--   modifier), modifier (-1: none), vector (whether the type is
--   pgvector's, or PostgreSQL's own bit), words (whether it is
--   text), readable, insertable, generated, key (whether it is of the primary key).
--   PostgreSQL 13 and later.
select cast(a.attnum as pg_catalog.int4) as number,
       a.attname as name,
       b.typname as type,
       -- Without the schema of a type that is found along the path.
       pg_catalog.substr(
         pg_catalog.format_type(a.atttypid, a.atttypmod),
         coalesce(
           (select f.prefix
            from (select v.oid,
                         pg_catalog.length(pg_catalog.quote_ident(p.name)) + 2 as prefix
                  from pg_catalog.pg_type v
                  join pg_catalog.pg_namespace m on m.oid = v.typnamespace
                  join pg_catalog.unnest(
                         cast(pg_catalog.current_setting('howdah.path') as pg_catalog.text[]))
                       with ordinality as p (name, at)
                    on p.name = m.nspname
                  where v.typname = t.typname
                  order by p.at
                  limit 1) f
            where f.oid = a.atttypid
              and a.atttypid >= 16384),
           1)) as shown,
       case when t.typtype = 'd' then t.typtypmod else a.atttypmod end as modifier,
       b.oid = cast('pg_catalog.bit' as pg_catalog.regtype) or exists (
         select
         from pg_catalog.pg_depend d
         join pg_catalog.pg_extension e on e.oid = d.refobjid
         where d.classid = cast('pg_catalog.pg_type' as pg_catalog.regclass)
           and d.objid = b.oid
           and d.refclassid = cast('pg_catalog.pg_extension' as pg_catalog.regclass)
           and d.deptype = 'e'
           and e.extname = 'vector'
       ) as vector,
       b.typcategory = 'S' as words,
       pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'select') as readable,
       pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'insert') as insertable,
       a.attgenerated <> '' as generated,
       exists (
         select
         from pg_catalog.pg_index i
         where i.indrelid = a.attrelid
           and i.indisprimary
           and a.attnum = any ((cast(i.indkey as smallint[]))[0 : i.indnkeyatts - 1])
       ) as key
from pg_catalog.pg_attribute a
join pg_catalog.pg_type t on t.oid = a.atttypid
join pg_catalog.pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
where a.attrelid = cast(:oid as pg_catalog.oid)
  and a.attnum > 0
  and not a.attisdropped
  and pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'select, insert')
order by a.attnum
