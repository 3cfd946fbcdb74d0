-- Which relations have a name, in any schema, temporary ones aside.
-- Parameters: :names. Columns: name, stamp.
select w.name,
       coalesce(
         string_agg(concat(c.oid, '@', c.relnamespace), ':' order by c.oid)
           filter (where c.oid is not null),
         '') as stamp
from unnest(cast(:names as text[])) as w (name)
left join pg_class c on c.relname = w.name and c.relpersistence <> 't'
group by w.name
