-- How long jobs have been waiting since they could run, and how many may not run yet.
-- Names: queue; sample: nothing, or what reads percent of the rows.
-- Parameters: entrypoint (null: all), percent (of the rows that are read), limit.
-- Columns: entrypoint, queued_count, oldest_created, oldest_due, oldest_age_seconds,
--   avg_age_seconds (of those since a finite time), deferred_count, next_due. Counts are estimated
--   where less than 100 percent is read; all else is of what is read.
-- Reads every waiting job once, so each function called for a job counts: what may run is told from
-- what may not by the group and not by a filter of each aggregate, and the difference of two times
-- is taken as ranges take it, a float8 without an interval on the way.
with waiting as (
  select q.entrypoint,
         q.execute_after <= (select now()) as ready,
         count(*) as jobs,
         min(q.created) as created,
         min(greatest(q.created, q.execute_after)) as due,
         avg(tstzrange_subdiff((select now()), greatest(q.created, q.execute_after)))
           filter (where isfinite(greatest(q.created, q.execute_after))) as seconds,
         min(q.execute_after) as next_due
  from {queue} q {sample}
  where q.status = 'queued'
    and (cast(:entrypoint as text) is null or q.entrypoint = cast(:entrypoint as text))
  group by q.entrypoint, q.execute_after <= (select now())
),
ages as (
  select w.entrypoint,
         coalesce(max(w.jobs) filter (where w.ready), 0) as ready,
         min(w.created) filter (where w.ready) as created,
         min(w.due) filter (where w.ready) as due,
         max(w.seconds) filter (where w.ready) as seconds,
         coalesce(max(w.jobs) filter (where not w.ready), 0) as deferred,
         min(w.next_due) filter (where not w.ready) as next_due
  from waiting w
  group by w.entrypoint
)
select a.entrypoint,
       cast(round(a.ready * 100 / cast(:percent as numeric)) as bigint) as queued_count,
       to_jsonb(a.created) #>> '{}' as oldest_created,
       to_jsonb(a.due) #>> '{}' as oldest_due,
       case
         when isfinite(a.due)
           then cast(
             round(cast(date_part('epoch', now() - a.due) as numeric), 3)
             as double precision)
       end as oldest_age_seconds,
       cast(round(cast(a.seconds as numeric), 3) as double precision) as avg_age_seconds,
       cast(round(a.deferred * 100 / cast(:percent as numeric)) as bigint) as deferred_count,
       to_jsonb(a.next_due) #>> '{}' as next_due
from ages a
order by a.due nulls last,
         a.entrypoint
limit cast(:limit as integer)
