-- The greatest id that the statistics show, for a role that may not see their sequence.
-- Names: statistics. Columns: last (null: empty). Reads their primary key.
select max(s.id) as last
from {statistics} s
