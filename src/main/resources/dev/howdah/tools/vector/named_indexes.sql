-- The indexes of some names in some schemas, but for those on columns that the current role has no
-- privilege on.
-- Parameters: schemas, names (JSON arrays). Columns: schema, name, relation (an oid), definition, uses
--   (what it names, each as a JSON array of a relation's oid and a column). PostgreSQL 13 and later.
select n.nspname as schema,
       c.relname as name,
       i.indrelid as relation,
       pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
       array(select cast(pg_catalog.json_build_array(i.indrelid, a.attname) as pg_catalog.text)
             from pg_catalog.unnest(used.numbers) k
             join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k) as uses
from pg_catalog.json_array_elements_text(
       cast(cast(:names as pg_catalog.text) as pg_catalog.json)) w (name)
join pg_catalog.pg_class c on c.relname = w.name
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_index i on i.indexrelid = c.oid
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
where n.nspname in (
    select s.name
    from pg_catalog.json_array_elements_text(
           cast(cast(:schemas as pg_catalog.text) as pg_catalog.json)) s (name)
  )
  and not exists (
    select
    from pg_catalog.unnest(used.numbers) k
    where not pg_catalog.has_column_privilege(i.indrelid, k, 'select, insert, update, references')
  )
order by n.nspname, c.relname
