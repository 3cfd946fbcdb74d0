-- When a worker last took a job, by entrypoint, as far as some looks into the log tell: the newest
-- rows before each of some moments. What is rarely taken beside much else may be missed. No span of
-- time goes evenly into the moments, so that what happens once a minute is not missed at all of them.
-- Names: log. Parameters: rows (at each moment).
-- Columns: entrypoint, seconds_ago.
-- Reads the index on created.
select n.entrypoint,
       min(cast(extract(epoch from now() - n.created) as float8)) as seconds_ago
from unnest(
       array[
         0, 67, 139, 223, 311, 457, 631, 829, 1049, 1361, 1693, 2089, 2579, 3137, 3803, 4651, 5779,
         7253, 9343, 12097, 15679, 20341, 26399, 34271, 44483, 57737, 71143, 83639])
     as moment(ago)
cross join lateral (
  select l.entrypoint, l.created, cast(l.status as text) as status
  from {log} l
  where l.created <= now() - make_interval(secs => moment.ago)
    and l.created > now() - interval '1 day'
  order by l.created desc
  limit :rows
) n
where n.status = 'picked'
group by n.entrypoint
order by n.entrypoint
