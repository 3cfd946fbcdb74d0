-- How many tables and views the role can read, and where it is stopped.
-- Columns: those of Checkup.Tables.
with relation as (
  select n.nspname as schema,
         has_schema_privilege(n.oid, 'usage') as open,
         has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select')
           as readable
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname <> 'information_schema'
    and n.nspname not like 'pg\_%'
)
select count(*) as total,
       count(*) filter (where r.open and r.readable) as readable,
       array(select quote_ident(x.schema)
             from relation x
             where not x.open
             group by x.schema
             order by x.schema
             limit 10) as closed_schemas,
       array(select quote_ident(x.schema)
             from relation x
             where x.open
             group by x.schema
             having not bool_or(x.readable)
             order by x.schema
             limit 10) as unread_schemas
from relation r
