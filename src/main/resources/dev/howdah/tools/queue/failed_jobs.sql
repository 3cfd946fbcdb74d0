-- Jobs that failed, latest first, one page: for good, held, or to be tried again.
-- A retry is logged as queued with a traceback; where no traceback is seen, it is what was queued
--   straight after it was picked.
-- Parameters: statuses (an array of those that mean a failure), include_retries, untold (whether no
--   traceback is seen), entrypoint, job_id,
--   since_seconds, since_at (null: all), horizon (nothing before it is looked at; null: everything
--   is), traceback_bytes (longer ones are cut), stored_bytes (behind so many of a page no traceback
--   is looked into), after_created and after_id (the last row of the page before), limit.
-- Columns: id, created, job_id, status, priority, entrypoint, traceback (null when too long),
--   traceback_bytes (of its JSON; above 64 kB as PostgreSQL holds it), exception_type,
--   exception_message, told_at, told_last, told_context (parts of one too long), aggregated, attempt, now (the job's status; null when it is gone).
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
    and case
          when cast(:untold as boolean)
            then (select cast(before.status as text)
                  from {log} before
                  where before.job_id = l.job_id
                    and before.created <= l.created
                    and before.id < l.id
                  order by before.created desc, before.id desc
                  limit 1) = 'picked'
          else {traceback} is not null
        end
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
  from (select * from ended union all select * from tried) either
  order by created desc, id desc
  limit cast(:limit as integer)
),
stored as (
  select l.*,
         coalesce(
           sum(pg_column_size(l.told)) over (
             order by l.created desc, l.id desc
             rows between unbounded preceding and 1 preceding),
           0) as stored_before
  from page l
)
select l.id,
       to_jsonb(l.created) #>> '{}' as created,
       l.job_id,
       cast(l.status as text) as status,
       l.priority,
       l.entrypoint,
       case
         when octet_length(each.json) <= cast(:traceback_bytes as integer) then each.json
       end as traceback,
       coalesce(octet_length(each.json), each.bytes, pg_column_size(l.told)) as traceback_bytes,
       left(each.told ->> 'exception_type', 300) as exception_type,
       left(each.told ->> 'exception_message', 2000) as exception_message,
       left(each.told ->> 'timestamp', 100) as told_at,
       case
         when lines.bytes <= 65536 then right(lines.text, 4000)
         else right(
           convert_from(
             substring(
               lines.tail
               from case
                      when get_byte(lines.tail, 0) & 192 <> 128 then 1
                      when get_byte(lines.tail, 1) & 192 <> 128 then 2
                      when get_byte(lines.tail, 2) & 192 <> 128 then 3
                      else 4
                    end),
             'UTF8'),
           4000)
       end as told_last,
       case
         when pg_column_size(each.told -> 'additional_context') <= 16384
           and octet_length(each.told ->> 'additional_context') <= 2000
           then each.told ->> 'additional_context'
       end as told_context,
       l.aggregated,
       case
         when left(each.told #>> '{additional_context,attempt}', 10) ~ '^[0-9]{1,9}$'
           then cast(each.told #>> '{additional_context,attempt}' as integer)
       end as attempt,
       cast(q.status as text) as now
from stored l
cross join lateral (
  -- Decompressed here and not again.
  select case
           when l.stored_before <= cast(:stored_bytes as bigint)
             then l.told #> cast('{}' as text[])
         end as told
  offset 0
) opened
cross join lateral (
  select opened.told,
         pg_column_size(opened.told) as bytes,
         case when pg_column_size(opened.told) <= 65536 then cast(opened.told as text) end as json
  offset 0
) each
cross join lateral (
  -- To count the characters of a long text takes a while, so its end is found by bytes.
  select traceback.text,
         octet_length(traceback.text) as bytes,
         case
           when octet_length(traceback.text) > 65536
             then substring(textsend(traceback.text) from octet_length(traceback.text) - 16000)
         end as tail
  from (
    select case
             when octet_length(each.json) > cast(:traceback_bytes as integer)
               or each.bytes > 65536
               then each.told ->> 'traceback'
           end as text
    offset 0
  ) traceback
  offset 0
) lines
left join {queue} q on q.id = l.job_id
order by l.created desc, l.id desc
