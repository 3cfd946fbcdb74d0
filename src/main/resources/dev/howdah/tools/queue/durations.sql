-- How long jobs ran, by entrypoint: from picked to the end of the run.
-- Names: log. Parameters: seconds (the period), entrypoint (null: any), rows (of the log to look
--   through, the newest of the period), runs (to measure, the newest of those).
-- Columns: entrypoint, runs, failed, retried, p50_seconds, p95_seconds, p99_seconds, max_seconds,
--   looked_since (null: all of the period was looked through).
-- A retry is logged as queued, directly behind the pick. Reads the indexes on created and on
-- job_id and created.
with newest as (
  select l.id, l.created, l.job_id, l.status, l.entrypoint
  from {log} l
  where l.created > now() - make_interval(secs => cast(:seconds as float8))
    and l.created < 'infinity'
  order by l.created desc
  limit :rows
),
ends as (
  select n.id, n.created, n.job_id, n.status, n.entrypoint
  from newest n
  where cast(n.status as text) <> 'picked'
    and n.entrypoint = coalesce(cast(:entrypoint as text), n.entrypoint)
  order by n.created desc
),
runs as (
  select e.entrypoint,
         e.created,
         cast(e.status as text) as status,
         cast(extract(epoch from e.created) - extract(epoch from before.created) as float8)
           as seconds
  from ends e
  cross join lateral (
    select l.created, l.status
    from {log} l
    where l.job_id = e.job_id
      and l.created <= e.created
      and l.id < e.id
    order by l.created desc, l.id desc
    limit 1
  ) before
  where cast(before.status as text) = 'picked'
    and isfinite(before.created)
  order by e.created desc
  limit :runs
),
extent as (
  select greatest(
           (select min(n.created) from newest n having count(*) = :rows),
           (select min(r.created) from runs r having count(*) = :runs)) as since
)
select r.entrypoint,
       count(*) as runs,
       count(*) filter (where r.status in ('exception', 'failed')) as failed,
       count(*) filter (where r.status = 'queued') as retried,
       percentile_cont(0.5) within group (order by r.seconds) as p50_seconds,
       percentile_cont(0.95) within group (order by r.seconds) as p95_seconds,
       percentile_cont(0.99) within group (order by r.seconds) as p99_seconds,
       max(r.seconds) as max_seconds,
       to_json((select x.since from extent x)) #>> '{}' as looked_since
from runs r
group by r.entrypoint
order by p95_seconds desc, r.entrypoint
