-- The stamps of :relation_names: what has each of these names, in which schema.
select string_agg(
         coalesce(
           (select string_agg(concat(c.oid, '@', c.relnamespace), ':' order by c.oid)
            from pg_class c
            where c.relname = w.name and c.relpersistence <> 't'),
           ''),
         ',' order by w.at)
from unnest(cast(:relation_names as text[])) with ordinality as w (name, at)
