-- Entrypoints with jobs that wait and whose name begins so, whatever its case, where the queue has an
-- index on entrypoint and execute_after: of the first ones by name, and of those from where such
-- names stand in the order of the index.
-- Names: queue. Parameters: begins, entrypoints (most to look through of each), longest (characters of
--   a name; longer ones are left out).
-- Columns: entrypoint.
with recursive first as (
  (
    select q.entrypoint, 1 as place
    from {queue} q
    where q.status = 'queued'
    order by q.entrypoint
    limit 1
  )
  union all
  select n.entrypoint, f.place + 1
  from first f
  cross join lateral (
    select q.entrypoint
    from {queue} q
    where q.status = 'queued' and q.entrypoint > f.entrypoint
    order by q.entrypoint
    limit 1
  ) n
  where f.place < :entrypoints
),
there as (
  (
    select q.entrypoint, 1 as place
    from {queue} q
    where q.status = 'queued'
      and q.entrypoint >= cast(:begins as text)
      and cast(:begins as text) <> ''
    order by q.entrypoint
    limit 1
  )
  union all
  select n.entrypoint, t.place + 1
  from there t
  cross join lateral (
    select q.entrypoint
    from {queue} q
    where q.status = 'queued' and q.entrypoint > t.entrypoint
    order by q.entrypoint
    limit 1
  ) n
  where t.place < :entrypoints
)
select e.entrypoint
from (
  select f.entrypoint from first f
  union
  select t.entrypoint from there t
) e
where starts_with(lower(e.entrypoint), lower(cast(:begins as text)))
  and length(e.entrypoint) <= :longest
order by e.entrypoint
