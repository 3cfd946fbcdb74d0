-- The greatest ids that the log and the queue show, for a role that may not see the sequences. Of
-- the log the newest rows are looked at: the newest of all may be of an old job.
-- Names: queue, log. Parameters: most (log rows to look at). Columns: last_job, last_log (null:
--   empty). Reads their primary keys.
select greatest(
         (select max(q.id) from {queue} q),
         (
           select max(newest.job_id)
           from (
             select l.job_id
             from {log} l
             order by l.id desc
             limit :most
           ) newest
         )) as last_job,
       (select max(l.id) from {log} l) as last_log
