-- Log rows that PgQueuer has not folded into the statistics: how many there are, and if they are
-- more than one statement should read, which of the newest seconds hold at most so many. Rows of
-- infinite times are read in any case.
-- Names: log. Parameters: seconds (only newer than so many ago, null: all), until (the second at
--   which the reading begins, null: now), most.
-- Columns: rows (counted to most + 1), since (only seconds after it are to be read; null: all).
-- Reads the index on what is not aggregated, and the newest rows by the index on created.
with backlog as (
  select count(*) as rows
  from (
    select
    from {log}
    where not aggregated
    limit cast(:most as bigint) + 1
  ) unfolded
),
newest as (
  select created
  from {log}
  where not aggregated
    and created > coalesce(now() - make_interval(secs => cast(:seconds as float8)), '-infinity')
    and created < coalesce(cast(:until as timestamptz) + interval '1 second', 'infinity')
    and (select rows from backlog) > cast(:most as bigint)
  order by created desc
  limit cast(:most as bigint)
),
extent as (
  select count(*) as rows,
         date_trunc('second', min(created)) as oldest,
         date_trunc('second', max(created)) as newest
  from newest
)
select b.rows,
       case
         when e.rows < cast(:most as bigint) then null
         -- One second that holds more is read whole: there is no smaller step.
         when e.oldest = e.newest then to_json(e.oldest - interval '1 second') #>> '{}'
         else to_json(e.oldest) #>> '{}'
       end as since
from backlog b
cross join extent e
