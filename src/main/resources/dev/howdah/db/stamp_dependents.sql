-- Which relations depend on each of :changed.
select string_agg(
         coalesce(
           (select string_agg(f.oid::text, ':' order by f.oid)
            from (
              select distinct r.oid
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
              ) r
              where r.oid <> q.oid and r.oid <> 0
            ) f),
           ''),
         ',' order by q.oid)
from unnest(cast(:changed as oid[])) as q (oid)
