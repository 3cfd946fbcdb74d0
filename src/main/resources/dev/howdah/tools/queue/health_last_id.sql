-- The greatest id that a table shows, for a role that may not see its sequence.
-- Names: table. Columns: last (null: empty). Reads its primary key.
select max(t.id) as last
from {table} t
