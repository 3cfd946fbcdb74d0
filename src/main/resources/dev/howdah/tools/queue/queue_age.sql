-- How long jobs have been waiting since they could run, and how many may not run yet.
-- Parameters: entrypoint (null: all), limit.
-- Columns: entrypoint, queued_count, oldest_created, oldest_due, oldest_age_seconds,
--   avg_age_seconds (of those since a finite time), deferred_count, next_due.
with ages as (
  select q.entrypoint,
         count(*) filter (where q.execute_after <= now()) as ready,
         min(q.created) filter (where q.execute_after <= now()) as created,
         min(greatest(q.created, q.execute_after)) filter (where q.execute_after <= now()) as due,
         avg(date_part('epoch', greatest(q.created, q.execute_after)))
           filter (where q.execute_after <= now()
                     and isfinite(greatest(q.created, q.execute_after))) as average,
         count(*) as waiting,
         min(q.execute_after) filter (where q.execute_after > now()) as next_due
  from {queue} q
  where q.status = 'queued'
    and (cast(:entrypoint as text) is null or q.entrypoint = cast(:entrypoint as text))
  group by q.entrypoint
)
select a.entrypoint,
       a.ready as queued_count,
       to_jsonb(a.created) #>> '{}' as oldest_created,
       to_jsonb(a.due) #>> '{}' as oldest_due,
       case
         when isfinite(a.due)
           then cast(
             round(cast(date_part('epoch', now() - a.due) as numeric), 3)
             as double precision)
       end as oldest_age_seconds,
       cast(round(cast(date_part('epoch', now()) - a.average as numeric), 3) as double precision)
         as avg_age_seconds,
       a.waiting - a.ready as deferred_count,
       to_jsonb(a.next_due) #>> '{}' as next_due
from ages a
order by a.due nulls last,
         a.entrypoint
limit cast(:limit as integer)
