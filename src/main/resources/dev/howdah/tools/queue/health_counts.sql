-- How many jobs of some entrypoints wait, where the queue has an index on entrypoint and
-- execute_after.
-- Names: queue. Parameters: names (a JSON array), most (to count of one entrypoint).
-- Columns: entrypoint, due (may run now, counted to most), deferred (may run later, counted to
--   most).
select n.name as entrypoint,
       (
         select count(*)
         from (
           select
           from {queue} q
           where q.status = 'queued'
             and q.entrypoint = n.name
             and q.execute_after <= now()
           limit :most
         ) due
       ) as due,
       (
         select count(*)
         from (
           select
           from {queue} q
           where q.status = 'queued'
             and q.entrypoint = n.name
             and q.execute_after > now()
           limit :most
         ) deferred
       ) as deferred
from json_array_elements_text(cast(cast(:names as text) as json)) as n (name)
order by n.name
