-- What a view is made by; null where that would name a table that the current role must not know.
-- Parameter: oid. Column: definition. PostgreSQL 13 and later.
-- To print a view takes a lock on what it reads; what is being altered is left alone.
with held as (
  select l.relation
  from pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database in (0, (select d.oid from pg_database d where d.datname = current_database()))
),
held_tables as (
  select h.relation
  from held h
  union
  select i.indrelid
  from held h
  join pg_index i on i.indexrelid = h.relation
),
busy as (
  select h.relation
  from held_tables h
  union
  select c.oid
  from held_tables h
  join pg_class c on c.reltoastrelid = h.relation
)
select case
         when not exists (
           select
           from pg_rewrite r
           join pg_depend d on d.classid = cast('pg_rewrite' as regclass) and d.objid = r.oid
           join pg_class used on used.oid = d.refobjid
           left join busy on busy.relation = used.oid
           where r.ev_class = f.oid
             and d.refclassid = cast('pg_class' as regclass)
             and used.relkind in ('r', 'p', 'v', 'm', 'f')
             and (busy.relation is not null
                  or not has_schema_privilege(used.relnamespace, 'usage')
                  or not (has_table_privilege(
                            used.oid,
                            'select, insert, update, delete, truncate, references, trigger')
                          or has_any_column_privilege(
                            used.oid, 'select, insert, update, references')))
         )
           then pg_get_viewdef(f.oid, true)
       end as definition
from pg_class f
where f.oid = cast(:oid as oid)
