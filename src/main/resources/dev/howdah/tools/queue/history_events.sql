-- One job's life from the log, oldest first. A column that the version lacks is null.
-- Names: log. Parameters: job_id, after_created and after_id (the last event of the page before,
--   null: the first page), characters (most of one text
--   of a traceback), limit.
-- Columns: id, created, status, priority, entrypoint, seconds_since_previous, previous (the status
--   before), failed (whether there is a traceback), exception_type, exception_message, traceback,
--   traceback_length (characters of the whole), attempt, retry_delay_seconds, reason; and of the
--   whole life: events, picks, lost (picks of a job that was picked already), failures.
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
         lag(cast(l.status as text)) over life as previous,
         extract(epoch from l.created - lag(l.created) over life) as seconds
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
              or (status = 'queued' and jsonb_typeof(told) = 'object')) as failures
  from events
)
select e.id,
       to_json(e.created) #>> '{}' as created,
       e.status,
       e.priority,
       e.entrypoint,
       cast(e.seconds as float8) as seconds_since_previous,
       e.previous,
       coalesce(jsonb_typeof(e.told) = 'object', false) as failed,
       left(e.told ->> 'exception_type', :characters) as exception_type,
       left(e.told ->> 'exception_message', :characters) as exception_message,
       left(e.told ->> 'traceback', :characters) as traceback,
       length(e.told ->> 'traceback') as traceback_length,
       case
         when jsonb_typeof(e.told #> '{additional_context,attempt}') = 'number'
         then cast(e.told #> '{additional_context,attempt}' as int)
       end as attempt,
       case
         when jsonb_typeof(e.told #> '{additional_context,retry_delay}') = 'number'
         then cast(e.told #> '{additional_context,retry_delay}' as float8)
       end as retry_delay_seconds,
       left(e.told #>> '{additional_context,reason}', :characters) as reason,
       w.events,
       w.picks,
       w.lost,
       w.failures
from events e
cross join life w
where cast(:after_created as timestamptz) is null
   or (e.created, e.id) > (cast(:after_created as timestamptz), cast(:after_id as bigint))
order by e.created, e.id
limit :limit
