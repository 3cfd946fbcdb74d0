-- Jobs that failed, latest first, one page: for good, held, or to be tried again.
-- Parameters: statuses (an array of those that mean a failure), include_retries, entrypoint, job_id,
--   since_seconds, since_at (null: all), horizon (nothing before it is looked at; null: everything
--   is), traceback_bytes (longer ones are cut), after_created and after_id (the last row of the page
--   before), limit.
-- Columns: id, created, job_id, status, priority, entrypoint, traceback (null when too long),
--   traceback_bytes, exception_type, exception_message, told_at, told_last, told_context (parts of
--   one too long), aggregated, attempt, now (the job's status; null when it is gone).
with nothing as not materialized (
  select cast(null as integer) as number,
         cast(null as text) as text,
         cast(null as jsonb) as json,
         cast(null as bytea) as bytes
),
-- A search by entrypoint takes all failures from the horizon on: the planner must not hope to come
-- upon enough of them soon.
recent as (
  select l.id,
         l.created,
         l.job_id,
         l.status,
         l.priority,
         l.entrypoint,
         l.aggregated,
         {traceback} as told
  from {log} l
  cross join nothing
  where l.status = any (cast(cast(:statuses as text) as {log_status}[]))
    and (cast(:job_id as bigint) is null or l.job_id = cast(:job_id as bigint))
    and ((cast(:since_at as text) is null and cast(:since_seconds as double precision) is null)
         or l.created > coalesce(
              cast(cast(:since_at as text) as timestamptz),
              now() - make_interval(secs => cast(:since_seconds as double precision))))
    and (cast(:horizon as text) is null
         or l.created >= cast(cast(:horizon as text) as timestamptz))
    and (cast(:after_created as text) is null
         or (l.created <= cast(cast(:after_created as text) as timestamptz)
             and (l.created < cast(cast(:after_created as text) as timestamptz)
                  or l.id < cast(:after_id as bigint))))
  order by l.created desc, l.id desc
  limit case when cast(:entrypoint as text) is null then cast(:limit as integer) end
),
ended as (
  select *
  from recent l
  where cast(:entrypoint as text) is null or l.entrypoint = cast(:entrypoint as text)
  order by l.created desc, l.id desc
  limit cast(:limit as integer)
),
tried as (
  select l.id,
         l.created,
         l.job_id,
         l.status,
         l.priority,
         l.entrypoint,
         l.aggregated,
         {traceback} as told
  from {log} l
  cross join nothing
  where cast(:include_retries as boolean)
    and l.status = 'queued'
    and {traceback} is not null
    and (cast(:entrypoint as text) is null or l.entrypoint = cast(:entrypoint as text))
    and (cast(:job_id as bigint) is null or l.job_id = cast(:job_id as bigint))
    and ((cast(:since_at as text) is null and cast(:since_seconds as double precision) is null)
         or l.created > coalesce(
              cast(cast(:since_at as text) as timestamptz),
              now() - make_interval(secs => cast(:since_seconds as double precision))))
    and (cast(:horizon as text) is null
         or l.created >= cast(cast(:horizon as text) as timestamptz))
    and (cast(:after_created as text) is null
         or (l.created <= cast(cast(:after_created as text) as timestamptz)
             and (l.created < cast(cast(:after_created as text) as timestamptz)
                  or l.id < cast(:after_id as bigint))))
  order by l.created desc, l.id desc
  limit cast(:limit as integer)
),
page as (
  select *
  from (select * from ended union all select * from tried) each
  order by created desc, id desc
  limit cast(:limit as integer)
)
select l.id,
       to_jsonb(l.created) #>> '{}' as created,
       l.job_id,
       cast(l.status as text) as status,
       l.priority,
       l.entrypoint,
       case
         when octet_length(cast(l.told as text)) <= cast(:traceback_bytes as integer)
           then cast(l.told as text)
       end as traceback,
       octet_length(cast(l.told as text)) as traceback_bytes,
       left(l.told ->> 'exception_type', 300) as exception_type,
       left(l.told ->> 'exception_message', 2000) as exception_message,
       l.told ->> 'timestamp' as told_at,
       right(l.told ->> 'traceback', 4000) as told_last,
       case
         when octet_length(l.told ->> 'additional_context') <= 2000
           then l.told ->> 'additional_context'
       end as told_context,
       l.aggregated,
       case
         when l.told #>> '{additional_context,attempt}' ~ '^[0-9]{1,9}$'
           then cast(l.told #>> '{additional_context,attempt}' as integer)
       end as attempt,
       cast(q.status as text) as now
from page l
left join {queue} q on q.id = l.job_id
order by l.created desc, l.id desc
