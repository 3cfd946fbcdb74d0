-- Other relations that rest on some: views, rules, defaults, policies and foreign keys. What rests on
-- types and functions is not here.
-- Parameters: :oids. Columns: oid, dependents. PostgreSQL 15.
select q.oid,
       array(
         select distinct f.oid::text
         from (
           select coalesce(w.ev_class, x.adrelid, p.polrelid, k.conrelid) as oid
           from pg_depend d
           left join pg_rewrite w
             on d.classid = 'pg_catalog.pg_rewrite'::regclass and w.oid = d.objid
           left join pg_attrdef x
             on d.classid = 'pg_catalog.pg_attrdef'::regclass and x.oid = d.objid
           left join pg_policy p
             on d.classid = 'pg_catalog.pg_policy'::regclass and p.oid = d.objid
           left join pg_constraint k
             on d.classid = 'pg_catalog.pg_constraint'::regclass and k.oid = d.objid
           where d.refclassid = 'pg_catalog.pg_class'::regclass
             and d.refobjid = q.oid
             and d.deptype = 'n'
         ) f
         where f.oid <> q.oid and f.oid <> 0) as dependents
from unnest(cast(:oids as oid[])) as q (oid)
