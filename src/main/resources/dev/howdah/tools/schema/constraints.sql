-- The constraints of a relation and the foreign keys that point at it, as far as the current role
-- has a privilege on the columns and on the other table.
-- Parameter: oid. Columns: name, kind (p, u, x, c, f; r for a foreign key that points here),
--   columns, other_oid, other_schema, other_table, other_columns, on_update, on_delete,
--   on_delete_columns (null: all of them), match_type, deferrable, initially_deferred, validated,
--   definition, comment, uses (what it names here, each as a JSON array of a relation's oid and a
--   column). PostgreSQL 15 and later.
select con.conname as name,
       edge.kind,
       (select array_agg(a.attname order by k.position)
        from unnest(con.conkey) with ordinality k (number, position)
        join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.number) as columns,
       other.oid as other_oid,
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
       (select array_agg(a.attname order by k.position)
        from unnest(con.confdelsetcols) with ordinality k (number, position)
        join pg_attribute a
          on a.attrelid = con.conrelid and a.attnum = k.number) as on_delete_columns,
       case con.confmatchtype
         when 's' then 'simple' when 'f' then 'full' when 'p' then 'partial' end as match_type,
       con.condeferrable as deferrable,
       con.condeferred as initially_deferred,
       con.convalidated as validated,
       pg_get_constraintdef(con.oid, true) as definition,
       left(obj_description(con.oid, 'pg_constraint'), 1000) as comment,
       array(select cast(json_build_array(con.conrelid, a.attname) as text)
             from unnest(all_used.numbers) used (number)
             join pg_attribute a on a.attrelid = con.conrelid and a.attnum = used.number) as uses
from (
  -- A key to a partitioned table has a row for each partition, below the one that was declared.
  select c.oid, c.contype as kind, c.confrelid as other
  from pg_constraint c
  where c.conrelid = cast(:oid as oid)
    and c.contype in ('p', 'u', 'x', 'c', 'f')
    and not exists (
      select
      from pg_constraint declared
      where declared.oid = c.conparentid
        and declared.conrelid = c.conrelid
    )
  union all
  -- By what depends on its columns: to look for confrelid would take a scan of all constraints.
  select distinct c.oid, cast('r' as "char"), c.conrelid
  from pg_depend d
  join pg_constraint c on c.oid = d.objid
  where d.refclassid = cast('pg_class' as regclass)
    and d.refobjid = cast(:oid as oid)
    and d.classid = cast('pg_constraint' as regclass)
    and c.confrelid = cast(:oid as oid)
    and c.contype = 'f'
    and c.conparentid = 0
) edge
join pg_constraint con on con.oid = edge.oid
left join pg_class other on other.oid = edge.other
left join pg_namespace n on n.oid = other.relnamespace
-- With the columns in the expressions of an exclusion constraint, which only its index knows.
cross join lateral (
  select array(
    select k.number
    from unnest(con.conkey) k (number)
    where k.number > 0
    union
    select cast(d.refobjsubid as smallint)
    from pg_depend d
    where con.contype = 'x'
      and d.classid = cast('pg_class' as regclass)
      and d.objid = con.conindid
      and d.refclassid = cast('pg_class' as regclass)
      and d.refobjid = con.conrelid
      and d.refobjsubid > 0
  ) as numbers
) all_used
where (other.oid is null
       or (has_schema_privilege(n.oid, 'usage')
           and (has_table_privilege(
                  other.oid, 'select, insert, update, delete, truncate, references, trigger')
                or has_any_column_privilege(other.oid, 'select, insert, update, references'))))
  and not exists (
    select
    from unnest(all_used.numbers) k
    where not has_column_privilege(con.conrelid, k, 'select, insert, update, references')
  )
  and not exists (
    select
    from unnest(con.confkey) k
    where not has_column_privilege(con.confrelid, k, 'select, insert, update, references')
  )
order by con.conname, n.nspname, other.relname, con.oid
