-- Jobs that wait, by entrypoint, where the queue has an index on entrypoint and execute_after.
-- Names: queue. Parameters: most (to count of one entrypoint), entrypoints (most to look at).
-- Columns: entrypoint, due (may run now, counted to most), deferred (may run later, counted to
--   most), oldest_seconds (since the longest waiting became due; null: none is due), looked_at
--   (null: all that wait).
with recursive entrypoints as (
  (
    select q.entrypoint, 1 as place
    from {queue} q
    where q.status = 'queued'
    order by q.entrypoint
    limit 1
  )
  union all
  select (
           select q.entrypoint
           from {queue} q
           where q.status = 'queued' and q.entrypoint > e.entrypoint
           order by q.entrypoint
           limit 1
         ),
         e.place + 1
  from entrypoints e
  where e.entrypoint is not null and e.place < :entrypoints
)
select e.entrypoint,
       (
         select count(*)
         from (
           select
           from {queue} q
           where q.status = 'queued'
             and q.entrypoint = e.entrypoint
             and q.execute_after <= now()
           limit :most
         ) due
       ) as due,
       (
         select count(*)
         from (
           select
           from {queue} q
           where q.status = 'queued'
             and q.entrypoint = e.entrypoint
             and q.execute_after > now()
           limit :most
         ) deferred
       ) as deferred,
       (
         select cast(extract(epoch from now() - q.execute_after) as float8)
         from {queue} q
         where q.status = 'queued'
           and q.entrypoint = e.entrypoint
           and q.execute_after <= now()
         order by q.execute_after
         limit 1
       ) as oldest_seconds,
       cast(null as bigint) as looked_at
from entrypoints e
where e.entrypoint is not null
order by e.entrypoint
