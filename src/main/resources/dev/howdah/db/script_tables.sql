-- Tables by their names, and what is granted of them to everybody.
-- Parameters: schemas, names (arrays of the same length).
-- Columns: position (in the arrays, from 1), name (as SQL), columns (in order), quoted_columns (as
--   SQL), public_privileges (what everybody reads with, for REVOKE).
select t.position,
       format('%I.%I', n.nspname, c.relname) as name,
       array(select a.attname
             from pg_catalog.pg_attribute a
             where a.attrelid = c.oid
               and a.attnum > 0
               and not a.attisdropped
             order by a.attnum) as columns,
       array(select quote_ident(a.attname)
             from pg_catalog.pg_attribute a
             where a.attrelid = c.oid
               and a.attnum > 0
               and not a.attisdropped
             order by a.attnum) as quoted_columns,
       array(select 'select'
             from aclexplode(c.relacl) x
             where x.grantee = 0 and x.privilege_type = 'SELECT'
             union all
             select format('select (%I)', a.attname)
             from pg_catalog.pg_attribute a
             cross join lateral aclexplode(a.attacl) x
             where a.attrelid = c.oid and x.grantee = 0 and x.privilege_type = 'SELECT'
             order by 1) as public_privileges
from unnest(cast(:schemas as text[]), cast(:names as text[]))
  with ordinality t (schema, name, position)
join pg_catalog.pg_namespace n on n.nspname = t.schema
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t.name
where c.relkind in ('r', 'p', 'v', 'm', 'f')
order by t.position
