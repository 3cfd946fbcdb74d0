-- The indexes of a relation, by name, but for those on columns that the current role has no
-- privilege on.
-- Parameter: oid. Columns: name, columns (an expression stands as it is written), included, method,
--   unique, primary, partial, predicate, definition, size_bytes (null while the index is locked),
--   scans, valid, comment, uses (what it names, each as a JSON array of a relation's oid and a
--   column).
select c.relname as name,
       (select array_agg(pg_get_indexdef(i.indexrelid, cast(k as integer), true) order by k)
        from generate_series(1, i.indnkeyatts) k) as columns,
       array(select pg_get_indexdef(i.indexrelid, cast(k as integer), true)
             from generate_series(i.indnkeyatts + 1, i.indnatts) k
             order by k) as included,
       am.amname as method,
       i.indisunique as "unique",
       i.indisprimary as "primary",
       i.indpred is not null as partial,
       pg_get_expr(i.indpred, i.indrelid, true) as predicate,
       pg_get_indexdef(i.indexrelid) as definition,
       case
         when c.relkind = 'i' and not exists (
           select
           from pg_locks l
           where l.relation = i.indexrelid
             and l.mode = 'AccessExclusiveLock'
         )
           then pg_relation_size(i.indexrelid)
       end as size_bytes,
       case when c.relkind = 'i' then pg_stat_get_numscans(i.indexrelid) end as scans,
       i.indisvalid as valid,
       left(obj_description(i.indexrelid, 'pg_class'), 1000) as comment,
       array(select cast(json_build_array(i.indrelid, a.attname) as text)
             from unnest(used.numbers) k
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k) as uses
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_am am on am.oid = c.relam
-- With the columns in its expressions and its condition.
cross join lateral (
  select array(
    select k
    from unnest(cast(i.indkey as smallint[])) k
    where k > 0
    union
    select cast(d.refobjsubid as smallint)
    from pg_depend d
    where d.classid = cast('pg_class' as regclass)
      and d.objid = i.indexrelid
      and d.refclassid = cast('pg_class' as regclass)
      and d.refobjid = i.indrelid
      and d.refobjsubid > 0
  ) as numbers
) used
where i.indrelid = cast(:oid as oid)
  and not exists (
    select
    from unnest(used.numbers) k
    where not has_column_privilege(i.indrelid, k, 'select, insert, update, references')
  )
order by c.relname
