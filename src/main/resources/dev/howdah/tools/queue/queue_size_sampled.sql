-- How many jobs a long queue has: those that wait, most of it, estimated; all others, which are few
-- and what somebody looks for, counted.
-- Names: queue. Parameters: status (null: all; or queued), percent (of the rows that are sampled),
--   limit.
-- Columns: count, priority, entrypoint, status.
-- No index knows every status but queued, so the others take a second pass, which groups only them;
-- none where only what waits is asked for.
with sizes as (
  select cast(round(count(*) * 100 / cast(:percent as numeric)) as bigint) as count,
         q.priority,
         q.entrypoint,
         q.status
  from {queue} q tablesample system (cast(:percent as real)) repeatable (0)
  where q.status = 'queued'
  group by q.entrypoint, q.priority, q.status
  union all
  select count(*) as count,
         q.priority,
         q.entrypoint,
         q.status
  from {queue} q
  where q.status <> 'queued'
    and cast(:status as text) is null
  group by q.entrypoint, q.priority, q.status
)
select s.count,
       s.priority,
       s.entrypoint,
       cast(s.status as text) as status
from sizes s
order by s.count, s.entrypoint, s.priority, s.status
limit cast(:limit as integer)
