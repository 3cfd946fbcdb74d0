-- What a relation inherits from and what inherits from it, one step away, that the current role has
-- a privilege on.
-- Parameters: oid, limit (for each kind). Columns: oid, kind (parent, child or partition), schema,
--   name, bounds (of a partition).
select numbered.oid,
       numbered.kind,
       numbered.schema,
       numbered.name,
       -- Bounds name no column; with the table's oid this would wait for a lock on it.
       pg_get_expr(numbered.relpartbound, cast(0 as oid)) as bounds
from (
  select c.oid,
         relative.kind,
         n.nspname as schema,
         c.relname as name,
         case when relative.kind = 'partition' then c.relpartbound end as relpartbound,
         row_number() over (
           partition by relative.kind order by relative.position, n.nspname, c.relname) as position
  from (
    select i.inhparent as oid, 'parent' as kind, i.inhseqno as position
    from pg_inherits i
    where i.inhrelid = cast(:oid as oid)
    union all
    select i.inhrelid, case when child.relispartition then 'partition' else 'child' end, 0
    from pg_inherits i
    join pg_class child on child.oid = i.inhrelid
    where i.inhparent = cast(:oid as oid)
  ) relative
  join pg_class c on c.oid = relative.oid
  join pg_namespace n on n.oid = c.relnamespace
  where has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
) numbered
where numbered.position <= cast(:limit as integer)
order by numbered.kind, numbered.position
