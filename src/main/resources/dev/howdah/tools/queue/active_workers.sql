-- Workers that hold a job.
-- Parameters: entrypoint (null: all; a worker shows whatever it holds), timeout_seconds, limit.
-- Columns: queue_manager_id, active_jobs, late_jobs, oldest_heartbeat, newest_heartbeat,
--   seconds_since_heartbeat (of the newest one; null: it is infinite), entrypoints.
select cast(q.queue_manager_id as text) as queue_manager_id,
       count(*) as active_jobs,
       count(*) filter (
         where q.heartbeat
               < now() - make_interval(secs => cast(:timeout_seconds as double precision)))
         as late_jobs,
       to_jsonb(min(q.heartbeat)) #>> '{}' as oldest_heartbeat,
       to_jsonb(max(q.heartbeat)) #>> '{}' as newest_heartbeat,
       case
         when isfinite(max(q.heartbeat))
           then cast(
             round(cast(extract(epoch from now() - max(q.heartbeat)) as numeric), 3)
             as double precision)
       end as seconds_since_heartbeat,
       array_agg(distinct q.entrypoint order by q.entrypoint) as entrypoints
from {queue} q
where q.status = 'picked'
  and q.queue_manager_id is not null
group by q.queue_manager_id
having cast(:entrypoint as text) is null
    or bool_or(q.entrypoint = cast(:entrypoint as text))
order by count(*) desc, q.queue_manager_id
limit cast(:limit as integer)
