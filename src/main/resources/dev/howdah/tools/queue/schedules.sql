-- What runs at certain times, longest not run first, never run last.
-- Parameters: entrypoint, status (null: all), limit.
-- Columns: id, expression, entrypoint, heartbeat, created, updated, next_run, last_run, status,
--   overdue_seconds (null: next_run is to come, or infinite).
select s.id,
       s.expression,
       s.entrypoint,
       to_jsonb(s.heartbeat) #>> '{}' as heartbeat,
       to_jsonb(s.created) #>> '{}' as created,
       to_jsonb(s.updated) #>> '{}' as updated,
       to_jsonb(s.next_run) #>> '{}' as next_run,
       to_jsonb(s.last_run) #>> '{}' as last_run,
       cast(s.status as text) as status,
       case
         when s.next_run < now() and isfinite(s.next_run)
           then cast(
             round(cast(extract(epoch from now() - s.next_run) as numeric), 3)
             as double precision)
       end as overdue_seconds
from {schedules} s
where (cast(:entrypoint as text) is null or s.entrypoint = cast(:entrypoint as text))
  and (cast(:status as text) is null
       or s.status = cast(cast(:status as text) as {schedules_status}))
order by s.last_run nulls last, s.id
limit cast(:limit as integer)
