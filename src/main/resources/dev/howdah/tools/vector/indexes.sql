-- The indexes that order a relation by one column's distance, by name, but for those on columns that
-- the current role has no privilege on.
-- Parameters: oid, number (the column's). Columns: name, operator_class, valid, partial, definition,
--   uses (what it names, each as a JSON array of a relation's oid and a column).
--   PostgreSQL 13 and later.
select c.relname as name,
       o.opcname as operator_class,
       i.indisvalid as valid,
       i.indpred is not null as partial,
       pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
       array(select cast(pg_catalog.json_build_array(i.indrelid, a.attname) as pg_catalog.text)
             from pg_catalog.unnest(used.numbers) k
             join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k) as uses
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_am m on m.oid = c.relam
join pg_catalog.pg_opclass o on o.oid = i.indclass[0]
-- With the columns in its condition.
cross join lateral (
  select array(
    select k
    from pg_catalog.unnest(cast(i.indkey as smallint[])) k
    where k > 0
    union
    select cast(d.refobjsubid as smallint)
    from pg_catalog.pg_depend d
    where d.classid = cast('pg_catalog.pg_class' as pg_catalog.regclass)
      and d.objid = i.indexrelid
      and d.refclassid = cast('pg_catalog.pg_class' as pg_catalog.regclass)
      and d.refobjid = i.indrelid
      and d.refobjsubid > 0
  ) as numbers
) used
where i.indrelid = cast(:oid as pg_catalog.oid)
  and i.indkey[0] = cast(:number as pg_catalog.int2)
  and m.amname in ('hnsw', 'ivfflat')
  and not exists (
    select
    from pg_catalog.unnest(used.numbers) k
    where not pg_catalog.has_column_privilege(i.indrelid, k, 'select, insert, update, references')
  )
order by c.relname
