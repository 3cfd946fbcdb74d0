-- The greatest ids that the log and the queue show, for a role that may not see the sequences.
-- Names: queue, log. Columns: last_job, last_log (null: empty). Reads their primary keys.
select greatest(
         (select max(q.id) from {queue} q),
         (
           select l.job_id
           from {log} l
           order by l.id desc
           limit 1
         )) as last_job,
       (select max(l.id) from {log} l) as last_log
