-- The stamps of :types, by OID, each with the constraints of a domain.
select string_agg(
         concat_ws(
           ':',
           t.oid,
           t.xmin,
           (select string_agg(concat(k.oid, ':', k.xmin), ':' order by k.oid)
            from pg_constraint k
            where k.contypid = t.oid and k.contypid <> 0)),
         ',' order by t.oid)
from pg_type t
where t.oid = any (cast(:types as oid[]))
