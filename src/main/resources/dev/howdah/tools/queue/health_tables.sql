-- How the tables are doing.
-- Parameters: queue, log, statistics, schedules (quoted names; null where there is none).
-- Columns: part, bytes (with indexes), pages (without them; 0 where it has none of its own), live_rows and dead_rows (as the statistics collector
--   estimates them), id_type, last_id (of its sequence; null where the role may not see it).
select t.part,
       pg_total_relation_size(c.oid) as bytes,
       pg_relation_size(c.oid) / cast(current_setting('block_size') as bigint) as pages,
       coalesce(s.n_live_tup, 0) as live_rows,
       coalesce(s.n_dead_tup, 0) as dead_rows,
       format_type(a.atttypid, null) as id_type,
       case
         when q.oid is null then null
         when has_sequence_privilege(q.oid, 'USAGE, SELECT') then pg_sequence_last_value(q.oid)
       end as last_id
from (
       values ('queue', cast(:queue as text)),
              ('log', cast(:log as text)),
              ('statistics', cast(:statistics as text)),
              ('schedules', cast(:schedules as text))
     ) as t(part, name)
join pg_class c on c.oid = cast(t.name as regclass)
join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and not a.attisdropped
left join pg_stat_all_tables s on s.relid = c.oid
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
