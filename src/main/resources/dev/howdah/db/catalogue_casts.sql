-- Columns: oid, source, target, function, context, method, stamp.
select c.oid,
       c.castsource as source,
       c.casttarget as target,
       c.castfunc::oid as function,
       c.castcontext as context,
       c.castmethod as method,
       concat(c.oid, ':', c.xmin) as stamp
from pg_cast c
order by c.oid
