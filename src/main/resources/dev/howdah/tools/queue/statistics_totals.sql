-- Sums of the statistics: those stored, united with the log rows that are not folded yet.
-- Names: statistics, log. Parameters: seconds (only newer than so many ago, null: all), entrypoint,
--   status (null: any), way (all: read every stored row; recent: read those of the period by the
--   index; sample: read percent of them), percent (of the stored rows), log_percent (of the log),
--   limit.
-- Columns: entrypoint, status, total_count (estimated where less than 100 percent is read).
with recursive priorities as (
  (select priority from {statistics} where cast(:way as text) = 'recent' order by priority limit 1)
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
  select s.count, s.status, s.entrypoint
  from {statistics} s
  where cast(:way as text) = 'all'
    and date_trunc('sec', s.created at time zone 'UTC')
        >= date_trunc(
             'sec',
             coalesce(now() - make_interval(secs => cast(:seconds as float8)), '-infinity')
               at time zone 'UTC') + interval '1 second'
  union all
  select n.count, n.status, n.entrypoint
  from priorities p
  cross join lateral (
    select s.count, s.status, s.entrypoint
    from {statistics} s
    where s.priority = p.priority
      and date_trunc('sec', s.created at time zone 'UTC')
          >= date_trunc(
               'sec',
               coalesce(now() - make_interval(secs => cast(:seconds as float8)), '-infinity')
                 at time zone 'UTC') + interval '1 second'
    offset 0
  ) n
  where cast(:way as text) = 'recent'
    and p.priority is not null
  union all
  select s.count, s.status, s.entrypoint
  from {statistics} s tablesample system (cast(:percent as real)) repeatable (0)
  where cast(:way as text) = 'sample'
    and date_trunc('sec', s.created at time zone 'UTC')
        >= date_trunc(
             'sec',
             coalesce(now() - make_interval(secs => cast(:seconds as float8)), '-infinity')
               at time zone 'UTC') + interval '1 second'
),
pending as (
  select l.status, l.entrypoint
  from {log} l
  where cast(:log_percent as real) = 100
    and not l.aggregated
    and l.created
        >= date_trunc(
             'second',
             coalesce(now() - make_interval(secs => cast(:seconds as float8)), '-infinity'))
           + interval '1 second'
  union all
  select l.status, l.entrypoint
  from {log} l tablesample system (cast(:log_percent as real)) repeatable (0)
  where cast(:log_percent as real) < 100
    and not l.aggregated
    and l.created
        >= date_trunc(
             'second',
             coalesce(now() - make_interval(secs => cast(:seconds as float8)), '-infinity'))
           + interval '1 second'
),
-- An old installation's statistics may have an enum of their own.
united as (
  select sum(s.count) * 100 / cast(:percent as numeric) as total,
         cast(s.status as text) as status,
         s.entrypoint
  from stored s
  group by s.status, s.entrypoint
  union all
  select count(*) * 100 / cast(:log_percent as numeric) as total,
         cast(p.status as text) as status,
         p.entrypoint
  from pending p
  group by p.status, p.entrypoint
)
select u.entrypoint,
       u.status,
       cast(least(round(sum(u.total)), 9223372036854775807) as bigint) as total_count
from united u
where u.entrypoint = coalesce(cast(:entrypoint as text), u.entrypoint)
  and u.status = coalesce(cast(:status as text), u.status)
group by u.entrypoint, u.status
order by u.entrypoint, u.status
limit cast(:limit as integer)
