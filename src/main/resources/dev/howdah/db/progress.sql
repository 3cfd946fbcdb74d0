select a.pid, a.wait_event_type = 'Lock' as waits,
       p.command, p.phase, p.unit, p.done, p.total
from pg_catalog.pg_stat_activity a
left join (
  select pid, 'building an index' as command, phase,
         case when tuples_total > 0 then 'rows' else 'blocks' end as unit,
         case when tuples_total > 0 then tuples_done else blocks_done end as done,
         case when tuples_total > 0 then tuples_total else blocks_total end as total
  from pg_catalog.pg_stat_progress_create_index
  union all
  select pid, 'analyzing', phase, 'blocks', sample_blks_scanned, sample_blks_total
  from pg_catalog.pg_stat_progress_analyze
  union all
  select pid, 'rewriting a table', phase, 'blocks', heap_blks_scanned, heap_blks_total
  from pg_catalog.pg_stat_progress_cluster
  union all
  select pid, 'vacuuming', phase, 'blocks', heap_blks_scanned, heap_blks_total
  from pg_catalog.pg_stat_progress_vacuum
  union all
  select pid, 'copying', type, 'bytes', bytes_processed, bytes_total
  from pg_catalog.pg_stat_progress_copy
) p on p.pid = a.pid
where a.pid = any (cast(cast(:pids as pg_catalog.text[]) as pg_catalog.int4[]))
  and a.datname = pg_catalog.current_database()
  and a.usename = session_user
order by a.pid
