-- Tables and views that the current role may read, by schema and name.
-- Parameters: schema (null: any but the system's), begins (of the name; null: any), qualified
--   (whether begins may also begin schema.name), after_schema and after_name (the last one of the
--   part before; null: from the first), limit.
-- Columns: oid, derived (whether it may rest on others: a view or a child), schema, name, type,
--   comment. PostgreSQL 13 and later.
select c.oid,
       c.relkind in ('v', 'm')
         or exists (select from pg_inherits i where i.inhrelid = c.oid) as derived,
       n.nspname as schema,
       c.relname as name,
       case c.relkind
         when 'p' then 'partitioned table'
         when 'v' then 'view'
         when 'm' then 'materialized view'
         when 'f' then 'foreign table'
         else 'table'
       end as type,
       left(obj_description(c.oid, 'pg_class'), 1000) as comment
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and not c.relispartition
  and not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
  and (cast(:schema as text) is null or n.nspname = cast(:schema as text))
  and (cast(:begins as text) is null
       or starts_with(lower(cast(c.relname as text)), lower(cast(:begins as text)))
       or (cast(:qualified as boolean)
           and starts_with(
             lower(n.nspname || '.' || c.relname), lower(cast(:begins as text)))))
  and (cast(:after_schema as text) is null
       or (n.nspname, c.relname) > (cast(:after_schema as text), cast(:after_name as text)))
  and has_schema_privilege(n.oid, 'usage')
  and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
order by n.nspname, c.relname
limit cast(:limit as integer)
