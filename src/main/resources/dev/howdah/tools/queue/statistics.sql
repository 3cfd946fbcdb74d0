-- The newest statistics: those stored, united with the log rows that are not folded yet, as
-- PgQueuer would fold them: by second, priority, status and entrypoint.
-- Names: statistics, log. Parameters: seconds (only newer than so many ago, null: all), since
--   (only seconds after it, null: all), entrypoint, status (null: any), the last row of the page
--   before (until, after_entrypoint, after_priority, after_status; null: the first page), most
--   (rows of all priorities together to look through), limit.
-- Columns: count, created, entrypoint, priority, status.
-- The unique index of the statistics begins with the priority: each is read by itself.
with recursive priorities as (
  (select priority from {statistics} order by priority limit 1)
  union all
  select (
    select s.priority
    from {statistics} s
    where s.priority > p.priority
    order by s.priority
    limit 1
  )
  from priorities p
  where p.priority is not null
),
stored as (
  select n.created, n.count, n.priority, n.status, n.entrypoint
  from priorities p
  cross join lateral (
    select date_trunc('sec', s.created at time zone 'UTC') at time zone 'UTC' as created,
           s.count,
           s.priority,
           cast(s.status as text) as status,
           s.entrypoint
    from {statistics} s
    where s.priority = p.priority
      and date_trunc('sec', s.created at time zone 'UTC')
          >= date_trunc(
               'sec',
               greatest(
                 now() - make_interval(secs => cast(:seconds as float8)),
                 cast(:since as timestamptz),
                 '-infinity') at time zone 'UTC') + interval '1 second'
      and date_trunc('sec', s.created at time zone 'UTC')
          <= coalesce(cast(:until as timestamptz), 'infinity') at time zone 'UTC'
      and (
        cast(:until as timestamptz) is null
        or date_trunc('sec', s.created at time zone 'UTC')
           < cast(:until as timestamptz) at time zone 'UTC'
        or (s.entrypoint, -cast(s.priority as bigint), cast(s.status as text))
           > (cast(:after_entrypoint as text), -cast(:after_priority as bigint),
              cast(:after_status as text))
      )
    order by date_trunc('sec', s.created at time zone 'UTC') desc
    fetch first (greatest(:limit, :most / (select count(priority) from priorities))) rows with ties
  ) n
  where p.priority is not null
    and n.entrypoint = coalesce(cast(:entrypoint as text), n.entrypoint)
    and n.status = coalesce(cast(:status as text), n.status)
  order by n.created desc, n.entrypoint, n.priority desc, n.status
  limit :limit
),
pending as (
  select date_trunc('second', l.created) as created,
         count(*) as count,
         l.priority,
         cast(l.status as text) as status,
         l.entrypoint
  from {log} l
  where not l.aggregated
    and l.created
        >= date_trunc(
             'second',
             greatest(
               now() - make_interval(secs => cast(:seconds as float8)),
               cast(:since as timestamptz),
               '-infinity')) + interval '1 second'
    and l.created <= coalesce(cast(:until as timestamptz) + interval '999999 us', 'infinity')
    and l.entrypoint = coalesce(cast(:entrypoint as text), l.entrypoint)
    and cast(l.status as text) = coalesce(cast(:status as text), cast(l.status as text))
  group by date_trunc('second', l.created), l.priority, l.status, l.entrypoint
),
united as (
  select e.created,
         cast(least(sum(e.count), 9223372036854775807) as bigint) as count,
         e.priority,
         e.status,
         e.entrypoint
  from (
    select created, count, priority, status, entrypoint from stored
    union all
    select created, count, priority, status, entrypoint from pending
  ) e
  where cast(:until as timestamptz) is null
     or e.created < cast(:until as timestamptz)
     or (e.entrypoint, -cast(e.priority as bigint), e.status)
        > (cast(:after_entrypoint as text), -cast(:after_priority as bigint),
           cast(:after_status as text))
  group by e.created, e.priority, e.status, e.entrypoint
)
select u.count,
       to_json(u.created) #>> '{}' as created,
       u.entrypoint,
       u.priority,
       u.status
from united u
order by u.created desc, u.entrypoint, u.priority desc, u.status
limit :limit
