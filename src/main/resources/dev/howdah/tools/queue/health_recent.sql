-- What happened lately, by entrypoint: the newest log rows.
-- Names: log, queue. Parameters: seconds (how far back), rows (most to look through), waits (most picks of
--   all entrypoints whose wait is measured).
-- Columns: entrypoint, last_picked_seconds (since a worker took one, null: none did), picked,
--   successful, failed (for good or held), retried, lost (picks of a job that was picked already),
--   worst_job (the one that was lost most often, null: none),
--   worst_lost, usual_wait_seconds (95 of 100 jobs that were picked for the first time waited no
--   longer since they were queued, or since they were due where the queue still knows; null: none
--   measured), looked_seconds (how far back that goes; null: as far as asked).
-- Reads the indexes on created and on job_id and created.
with newest as (
  select l.id, l.created, l.job_id, cast(l.status as text) as status, l.entrypoint
  from {log} l
  where l.created > now() - make_interval(secs => cast(:seconds as float8))
    and l.created < 'infinity'
  order by l.created desc
  -- One more than are looked through tells whether there are more.
  limit :rows + 1
),
events as (
  select n.entrypoint,
         n.job_id,
         n.created,
         n.status,
         lag(n.status) over (partition by n.job_id order by n.created, n.id) as previous
  from newest n
),
jobs as (
  select e.entrypoint,
         e.job_id,
         count(*) filter (where e.status = 'picked') as picked,
         max(e.created) filter (where e.status = 'picked') as last_picked,
         count(*) filter (where e.status = 'successful') as successful,
         count(*) filter (where e.status in ('exception', 'failed')) as failed,
         count(*) filter (where e.status = 'queued' and e.previous = 'picked') as retried,
         count(*) filter (where e.status = 'picked' and e.previous = 'picked') as lost
  from events e
  group by e.entrypoint, e.job_id
),
entrypoints as (
  select j.entrypoint,
         cast(sum(j.picked) as bigint) as picked,
         max(j.last_picked) as last_picked,
         cast(sum(j.successful) as bigint) as successful,
         cast(sum(j.failed) as bigint) as failed,
         cast(sum(j.retried) as bigint) as retried,
         cast(sum(j.lost) as bigint) as lost,
         max(j.lost) as worst_lost,
         (array_agg(j.job_id order by j.lost desc, j.job_id))[1] as worst_job
  from jobs j
  group by j.entrypoint
),
waits as (
  select p.entrypoint,
         percentile_cont(0.95) within group (
           order by cast(
             extract(epoch from p.created) - extract(epoch from greatest(before.created, p.due))
             as float8)) as usual
  from (
    select n.id,
           n.created,
           n.job_id,
           n.entrypoint,
           (
             select q.execute_after
             from {queue} q
             where q.id = n.job_id and q.execute_after <= n.created
           ) as due
    from newest n
    where n.status = 'picked'
    order by n.created desc
    limit :waits
  ) p
  cross join lateral (
    -- Whatever was logged before that makes it a retry, which was put off.
    select max(first.created) as created,
           count(*) = 1 and bool_and(first.status = 'queued') as new
    from (
      select l.created, cast(l.status as text) as status
      from {log} l
      where l.job_id = p.job_id
        and l.created <= p.created
        and l.id < p.id
      order by l.created desc, l.id desc
      limit 2
    ) first
  ) before
  where before.new
    and isfinite(before.created)
  group by p.entrypoint
)
select e.entrypoint,
       cast(extract(epoch from now() - e.last_picked) as float8) as last_picked_seconds,
       e.picked,
       e.successful,
       e.failed,
       e.retried,
       e.lost,
       case when e.worst_lost > 0 then e.worst_job end as worst_job,
       e.worst_lost,
       w.usual as usual_wait_seconds,
       (
         select cast(extract(epoch from now() - min(n.created)) as float8)
         from newest n
         having count(*) > :rows
       ) as looked_seconds
from entrypoints e
left join waits w on w.entrypoint = e.entrypoint
order by e.entrypoint
