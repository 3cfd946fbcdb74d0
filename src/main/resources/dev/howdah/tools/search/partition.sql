-- A partition that the current role has a privilege on, with the partitioned table at the top.
-- Parameters: schema (null: found along the search path, or before a dot in the name), name (with
--   its schema before a dot, even where that is given).
-- Columns: oid, top_oid; no row for what is no partition. PostgreSQL 13 and later.
with path(name, at) as (
  select p.name, p.at
  from unnest(cast(current_setting('howdah.path') as text[])) with ordinality as p (name, at)
),
wanted as (
  select cast(:schema as text) as schema,
         cast(:name as text) as name,
         0 as dot
  union all
  select left(cast(:name as text), dot - 1),
         substr(cast(:name as text), dot + 1),
         dot
  from generate_series(1, length(cast(:name as text))) dot
  where substr(cast(:name as text), dot, 1) = '.'
    and coalesce(cast(:schema as text) = left(cast(:name as text), dot - 1), true)
),
found as (
  select c.oid
  from wanted w
  join pg_class c on c.relname = w.name
  join pg_namespace n on n.oid = c.relnamespace
  where c.relispartition
    and c.relkind in ('r', 'p', 'f')
    and n.nspname = coalesce(w.schema, (
      select p.name
      from path p
      join pg_namespace m on m.nspname = p.name
      join pg_class v on v.relnamespace = m.oid and v.relname = w.name
      order by p.at
      limit 1))
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
  order by w.dot
  limit 1
)
select f.oid,
       cast(pg_partition_root(f.oid) as oid) as top_oid
from found f
