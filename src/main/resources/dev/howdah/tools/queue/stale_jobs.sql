-- Jobs in a worker's hands that it has not been heard of for a while, longest silence first.
-- Parameters: seconds, entrypoint (null: all), after_heartbeat and after_id (the last job of the
--   page before), limit.
-- Columns: id, priority, queue_manager_id, created, updated, heartbeat, execute_after, status,
--   entrypoint, seconds_since_heartbeat (null: the heartbeat is infinite), attempts.
with nothing as not materialized (
  select cast(null as integer) as number
)
select q.id,
       q.priority,
       cast(q.queue_manager_id as text) as queue_manager_id,
       to_jsonb(q.created) #>> '{}' as created,
       to_jsonb(q.updated) #>> '{}' as updated,
       to_jsonb(q.heartbeat) #>> '{}' as heartbeat,
       to_jsonb(q.execute_after) #>> '{}' as execute_after,
       cast(q.status as text) as status,
       q.entrypoint,
       case
         when isfinite(q.heartbeat)
           then cast(
             round(cast(extract(epoch from now() - q.heartbeat) as numeric), 3)
             as double precision)
       end as seconds_since_heartbeat,
       {attempts} as attempts
from {queue} q
cross join nothing
where q.status = 'picked'
  and q.heartbeat < now() - make_interval(secs => cast(:seconds as double precision))
  and (cast(:entrypoint as text) is null or q.entrypoint = cast(:entrypoint as text))
  and (cast(:after_heartbeat as text) is null
       or (q.heartbeat, q.id)
          > (cast(cast(:after_heartbeat as text) as timestamptz), cast(:after_id as bigint)))
order by q.heartbeat, q.id
limit cast(:limit as integer)
