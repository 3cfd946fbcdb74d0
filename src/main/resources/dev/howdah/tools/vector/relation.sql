-- pgvector, and one relation that the current role has a privilege on; always one row.
-- Parameters: schema (null: found along the search path, or before a dot in the name), name (with
--   its schema before a dot, even where that is given).
-- Columns: of the extension: version and extension_schema (null where it is not there), usable,
--   available, whether it could be created; of the relation (null where there is none): oid, schema,
--   name, kind. PostgreSQL 13 and later.
with path(name, at) as (
  select p.name, p.at
  from pg_catalog.unnest(
         cast(pg_catalog.current_setting('howdah.path') as pg_catalog.text[]))
       with ordinality as p (name, at)
),
wanted as (
  select cast(:schema as pg_catalog.text) as schema,
         cast(:name as pg_catalog.text) as name,
         0 as dot
  union all
  select pg_catalog.left(cast(:name as pg_catalog.text), dot - 1),
         pg_catalog.substr(cast(:name as pg_catalog.text), dot + 1),
         dot
  from pg_catalog.generate_series(1, pg_catalog.length(cast(:name as pg_catalog.text))) dot
  where pg_catalog.substr(cast(:name as pg_catalog.text), dot, 1) = '.'
    and coalesce(cast(:schema as pg_catalog.text) = pg_catalog.left(cast(:name as pg_catalog.text), dot - 1), true)
),
found as (
  select c.oid,
         n.nspname,
         c.relname,
         c.relkind
  from wanted w
  join pg_catalog.pg_class c on c.relname = w.name
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname = coalesce(w.schema, (
      select p.name
      from path p
      join pg_catalog.pg_namespace m on m.nspname = p.name
      join pg_catalog.pg_class v on v.relnamespace = m.oid and v.relname = w.name
      order by p.at
      limit 1))
    and pg_catalog.has_schema_privilege(n.oid, 'usage')
    and (pg_catalog.has_table_privilege(c.oid, 'select, insert')
         or pg_catalog.has_any_column_privilege(c.oid, 'select, insert'))
  order by w.dot
  limit 1
)
select e.extversion as version,
       en.nspname as extension_schema,
       coalesce(pg_catalog.has_schema_privilege(en.oid, 'usage'), false) as usable,
       case
         when e.oid is null
           then exists (select from pg_catalog.pg_available_extensions a where a.name = 'vector')
         else true
       end as available,
       f.oid,
       f.nspname as schema,
       f.relname as name,
       f.relkind as kind
from (select) one
left join pg_catalog.pg_extension e on e.extname = 'vector'
left join pg_catalog.pg_namespace en on en.oid = e.extnamespace
left join found f on true
