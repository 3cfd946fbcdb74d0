-- Jobs that wait, by entrypoint, where no index begins with the entrypoint: those of the named ones
-- on some of the table's pages, always the same ones.
-- Names: queue. Parameters: names (a JSON array), percent (of the pages, 100: all).
-- Columns: as health_waiting_unindexed.sql; looked_at is null.
select q.entrypoint,
       count(*) filter (where q.execute_after <= now()) as due,
       count(*) filter (where q.execute_after > now()) as deferred,
       cast(
         extract(
           epoch
           from now() - min(
             case when q.execute_after = '-infinity' then q.created else q.execute_after end)
             filter (
               where q.execute_after <= now()
                 and (q.execute_after > '-infinity' or isfinite(q.created))))
         as float8) as oldest_seconds,
       bool_or(
         isfinite(q.created)
         and isfinite(q.execute_after)
         and q.updated <= q.created
         and tstzrange_subdiff(q.execute_after, q.created) > 1) as put_off,
       cast(null as bigint) as looked_at
from {queue} q tablesample system (cast(:percent as float4)) repeatable (0)
join (
  select distinct n.name
  from json_array_elements_text(cast(cast(:names as text) as json)) as n (name)
) named on named.name = q.entrypoint
where q.status = 'queued'
group by q.entrypoint
order by q.entrypoint
