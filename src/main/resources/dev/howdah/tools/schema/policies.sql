-- The row-level security policies of a relation, by name.
-- Parameter: oid. Columns: name, command, permissive, roles, using_expression, check_expression
--   (null where they would name a table or a column that the current role must not know), uses (what
--   they name, each as a JSON array of a relation's oid and a column or null).
select p.polname as name,
       case p.polcmd
         when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
         when 'd' then 'delete' else 'all' end as command,
       p.polpermissive as permissive,
       array(select case when r = 0 then 'public' else pg_get_userbyid(r) end
             from unnest(p.polroles) with ordinality role (r, position)
             order by position) as roles,
       case when not secret.found then pg_get_expr(p.polqual, p.polrelid) end as using_expression,
       case when not secret.found
            then pg_get_expr(p.polwithcheck, p.polrelid) end as check_expression,
       array(select cast(json_build_array(d.refobjid, a.attname) as text)
             from pg_depend d
             left join pg_attribute a
               on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
             where d.classid = cast('pg_policy' as regclass)
               and d.objid = p.oid
               and d.refclassid = cast('pg_class' as regclass)) as uses
from pg_policy p
cross join lateral (
  select exists (
           select
           from pg_depend d
           join pg_class c on c.oid = d.refobjid
           where d.classid = cast('pg_policy' as regclass)
             and d.objid = p.oid
             and d.refclassid = cast('pg_class' as regclass)
             and c.relkind in ('r', 'p', 'v', 'm', 'f')
             and not (has_schema_privilege(c.relnamespace, 'usage')
                      and (has_table_privilege(
                             c.oid,
                             'select, insert, update, delete, truncate, references, trigger')
                           or has_any_column_privilege(
                             c.oid, 'select, insert, update, references'))
                      and (d.refobjsubid = 0
                           or has_column_privilege(
                             c.oid, cast(d.refobjsubid as smallint),
                             'select, insert, update, references')))
         ) as found
) secret
where p.polrelid = cast(:oid as oid)
order by p.polname
