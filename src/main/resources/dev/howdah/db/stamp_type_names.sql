-- Which types have each of :type_names, and in which schema, but for row types of tables and arrays
-- of them.
select string_agg(
         coalesce(
           (select string_agg(concat(t.oid, '@', n.nspname), ':' order by t.oid)
            from pg_type t
            join pg_namespace n on n.oid = t.typnamespace
            left join pg_class c on c.oid = t.typrelid
            left join pg_type i on i.oid = t.typelem and t.typcategory = 'A'
            left join pg_class ic on ic.oid = i.typrelid
            where t.typname = w.name
              and (c.oid is null or c.relkind = 'c')
              and (ic.oid is null or ic.relkind = 'c')),
           ''),
         ',' order by w.at)
from unnest(cast(:type_names as text[])) with ordinality as w (name, at)
