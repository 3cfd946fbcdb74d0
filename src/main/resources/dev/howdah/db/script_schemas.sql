-- The schemas with tables or views that are not the system's, and who makes tables there.
-- Parameter: most (schemas at most). Columns: schema (as SQL), plain (its name), owners (as SQL).
select quote_ident(n.nspname) as schema,
       n.nspname as plain,
       array(select distinct quote_ident(pg_get_userbyid(o.relowner))
             from pg_catalog.pg_class o
             where o.relnamespace = n.oid
               and o.relkind in ('r', 'p', 'v', 'm', 'f')
             order by 1
             limit 10) as owners
from pg_catalog.pg_namespace n
where n.nspname <> 'information_schema'
  and n.nspname not like 'pg\_%'
  and exists (select
              from pg_catalog.pg_class c
              where c.relnamespace = n.oid
                and c.relkind in ('r', 'p', 'v', 'm', 'f'))
order by n.nspname
limit cast(:most as integer)
