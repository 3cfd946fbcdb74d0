-- The tables and views that the current role may know of whose names are most like a given one.
-- Parameter: name, with or without a schema and a dot. Columns: schema, name, both as SQL has
-- them; 200 rows at most, because those that the caller must not know of are taken out later.
-- Likeness is the share of pairs of neighbouring letters that both names have, case ignored.
with wanted as (
  select '_' || lower(regexp_replace(cast(:name as text), '^.*\.', '')) || '_' as name
),
pairs as (
  select substr(w.name, i, 2) as pair
  from wanted w
  cross join generate_series(1, length(w.name) - 1) i
),
named as (
  select n.nspname,
         c.relname,
         '_' || lower(c.relname) || '_' as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and not c.relispartition
    and not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
         or has_any_column_privilege(c.oid, 'select, insert, update, references'))
)
select named.nspname as schema,
       named.relname as name,
       quote_ident(named.nspname) || '.' || quote_ident(named.relname) as quoted
from named
cross join wanted w
cross join lateral (
  select count(*) as shared
  from (
    select pair from pairs
    intersect
    select substr(named.name, i, 2) from generate_series(1, length(named.name) - 1) i
  ) both_names
) likeness
where 2.0 * likeness.shared / (length(w.name) + length(named.name) - 2) >= 0.5
order by 2.0 * likeness.shared / (length(w.name) + length(named.name) - 2) desc,
         named.nspname,
         named.relname
limit 200
