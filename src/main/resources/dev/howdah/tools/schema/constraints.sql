-- The constraints of a relation and the foreign keys that point at it.
-- Parameter: oid. Columns: name, kind (p, u, x, c, f; r for a foreign key of another table),
--   columns, other_schema, other_table, other_columns, on_update, on_delete, definition.
select con.conname as name,
       case when con.contype = 'f' and con.confrelid = cast(:oid as oid)
                 and con.conrelid <> cast(:oid as oid) then 'r' else con.contype end as kind,
       (select array_agg(a.attname order by k.position)
        from unnest(con.conkey) with ordinality k (number, position)
        join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.number) as columns,
       n.nspname as other_schema,
       other.relname as other_table,
       (select array_agg(a.attname order by k.position)
        from unnest(con.confkey) with ordinality k (number, position)
        join pg_attribute a on a.attrelid = con.confrelid and a.attnum = k.number) as other_columns,
       case con.confupdtype
         when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
         when 'n' then 'set null' when 'd' then 'set default' end as on_update,
       case con.confdeltype
         when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
         when 'n' then 'set null' when 'd' then 'set default' end as on_delete,
       pg_get_constraintdef(con.oid, true) as definition
from pg_constraint con
left join pg_class other
  on con.contype = 'f'
 and other.oid = case when con.conrelid = cast(:oid as oid) then con.confrelid else con.conrelid end
left join pg_namespace n on n.oid = other.relnamespace
where (con.conrelid = cast(:oid as oid)
       or (con.contype = 'f' and con.confrelid = cast(:oid as oid) and con.conparentid = 0))
  and con.contype in ('p', 'u', 'x', 'c', 'f')
  and (other.oid is null
       or (has_schema_privilege(n.oid, 'usage')
           and (has_table_privilege(other.oid, 'select, insert, update, delete, references')
                or has_any_column_privilege(other.oid, 'select, references'))))
order by con.conname, con.oid
