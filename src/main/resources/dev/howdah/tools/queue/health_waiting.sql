-- Entrypoints with jobs that wait, where the queue has an index on entrypoint and execute_after: the
-- first ones by name, and of those behind them the named ones.
-- Names: queue. Parameters: entrypoints (most to look through by name), names (a JSON array), most
--   (jobs of one entrypoint to look through where execute_after does not order them).
-- Columns: entrypoint, ready (whether a job may run now), oldest_seconds (since the longest waiting
--   became due, or was created where that is -infinity; null: none is due, or since when cannot be
--   told), put_off (whether one of the first that are due, or will be, was put off when it was
--   enqueued), more (whether others wait that were not looked at; the same in each row).
with recursive by_name as (
  (
    select q.entrypoint, 1 as place
    from {queue} q
    where q.status = 'queued'
    order by q.entrypoint
    limit 1
  )
  union all
  select n.entrypoint, b.place + 1
  from by_name b
  cross join lateral (
    select q.entrypoint
    from {queue} q
    where q.status = 'queued' and q.entrypoint > b.entrypoint
    order by q.entrypoint
    limit 1
  ) n
  where b.place <= :entrypoints
),
-- One more than are to be looked through tells whether there are more.
beyond as (
  select b.entrypoint
  from by_name b
  where b.place = :entrypoints + 1
),
entrypoints as (
  select b.entrypoint
  from by_name b
  where b.place <= :entrypoints
  union all
  select distinct n.name
  from json_array_elements_text(cast(cast(:names as text) as json)) as n (name)
  where n.name >= (select x.entrypoint from beyond x)
)
select e.entrypoint,
       first.execute_after <= now() as ready,
       cast(
         extract(
           epoch
           from now() - case
                  when first.execute_after > now() then null
                  when first.execute_after > '-infinity' then first.execute_after
                  else least(
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
                    ))
                end)
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
           and tstzrange_subdiff(q.execute_after, q.created) > 1
       ) as put_off,
       exists (select from beyond) as more
from entrypoints e
cross join lateral (
  select q.execute_after
  from {queue} q
  where q.status = 'queued'
    and q.entrypoint = e.entrypoint
  order by q.execute_after
  limit 1
) first
order by e.entrypoint
