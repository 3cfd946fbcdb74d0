-- Fails with a division by zero when something that was looked up is no longer what it was.
-- Parameters: :relation_names, :relations, :function_names, :functions, :operator_names, :types,
-- :type_names, :schemas, :changed: arrays of what was looked up, the last of relations whose
-- dependents were; :expected: the same as it was then.
select 1 / case when concat_ws(
  '|',
  coalesce((select string_agg(
            coalesce(
              (select string_agg(concat(c.oid, '@', c.relnamespace), ':' order by c.oid)
               from pg_class c
               where c.relname = w.name and c.relpersistence <> 't'),
              ''),
            ',' order by w.at)
   from unnest(cast(:relation_names as text[])) with ordinality as w (name, at)), ''),
  coalesce((select string_agg(
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
   where c.oid = any (cast(:relations as oid[]))), ''),
  coalesce((select string_agg(concat(p.oid, ':', p.xmin), ',' order by p.oid)
   from pg_proc p
   where p.proname = any (cast(:function_names as name[]))
      or p.oid = any (cast(:functions as oid[]))), ''),
  coalesce((select string_agg(concat(o.oid, ':', o.xmin), ',' order by o.oid)
   from pg_operator o
   where o.oprname = any (cast(:operator_names as name[]))), ''),
  coalesce((select string_agg(
            concat_ws(
              ':',
              t.oid,
              t.xmin,
              (select string_agg(concat(k.oid, ':', k.xmin), ':' order by k.oid)
               from pg_constraint k
               where k.contypid = t.oid and k.contypid <> 0)),
            ',' order by t.oid)
   from pg_type t
   where t.oid = any (cast(:types as oid[]))), ''),
  coalesce((select string_agg(concat(c.oid, ':', c.xmin), ',' order by c.oid)
   from pg_cast c
   where c.oid >= 16384), ''),
  coalesce((select string_agg(
            coalesce(
              (select concat(n.oid, ':', n.xmin) from pg_namespace n where n.nspname = w.name), ''),
            ',' order by w.at)
   from unnest(cast(:schemas as text[])) with ordinality as w (name, at)), ''),
  coalesce((select string_agg(
            coalesce(
              (select string_agg(t.oid::text, ':' order by t.oid)
               from pg_type t
               left join pg_class c on c.oid = t.typrelid
               left join pg_type i on i.oid = t.typelem and t.typcategory = 'A'
               left join pg_class ic on ic.oid = i.typrelid
               where t.typname = w.name
                 and (c.oid is null or c.relkind = 'c')
                 and (ic.oid is null or ic.relkind = 'c')),
              ''),
            ',' order by w.at)
   from unnest(cast(:type_names as text[])) with ordinality as w (name, at)), ''),
  coalesce((select string_agg(
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
   from unnest(cast(:changed as oid[])) as q (oid)), ''))
  = cast(:expected as text) then 1 else 0 end as fresh
