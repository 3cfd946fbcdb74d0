-- The stamps of all operators that are called one of :operator_names.
select string_agg(concat(o.oid, ':', o.xmin), ',' order by o.oid)
from pg_operator o
where o.oprname = any (cast(:operator_names as name[]))
