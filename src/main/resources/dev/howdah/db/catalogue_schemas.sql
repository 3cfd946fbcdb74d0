-- Columns: name, stamp.
select n.nspname as name, concat(n.oid, ':', n.xmin) as stamp
from pg_namespace n
order by n.oid
