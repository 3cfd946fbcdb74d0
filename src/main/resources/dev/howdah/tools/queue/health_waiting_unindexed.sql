-- Jobs that wait, by entrypoint, where no index begins with the entrypoint: those with the lowest ids
-- of each priority, by the index on priority and id. Others may wait that are not seen.
-- Names: queue. Parameters: most (rows of all priorities together, but 1000 of each).
-- Columns: entrypoint, due (may run now), deferred (may run later), oldest_seconds and put_off as in
--   health_waiting.sql, looked_at (how many rows that were; null: all that wait).
with recursive priorities as (
  (
    select q.priority
    from {queue} q
    where q.status = 'queued'
    order by q.priority
    limit 1
  )
  union all
  select (
    select q.priority
    from {queue} q
    where q.status = 'queued' and q.priority > p.priority
    order by q.priority
    limit 1
  )
  from priorities p
  where p.priority is not null
),
-- The last row of priorities is NULL: there is none above the highest.
shares as (
  select greatest(1000, :most / nullif(count(p.priority), 0)) as share
  from priorities p
),
oldest as (
  select o.entrypoint,
         o.execute_after,
         case when o.execute_after = '-infinity' then o.created else o.execute_after end as due,
         o.put_off,
         o.place
  from priorities p
  cross join lateral (
    select q.entrypoint,
           q.execute_after,
           q.created,
           isfinite(q.created)
           and isfinite(q.execute_after)
           and q.updated <= q.created
           and extract(epoch from q.execute_after) - extract(epoch from q.created) > 1 as put_off,
           row_number() over (order by q.priority desc, q.id) as place
    from {queue} q
    where q.status = 'queued' and q.priority = p.priority
    order by q.priority desc, q.id
    -- One more tells whether there are more.
    limit (select share + 1 from shares)
  ) o
  where p.priority is not null
),
extent as (
  select count(*) filter (where o.place <= (select share from shares)) as looked_at,
         max(o.place) > (select share from shares) as cut
  from oldest o
)
select o.entrypoint,
       count(*) filter (where o.execute_after <= now()) as due,
       count(*) filter (where o.execute_after > now()) as deferred,
       cast(
         extract(
           epoch
           from now() - min(o.due) filter (where o.execute_after <= now() and isfinite(o.due)))
         as float8) as oldest_seconds,
       bool_or(o.put_off) as put_off,
       (select x.looked_at from extent x where x.cut) as looked_at
from oldest o
where o.place <= (select share from shares)
group by o.entrypoint
order by o.entrypoint
