-- Jobs in the order in which workers take them, one page. Waiting jobs have an index in that order,
-- of the others there are few.
-- Parameters: entrypoint, status, job_id, since_seconds, since_at (null: all), payload_bytes,
--   headers_bytes (longer ones are cut), after_priority and after_id (the last job of the page
--   before), offset, limit.
-- Columns: id, priority, queue_manager_id, created, updated, heartbeat, execute_after, status,
--   entrypoint, dedupe_key, payload_start, payload_bytes, headers (null when too long),
--   headers_bytes (of its JSON; above 1 MB as PostgreSQL holds it), headers_start (null above that),
--   attempts.
with nothing as not materialized (
  select cast(null as integer) as number,
         cast(null as text) as text,
         cast(null as jsonb) as json,
         cast(null as bytea) as bytes
),
chosen as (
  (select q.id,
          q.priority
   from {queue} q
   where q.status = 'queued'
     and (cast(:status as text) is null or cast(:status as text) = 'queued')
     and (cast(:entrypoint as text) is null or q.entrypoint = cast(:entrypoint as text))
     and (cast(:job_id as bigint) is null or q.id = cast(:job_id as bigint))
     and ((cast(:since_at as text) is null and cast(:since_seconds as double precision) is null)
          or q.created > coalesce(
               cast(cast(:since_at as text) as timestamptz),
               now() - make_interval(secs => cast(:since_seconds as double precision))))
     and (cast(:after_id as bigint) is null
          or (q.priority <= cast(:after_priority as integer)
              and (q.priority < cast(:after_priority as integer)
                   or q.id > cast(:after_id as bigint))))
   order by q.priority desc, q.id
   limit cast(:limit as bigint) + cast(:offset as bigint))
  union all
  (select q.id,
          q.priority
   from {queue} q
   where q.status <> 'queued'
     and (cast(:status as text) is null
          or q.status = cast(cast(:status as text) as {queue_status}))
     and (cast(:entrypoint as text) is null or q.entrypoint = cast(:entrypoint as text))
     and (cast(:job_id as bigint) is null or q.id = cast(:job_id as bigint))
     and ((cast(:since_at as text) is null and cast(:since_seconds as double precision) is null)
          or q.created > coalesce(
               cast(cast(:since_at as text) as timestamptz),
               now() - make_interval(secs => cast(:since_seconds as double precision))))
     and (cast(:after_id as bigint) is null
          or (q.priority <= cast(:after_priority as integer)
              and (q.priority < cast(:after_priority as integer)
                   or q.id > cast(:after_id as bigint))))
   order by q.priority desc, q.id
   limit cast(:limit as bigint) + cast(:offset as bigint))
),
page as (
  select c.id
  from chosen c
  order by c.priority desc, c.id
  limit cast(:limit as bigint)
  offset cast(:offset as bigint)
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
       {dedupe_key} as dedupe_key,
       cast(substring({payload} from 1 for cast(:payload_bytes as integer)) as text)
         as payload_start,
       octet_length({payload}) as payload_bytes,
       case
         when octet_length(each.json) <= cast(:headers_bytes as integer) then each.json
       end as headers,
       coalesce(octet_length(each.json), each.bytes, pg_column_size({headers})) as headers_bytes,
       left(each.json, 1000) as headers_start,
       {attempts} as attempts
from page p
join {queue} q on q.id = p.id
cross join nothing
cross join lateral (
  -- Decompressed here and not again, and only what is no larger than some MB.
  select case
           when pg_column_size({headers}) <= 65536 then {headers} #> cast('{}' as text[])
         end as headers
  offset 0
) opened
cross join lateral (
  select pg_column_size(opened.headers) as bytes,
         case
           when pg_column_size(opened.headers) <= 1048576 then cast(opened.headers as text)
         end as json
  offset 0
) each
order by q.priority desc, q.id
