-- The stamps of all functions that are called one of :function_names or are one of :functions.
select string_agg(concat(p.oid, ':', p.xmin), ',' order by p.oid)
from pg_proc p
where p.proname = any (cast(:function_names as name[]))
   or p.oid = any (cast(:functions as oid[]))
