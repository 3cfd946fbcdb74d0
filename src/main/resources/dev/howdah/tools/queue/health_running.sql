-- Jobs that are picked or held, by entrypoint.
-- Names: queue. Parameters: lost_seconds (a heartbeat older than that is of a lost job), most (rows
--   to look at).
-- Columns: entrypoint, picked, lost, dead_workers (that hold lost jobs only), slots (jobs that they
--   hold), oldest_heartbeat_seconds (null: none is finite), looked_at (null: all were).
-- Reads the index on what is picked.
with picked as (
  select q.entrypoint,
         q.queue_manager_id as worker,
         q.heartbeat < now() - make_interval(secs => :lost_seconds) as lost,
         case
           when isfinite(q.heartbeat) then cast(extract(epoch from now() - q.heartbeat) as float8)
         end as silent
  from {queue} q
  where q.status = 'picked'
  order by q.updated
  limit :most + 1
),
workers as (
  select p.worker
  from picked p
  group by p.worker
  having bool_and(p.lost)
)
select p.entrypoint,
       count(*) as picked,
       count(*) filter (where p.lost) as lost,
       count(distinct p.worker) filter (where w.worker is not null) as dead_workers,
       count(*) filter (where w.worker is not null) as slots,
       max(p.silent) as oldest_heartbeat_seconds,
       (select cast(:most as bigint) from picked having count(*) > :most) as looked_at
from picked p
left join workers w on w.worker = p.worker
group by p.entrypoint
order by p.entrypoint
