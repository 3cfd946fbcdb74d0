-- The stamps of :relations, by OID: each with its columns, the expressions that belong to it, its
-- rules, policies, relatives, and what a sequence belongs to.
select string_agg(
         concat_ws(
           ':',
           c.oid,
           c.xmin,
           (select md5(string_agg(concat(a.attnum, ':', a.xmin), ':' order by a.attnum))
            from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0),
           (select md5(string_agg(
                     concat(t.oid, ':', t.version), ':' order by t.oid, t.version::text))
            from (
              select i.indexrelid as oid, i.xmin as version
              from pg_index i
              cross join lateral (values (i.indexprs::text), (i.indpred::text)) as v (tree)
              where i.indrelid = c.oid and v.tree is not null
              union all
              select s.oid, s.xmin
              from pg_statistic_ext s
              where s.stxrelid = c.oid and s.stxexprs is not null
              union all
              select p.partrelid, p.xmin
              from pg_partitioned_table p
              where p.partrelid = c.oid and p.partexprs is not null
              union all
              select k.oid, k.xmin
              from pg_constraint k
              where k.conrelid = c.oid and k.contype = 'c' and k.conbin is not null
              union all
              select x.oid, x.xmin
              from pg_attrdef x
              where x.adrelid = c.oid
              union all
              select d.oid, d.xmin
              from pg_attribute a
              join pg_type d on d.oid = a.atttypid
              where a.attrelid = c.oid and d.typdefaultbin is not null
            ) t),
           (select string_agg(concat(r.oid, ':', r.xmin), ':' order by r.oid)
            from pg_rewrite r
            where r.ev_class = c.oid),
           (select string_agg(concat(p.oid, ':', p.xmin), ':' order by p.oid)
            from pg_policy p
            where p.polrelid = c.oid),
           (select string_agg(
                     concat(h.inhrelid, '<', h.inhparent), ':'
                     order by h.inhrelid, h.inhparent)
            from pg_inherits h
            where h.inhrelid = c.oid or h.inhparent = c.oid),
           (select string_agg(concat(d.refobjid, '.', d.refobjsubid), ':' order by d.refobjid)
            from pg_depend d
            where c.relkind = 'S'
              and d.classid = 'pg_catalog.pg_class'::regclass
              and d.objid = c.oid
              and d.refclassid = 'pg_catalog.pg_class'::regclass
              and d.deptype in ('a', 'i'))),
         ',' order by c.oid)
from pg_class c
where c.oid = any (cast(:relations as oid[]))
