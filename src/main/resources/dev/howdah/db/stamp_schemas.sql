-- The stamps of :schemas, by name.
select string_agg(
         coalesce(
           (select concat(n.oid, ':', n.xmin) from pg_namespace n where n.nspname = w.name), ''),
         ',' order by w.at)
from unnest(cast(:schemas as text[])) with ordinality as w (name, at)
