-- Entrypoints of the newest log rows whose name begins so, whatever its case.
-- Names: log. Parameters: begins, rows (most to look through), longest (characters of a name; longer
--   ones are left out).
-- Columns: entrypoint. Reads the index on created.
select distinct n.entrypoint
from (
  select l.entrypoint
  from {log} l
  where l.created < 'infinity'
  order by l.created desc
  limit :rows
) n
where starts_with(lower(n.entrypoint), lower(cast(:begins as text)))
  and length(n.entrypoint) <= :longest
order by n.entrypoint
