-- Jobs that wait, by entrypoint, where the queue has an index on entrypoint and execute_after.
-- Names: queue. Parameters: most (to count of one entrypoint), entrypoints (most to look at).
-- Columns: entrypoint, due (may run now, counted to most), deferred (may run later, counted to
--   most), oldest_seconds (since the longest waiting became due, or was created where that is
--   -infinity; null: none is due, or since when cannot be told), put_off (whether one of the first
--   that are due, or will be, was put off when it was enqueued), looked_at (null: all that wait).
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
       cast(
         extract(epoch from now() - least(
           (
             select q.execute_after
             from {queue} q
             where q.status = 'queued'
               and q.entrypoint = e.entrypoint
               and q.execute_after > '-infinity'
               and q.execute_after <= now()
             order by q.execute_after
             limit 1
           ),
           (
             select min(always.created)
             from (
               select q.created
               from {queue} q
               where q.status = 'queued'
                 and q.entrypoint = e.entrypoint
                 and q.execute_after = '-infinity'
               limit :most
             ) always
             where isfinite(always.created)
           )))
         as float8) as oldest_seconds,
       exists (
         select
         from (
           (
             select q.created, q.updated, q.execute_after
             from {queue} q
             where q.status = 'queued'
               and q.entrypoint = e.entrypoint
               and q.execute_after > '-infinity'
             order by q.execute_after
             limit 20
           )
           union all
           (
             select q.created, q.updated, q.execute_after
             from {queue} q
             where q.status = 'queued'
               and q.entrypoint = e.entrypoint
               and q.execute_after > now()
             order by q.execute_after
             limit 20
           )
         ) q
         where isfinite(q.created)
           and isfinite(q.execute_after)
           and q.updated <= q.created
           and extract(epoch from q.execute_after) - extract(epoch from q.created) > 1
       ) as put_off,
       cast(null as bigint) as looked_at
from entrypoints e
where e.entrypoint is not null
order by e.entrypoint
