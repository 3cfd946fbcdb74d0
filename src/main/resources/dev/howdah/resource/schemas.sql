-- Schemas that hold a table or view which the current role may read, by name.
-- Parameters: begins (of the name), after (the last one of the part before; null: from the first),
--   limit.
-- Columns: name. PostgreSQL 13 and later.
select n.nspname as name
from pg_namespace n
where not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
  and starts_with(lower(cast(n.nspname as text)), lower(cast(:begins as text)))
  and (cast(:after as text) is null or n.nspname > cast(:after as text))
  and has_schema_privilege(n.oid, 'usage')
  and exists (
    select
    from pg_class c
    where c.relnamespace = n.oid
      and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and not c.relispartition
      and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
  )
order by n.nspname
limit cast(:limit as integer)
