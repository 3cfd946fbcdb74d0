-- When a worker last took a job, by entrypoint, as far as a few looks into the log tell: the newest
-- rows before each of some moments. What is rarely taken may be missed.
-- Names: log. Parameters: rows (at each moment).
-- Columns: entrypoint, seconds_ago.
-- Reads the index on created.
select n.entrypoint,
       min(cast(extract(epoch from now() - n.created) as float8)) as seconds_ago
from unnest(
       array[0, 60, 300, 900, 1800, 3600, 7200, 14400, 21600, 28800, 43200, 57600, 72000, 86400])
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
