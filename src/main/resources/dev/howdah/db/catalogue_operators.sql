-- Columns: oid, schema, symbol, left_type, right_type, result, function, stamp.
select o.oid,
       n.nspname as schema,
       o.oprname as symbol,
       o.oprleft as left_type,
       o.oprright as right_type,
       o.oprresult as result,
       o.oprcode::oid as function,
       concat(o.oid, ':', o.xmin) as stamp
from pg_operator o
join pg_namespace n on n.oid = o.oprnamespace
order by o.oid
