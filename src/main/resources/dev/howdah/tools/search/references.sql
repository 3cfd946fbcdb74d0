-- Foreign keys as they were declared, but for those of partitions.
-- No parameters. Columns: name, relation (oid of the table that has the key), columns, other (oid of
--   the table that it points at), other_columns.
select con.conname as name,
       con.conrelid as relation,
       (select array_agg(cast(a.attname as text) order by k.position)
        from unnest(con.conkey) with ordinality k (number, position)
        join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.number) as columns,
       con.confrelid as other,
       (select array_agg(cast(a.attname as text) order by k.position)
        from unnest(con.confkey) with ordinality k (number, position)
        join pg_attribute a on a.attrelid = con.confrelid and a.attnum = k.number) as other_columns
from pg_constraint con
where con.contype = 'f'
  and con.conparentid = 0
order by con.conname, con.oid
