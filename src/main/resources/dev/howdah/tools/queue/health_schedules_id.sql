-- The greatest id that the schedules show, for a role that may not see their sequence.
-- Names: schedules. Columns: last (null: empty). Reads their primary key.
select max(s.id) as last
from {schedules} s
