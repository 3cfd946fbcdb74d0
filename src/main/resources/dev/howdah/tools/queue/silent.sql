-- How many jobs are in workers' hands, and of how many nothing was heard for so long.
-- Parameters: seconds, entrypoint (null: all).
-- Columns: picked, late.
select count(*) as picked,
       count(*) filter (
         where q.heartbeat < now() - make_interval(secs => cast(:seconds as double precision)))
         as late
from {queue} q
where q.status = 'picked'
  and (cast(:entrypoint as text) is null or q.entrypoint = cast(:entrypoint as text))
