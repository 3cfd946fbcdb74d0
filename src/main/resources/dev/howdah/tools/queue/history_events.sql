-- One job's life from the log, oldest first. A column that the version lacks is null.
-- Names: log. Parameters: job_id, after_created and after_id (the last event of the page before,
--   null: the first page), characters (most of one text of a traceback), stored_bytes (behind so
--   many of a page no traceback is looked into), limit.
-- Columns: id, created, status, priority, entrypoint, seconds_since_previous, previous (the status
--   before), failed (whether there is a traceback), retried (put back after a failure: with a
--   traceback, or straight after it was picked), exception_type, exception_message, traceback,
--   more (whether there is more of the traceback, or it was not looked into), attempt,
--   retry_delay_seconds, reason; and of the whole life: events, picks, lost (picks of a job that was
--   picked already), failures.
-- Reads the index on job_id and created; one event before the page, to tell what an event is.
with nothing as (
  select cast(null as int) as number,
         cast(null as text) as text,
         cast(null as jsonb) as json,
         cast(null as bytea) as bytes
),
events as (
  select l.id,
         l.created,
         cast(l.status as text) as status,
         l.priority,
         l.entrypoint,
         {traceback} as told,
         case
           -- Not decompressed to see what it is.
           when pg_column_size({traceback}) > 2000 then true
           else coalesce(jsonb_typeof({traceback}) = 'object', false)
         end as failed,
         lag(cast(l.status as text)) over life as previous,
         case
           when isfinite(l.created) and isfinite(lag(l.created) over life)
             then extract(epoch from l.created)
               - extract(epoch from lag(l.created) over life)
         end as seconds
  from {log} l
  cross join nothing
  where l.job_id = :job_id
  window life as (order by l.created, l.id)
),
life as (
  select count(*) as events,
         count(*) filter (where status = 'picked') as picks,
         count(*) filter (where status = 'picked' and previous = 'picked') as lost,
         count(*) filter (
           where status in ('exception', 'failed')
              or (status = 'queued' and (failed or previous = 'picked'))) as failures
  from events
),
page as (
  select e.*
  from events e
  where cast(:after_created as timestamptz) is null
     or (e.created, e.id) > (cast(:after_created as timestamptz), cast(:after_id as bigint))
  order by e.created, e.id
  limit :limit
),
stored as (
  select p.*,
         coalesce(
           sum(pg_column_size(p.told)) over (
             order by p.created, p.id
             rows between unbounded preceding and 1 preceding),
           0) as stored_before
  from page p
)
select e.id,
       to_json(e.created) #>> '{}' as created,
       e.status,
       e.priority,
       e.entrypoint,
       cast(e.seconds as float8) as seconds_since_previous,
       e.previous,
       e.failed,
       e.status = 'queued' and (e.failed or coalesce(e.previous = 'picked', false)) as retried,
       left(opened.told ->> 'exception_type', :characters) as exception_type,
       left(opened.told ->> 'exception_message', :characters) as exception_message,
       left(opened.told ->> 'traceback', :characters) as traceback,
       e.failed
         and (opened.told is null
              or coalesce(length(left(opened.told ->> 'traceback', :characters + 1)), 0)
                 > :characters) as more,
       case
         when left(opened.told #>> '{additional_context,attempt}', 10) ~ '^[0-9]{1,9}$'
           then cast(opened.told #>> '{additional_context,attempt}' as int)
       end as attempt,
       case
         when jsonb_typeof(opened.told #> '{additional_context,retry_delay}') = 'number'
           then (
             select cast(round(delay.seconds, 6) as float8)
             from cast(opened.told #> '{additional_context,retry_delay}' as numeric)
               as delay (seconds)
             where abs(delay.seconds) < 1e12
           )
       end as retry_delay_seconds,
       left(opened.told #>> '{additional_context,reason}', :characters) as reason,
       w.events,
       w.picks,
       w.lost,
       w.failures
from stored e
cross join life w
cross join lateral (
  -- Decompressed here and not again.
  select case
           when e.stored_before <= cast(:stored_bytes as bigint)
             then e.told #> cast('{}' as text[])
         end as told
  offset 0
) opened
order by e.created, e.id
