-- The triggers that somebody made on a relation, by name, but for those that name a table or a
-- column that the current role has no privilege on.
-- Parameter: oid. Columns: name, definition, enabled, uses (what it names, each as a JSON array of a
--   relation's oid and a column or null).
select t.tgname as name,
       pg_get_triggerdef(t.oid, true) as definition,
       t.tgenabled <> 'D' as enabled,
       array(select cast(json_build_array(d.refobjid, a.attname) as text)
             from pg_depend d
             left join pg_attribute a
               on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
             where d.classid = cast('pg_trigger' as regclass)
               and d.objid = t.oid
               and d.refclassid = cast('pg_class' as regclass)) as uses
from pg_trigger t
where t.tgrelid = cast(:oid as oid)
  and not t.tgisinternal
  and not exists (
    select
    from pg_depend d
    join pg_class c on c.oid = d.refobjid
    where d.classid = cast('pg_trigger' as regclass)
      and d.objid = t.oid
      and d.refclassid = cast('pg_class' as regclass)
      and not (has_schema_privilege(c.relnamespace, 'usage')
               and (has_table_privilege(
                      c.oid, 'select, insert, update, delete, truncate, references, trigger')
                    or has_any_column_privilege(c.oid, 'select, insert, update, references'))
               and (d.refobjsubid = 0
                    or has_column_privilege(
                      c.oid, cast(d.refobjsubid as smallint),
                      'select, insert, update, references')))
  )
order by t.tgname
