-- Log rows that wait to be folded. Names: log. Parameters: most (to count).
-- Columns: rows. Reads the index on what is not aggregated.
select count(*) as rows
from (
  select
  from {log} l
  where not l.aggregated
  limit :most
) unfolded
