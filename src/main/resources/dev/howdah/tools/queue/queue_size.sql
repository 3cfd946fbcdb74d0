-- How many jobs there are.
-- Parameters: entrypoint, status (null: all), limit.
-- Columns: count, priority, entrypoint, status.
select count(*) as count,
       q.priority,
       q.entrypoint,
       cast(q.status as text) as status
from {queue} q
where (cast(:entrypoint as text) is null or q.entrypoint = cast(:entrypoint as text))
  and (cast(:status as text) is null or q.status = cast(cast(:status as text) as {queue_status}))
group by q.entrypoint, q.priority, q.status
order by count(*), q.entrypoint, q.priority, q.status
limit cast(:limit as integer)
