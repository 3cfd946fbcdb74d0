-- Tables and views that are not the system's, and what is granted of them.
-- Columns: schema, name, quoted_schema, quoted (schema and name as SQL), columns (in order), quoted_columns (as SQL),
--   readable_columns (those that the current role can select; all of a table without columns when
--   it can select from that), readable (whether it can select anything), sequences (as SQL, those
--   that defaults use), public_privileges (what everybody has, for REVOKE). PostgreSQL 13 and later.
select n.nspname as schema,
       c.relname as name,
       quote_ident(n.nspname) as quoted_schema,
       format('%I.%I', n.nspname, c.relname) as quoted,
       array(select a.attname
             from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             order by a.attnum) as columns,
       array(select quote_ident(a.attname)
             from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             order by a.attnum) as quoted_columns,
       array(select a.attname
             from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
               and has_schema_privilege(n.oid, 'usage')
               and has_column_privilege(c.oid, a.attnum, 'select')
             order by a.attnum) as readable_columns,
       has_schema_privilege(n.oid, 'usage')
         and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
         as readable,
       array(select format('%I.%I', m.nspname, s.relname)
             from pg_catalog.pg_attrdef d
             join pg_catalog.pg_depend p
               on p.classid = cast('pg_catalog.pg_attrdef' as regclass) and p.objid = d.oid
             join pg_catalog.pg_class s
               on p.refclassid = cast('pg_catalog.pg_class' as regclass) and s.oid = p.refobjid
             join pg_catalog.pg_namespace m on m.oid = s.relnamespace
             where d.adrelid = c.oid and s.relkind = 'S'
             order by 1) as sequences,
       array(select lower(x.privilege_type)
             from aclexplode(c.relacl) x
             where x.grantee = 0
             union all
             select format('%s (%I)', lower(x.privilege_type), a.attname)
             from pg_catalog.pg_attribute a
             cross join lateral aclexplode(a.attacl) x
             where a.attrelid = c.oid and x.grantee = 0
             order by 1) as public_privileges
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and n.nspname <> 'information_schema'
  and n.nspname not like 'pg\_%'
order by n.nspname, c.relname
