-- One job as it stands in the queue; no row once it has ended. Absent columns are null.
-- Names: queue. Parameters: job_id.
-- Columns: status, entrypoint, priority, worker, created, updated, heartbeat, execute_after,
--   seconds_since_heartbeat, seconds_until_due (negative: due since; both null where the time is
--   infinite), attempts.
with nothing as (
  select cast(null as int) as number,
         cast(null as text) as text,
         cast(null as jsonb) as json,
         cast(null as bytea) as bytes
)
select cast(q.status as text) as status,
       q.entrypoint,
       q.priority,
       cast(q.queue_manager_id as text) as worker,
       to_json(q.created) #>> '{}' as created,
       to_json(q.updated) #>> '{}' as updated,
       to_json(q.heartbeat) #>> '{}' as heartbeat,
       to_json(q.execute_after) #>> '{}' as execute_after,
       case
         when isfinite(q.heartbeat) then cast(extract(epoch from now() - q.heartbeat) as float8)
       end as seconds_since_heartbeat,
       case
         when isfinite(q.execute_after)
           then cast(extract(epoch from q.execute_after - now()) as float8)
       end as seconds_until_due,
       {attempts} as attempts
from {queue} q
cross join nothing
where q.id = :job_id
