-- Which relations and which arrays of their rows have a name, in any schema, temporary ones aside.
-- Parameters: :names. Columns: name, stamp.
select w.name,
       coalesce(
         (select string_agg(concat(x.oid, '@', x.schema), ':' order by x.oid, x.schema)
          from (
            select c.oid, c.relnamespace as schema
            from pg_class c
            where c.relname = w.name and c.relpersistence <> 't'
            union all
            select a.oid, a.typnamespace
            from pg_type a
            join pg_type r on r.oid = a.typelem
            join pg_class c on c.oid = r.typrelid
            where a.typname = w.name and c.relkind <> 'c' and c.relpersistence <> 't'
          ) x),
         '') as stamp
from unnest(cast(:names as text[])) as w (name)
group by w.name
