-- Names of tables and views, in the order of list_tables, the first so many of them.
-- Parameters: schema, name_pattern, types (comma separated; null: all but partitions), after_schema
--   and after_name (the last name of the page before), limit. Columns: oid, schema, name, derived
--   (whether it may rest on others: a view, a child or a partition), granted (whether the current
--   role has a privilege on it; the others are there to be counted, and to go on from).
select p.oid,
       p.schema,
       p.name,
       p.relkind in ('v', 'm')
         or exists (select from pg_inherits i where i.inhrelid = p.oid) as derived,
       has_schema_privilege(p.namespace, 'usage')
         and (has_table_privilege(
                p.oid, 'select, insert, update, delete, truncate, references, trigger')
              or has_any_column_privilege(p.oid, 'select, insert, update, references')) as granted
-- To ask for privileges takes most of the time, and the planner does not know: with them in the same
-- step, it would have them asked for all tables there are.
from (
  select c.oid,
         c.relkind,
         n.oid as namespace,
         n.nspname as schema,
         c.relname as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and case
          when cast(:schema as text) is not null then n.nspname = cast(:schema as text)
          else not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
        end
    -- The same by its oid, which the index on names has.
    and (cast(:schema as text) is null
         or c.relnamespace
            = (select s.oid from pg_namespace s where s.nspname = cast(:schema as text)))
    and (cast(:name_pattern as text) is null
         or cast(c.relname as text) ilike cast(:name_pattern as text))
    and case
          when cast(:types as text) is null then not c.relispartition
          else case
                 when c.relispartition then 'partition'
                 when c.relkind = 'p' then 'partitioned table'
                 when c.relkind = 'v' then 'view'
                 when c.relkind = 'm' then 'materialized view'
                 when c.relkind = 'f' then 'foreign table'
                 else 'table'
               end = any (string_to_array(cast(:types as text), ','))
        end
    and (cast(:after_schema as text) is null
         or (n.nspname, c.relname) > (cast(:after_schema as text), cast(:after_name as text)))
  order by n.nspname, c.relname
  limit cast(:limit as integer)
) p
order by p.schema, p.name
