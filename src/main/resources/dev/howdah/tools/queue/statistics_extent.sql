-- How far back statistics.sql and statistics_totals.sql look within so many stored rows.
-- Names: statistics. Parameters: seconds, since, until, most, limit: as in
--   statistics.sql.
-- Columns: since (only seconds after it are complete; null: all of them).
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
)
select case
         -- There is nothing right before infinity; a timestamp has seconds up to 23:59:59 there.
         when max(n.second) = 'infinity' then '294276-12-31T23:59:58+00:00'
         else to_json(max(n.second) at time zone 'UTC' - interval '1 second') #>> '{}'
       end as since
from priorities p
cross join lateral (
  select date_trunc('sec', s.created at time zone 'UTC') as second
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
  order by date_trunc('sec', s.created at time zone 'UTC') desc
  offset greatest(:limit, :most / (select count(priority) from priorities)) - 1
  limit 1
) n
where p.priority is not null
  and exists (
    select
    from {statistics} s
    where s.priority = p.priority
      and date_trunc('sec', s.created at time zone 'UTC') < n.second
      and date_trunc('sec', s.created at time zone 'UTC')
          >= date_trunc(
               'sec',
               greatest(
                 now() - make_interval(secs => cast(:seconds as float8)),
                 cast(:since as timestamptz),
                 '-infinity') at time zone 'UTC') + interval '1 second'
  )
