-- Tables and views that the current role has a privilege on, in the order of list_tables.
-- Parameters: as in list_tables.sql. Columns: oid, schema, name, derived (whether it may rest on
--   others: a view, a child or a partition).
select c.oid,
       n.nspname as schema,
       c.relname as name,
       c.relkind in ('v', 'm')
         or exists (select from pg_inherits i where i.inhrelid = c.oid) as derived
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and case
        when cast(:schema as text) is not null then n.nspname = cast(:schema as text)
        else not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
      end
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
  and has_schema_privilege(n.oid, 'usage')
  and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
       or has_any_column_privilege(c.oid, 'select, insert, update, references'))
order by n.nspname, c.relname
limit cast(:limit as integer)
