-- Parameters: :oids. Columns: oid, text, tree. PostgreSQL 14.
select p.oid, p.prosrc as text, p.prosqlbody::text as tree
from pg_proc p
where p.oid = any (cast(:oids as oid[]))
