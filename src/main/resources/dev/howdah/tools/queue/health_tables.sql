-- How the tables are doing.
-- Parameters: queue, log, statistics, schedules (quoted names; null where there is none).
-- Columns: part, bytes (with indexes), pages (without them; 0 where it has none), live_rows and
--   dead_rows (as the statistics collector estimates them), all with those of its partitions,
--   id_type, last_id (of its sequence, 0: none yet; null where the role may not see it).
select t.part,
       sizes.bytes,
       sizes.pages,
       sizes.live_rows,
       sizes.dead_rows,
       format_type(a.atttypid, null) as id_type,
       case
         when q.oid is null then null
         when has_sequence_privilege(q.oid, 'USAGE, SELECT')
           then coalesce(pg_sequence_last_value(q.oid), 0)
       end as last_id
from (
       values ('queue', cast(:queue as text)),
              ('log', cast(:log as text)),
              ('statistics', cast(:statistics as text)),
              ('schedules', cast(:schedules as text))
     ) as t(part, name)
join pg_class c on c.oid = cast(t.name as regclass)
join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and not a.attisdropped
cross join lateral (
  select cast(sum(pg_total_relation_size(r.oid)) as bigint) as bytes,
         cast(sum(pg_relation_size(r.oid)) as bigint)
           / cast(current_setting('block_size') as bigint) as pages,
         cast(coalesce(sum(s.n_live_tup), 0) as bigint) as live_rows,
         cast(coalesce(sum(s.n_dead_tup), 0) as bigint) as dead_rows
  from (
    select c.oid
    union
    select p.relid
    from pg_partition_tree(c.oid) p
  ) r (oid)
  left join pg_stat_all_tables s on s.relid = r.oid
) sizes
left join lateral (
  select d.objid as oid
  from pg_depend d
  join pg_class k on k.oid = d.objid and k.relkind = 'S'
  where d.classid = cast('pg_class' as regclass)
    and d.refclassid = cast('pg_class' as regclass)
    and d.refobjid = c.oid
    and d.refobjsubid = a.attnum
    and d.deptype in ('a', 'i')
  limit 1
) q on true
where t.name is not null
order by t.part
