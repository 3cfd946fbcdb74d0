-- Fails with a division by zero when something that was looked up is no longer what it was.
-- Parameters: :expected, what the stamps of it were then, and those of stamp_*.sql. Each of these
-- stands where its name does in braces if there is something to look at, for planning all of them
-- takes the server longer than most statements.
select 1 / case when concat_ws(
  '|',
  coalesce(({relation_names}), ''),
  coalesce(({relations}), ''),
  coalesce(({functions}), ''),
  coalesce(({operators}), ''),
  coalesce(({types}), ''),
  coalesce((select string_agg(concat(c.oid, ':', c.xmin), ',' order by c.oid)
   from pg_cast c
   where c.oid >= 16384), ''),
  concat_ws(
    ',',
    (select concat(count(*), ':', max(c.oid)) from pg_opclass c where c.oid >= 16384),
    (select concat(count(*), ':', max(p.oid)) from pg_amproc p where p.oid >= 16384),
    (select concat(count(*), ':', max(o.oid)) from pg_amop o where o.oid >= 16384)),
  coalesce(({schemas}), ''),
  coalesce(({type_names}), ''),
  coalesce(({dependents}), ''))
  = cast(:expected as text) then 1 else 0 end as fresh
