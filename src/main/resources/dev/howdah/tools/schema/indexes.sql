-- The indexes of a relation, by name.
-- Parameter: oid. Columns: name, columns (an expression stands as it is written), method, unique,
--   primary, partial, definition, size_bytes, scans, valid.
select c.relname as name,
       (select array_agg(pg_get_indexdef(i.indexrelid, cast(k as integer), true) order by k)
        from generate_series(1, i.indnkeyatts) k) as columns,
       am.amname as method,
       i.indisunique as "unique",
       i.indisprimary as "primary",
       i.indpred is not null as partial,
       pg_get_indexdef(i.indexrelid) as definition,
       case when c.relkind = 'i' then pg_relation_size(c.oid) end as size_bytes,
       s.idx_scan as scans,
       i.indisvalid as valid
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_am am on am.oid = c.relam
left join pg_stat_user_indexes s on s.indexrelid = i.indexrelid
where i.indrelid = cast(:oid as oid)
order by c.relname
