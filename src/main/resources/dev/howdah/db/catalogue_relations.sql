-- Relations by name, by the name of the type of arrays of their rows, by OID and by row type, and
-- what they lead to: the tables behind views, parents and children at every distance.
-- Parameters: :schemas and :names, two arrays of the same length, the schema null for one on the
-- search path; :path; :oids; :types.
-- Columns: as in Relation, Column and Rule; stamp. PostgreSQL 15.
with recursive wanted (oid) as (
  select c.oid
  from unnest(cast(:schemas as text[]), cast(:names as text[])) as w (schema, name)
  join pg_class c on c.relname = w.name
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = w.schema
     or (w.schema is null and n.nspname = any (cast(:path as text[])))
  union
  select i.typrelid
  from unnest(cast(:schemas as text[]), cast(:names as text[])) as w (schema, name)
  join pg_type t on t.typname = w.name
  join pg_namespace n on n.oid = t.typnamespace
  join pg_type i on i.oid = t.typelem
  where i.typrelid <> 0
    and (n.nspname = w.schema
         or (w.schema is null and n.nspname = any (cast(:path as text[]))))
  union
  select c.oid from pg_class c where c.oid = any (cast(:oids as oid[]))
  union
  select t.typrelid from pg_type t where t.oid = any (cast(:types as oid[])) and t.typrelid <> 0
  union
  select i.typrelid
  from pg_type t
  join pg_type i on i.oid = t.typelem
  where t.oid = any (cast(:types as oid[])) and i.typrelid <> 0
),
reached (oid) as (
  select oid from wanted
  union
  select next.oid
  from reached
  cross join lateral (
    select h.inhparent as oid from pg_inherits h where h.inhrelid = reached.oid
    union all
    select h.inhrelid from pg_inherits h where h.inhparent = reached.oid
    union all
    select d.refobjid
    from pg_depend d
    join pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.classid = 'pg_catalog.pg_class'::regclass
      and d.objid = reached.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass
      and d.deptype in ('a', 'i')
    union all
    select x.indrelid from pg_index x where x.indexrelid = reached.oid
    union all
    select d.refobjid
    from pg_rewrite w
    join pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
    where w.ev_class = reached.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass
      and d.refobjid <> reached.oid
  ) next
)
select c.oid,
       c.schema,
       c.relname as name,
       c.relkind as kind,
       c.reltype as row_type,
       c.array_type,
       c.type_name,
       c.array_name,
       columns.numbers as column_numbers,
       columns.names as column_names,
       columns.types as column_types,
       columns.modifiers as column_modifiers,
       columns.expressions as column_expressions,
       array(
         select h.inhparent::text from pg_inherits h where h.inhrelid = c.oid
         union
         select d.refobjid::text
         from pg_depend d
         where c.relkind = 'S'
           and d.classid = 'pg_catalog.pg_class'::regclass
           and d.objid = c.oid
           and d.refclassid = 'pg_catalog.pg_class'::regclass
           and d.deptype in ('a', 'i')
         union
         select x.indrelid::text from pg_index x where x.indexrelid = c.oid
         order by 1) as parents,
       coalesce(
         (select max(d.refobjsubid)
          from pg_depend d
          where c.relkind = 'S'
            and d.classid = 'pg_catalog.pg_class'::regclass
            and d.objid = c.oid
            and d.refclassid = 'pg_catalog.pg_class'::regclass
            and d.deptype in ('a', 'i')),
         0) as owner,
       array(select h.inhrelid::text from pg_inherits h where h.inhparent = c.oid order by 1)
         as children,
       array(select w.ev_type::text from pg_rewrite w where w.ev_class = c.oid order by w.oid)
         as rule_events,
       array(select w.ev_action::text from pg_rewrite w where w.ev_class = c.oid order by w.oid)
         as rule_actions,
       array(select w.ev_qual::text from pg_rewrite w where w.ev_class = c.oid order by w.oid)
         as rule_conditions,
       case
         when c.relrowsecurity then array(
           select tree
           from pg_policy p
           cross join lateral (values (p.polqual::text), (p.polwithcheck::text)) as v (tree)
           where p.polrelid = c.oid and tree is not null)
         else '{}'::text[]
       end as policies,
       planned.trees as expressions,
       planned.defaults,
       c.foreign_wrapper,
       c.extension,
       concat_ws(
         ':',
         c.oid,
         c.version,
         columns.stamp,
         planned.stamp,
         (select string_agg(concat(r.oid, ':', r.xmin), ':' order by r.oid)
          from pg_rewrite r
          where r.ev_class = c.oid),
         (select string_agg(concat(p.oid, ':', p.xmin), ':' order by p.oid)
          from pg_policy p
          where p.polrelid = c.oid),
         (select string_agg(concat(h.inhrelid, '<', h.inhparent), ':' order by h.inhrelid, h.inhparent)
          from pg_inherits h
          where h.inhrelid = c.oid or h.inhparent = c.oid),
         (select string_agg(concat(d.refobjid, '.', d.refobjsubid), ':' order by d.refobjid)
          from pg_depend d
          where c.relkind = 'S'
            and d.classid = 'pg_catalog.pg_class'::regclass
            and d.objid = c.oid
            and d.refclassid = 'pg_catalog.pg_class'::regclass
            and d.deptype in ('a', 'i'))) as stamp
from reached
-- OFFSET keeps this from being joined with all that is reached at once: how much that is nobody can
-- estimate, and a guess of thousands has the whole of pg_class read for one table.
cross join lateral (
  select c.oid,
         c.xmin as version,
         c.relname,
         c.relkind,
         c.reltype,
         c.relrowsecurity,
         n.nspname as schema,
         coalesce(y.typarray, 0::oid) as array_type,
         coalesce(y.typname, '') as type_name,
         coalesce(ya.typname, '') as array_name,
         w.fdwname as foreign_wrapper,
         e.extname as extension
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_type y on y.oid = c.reltype
  left join pg_type ya on ya.oid = y.typarray
  left join pg_foreign_table f on f.ftrelid = c.oid
  left join pg_foreign_server s on s.oid = f.ftserver
  left join pg_foreign_data_wrapper w on w.oid = s.srvfdw
  left join pg_depend d
    on d.classid = 'pg_catalog.pg_class'::regclass
   and d.objid = c.oid
   and d.objsubid = 0
   and d.refclassid = 'pg_catalog.pg_extension'::regclass
   and d.deptype = 'e'
  left join pg_extension e on e.oid = d.refobjid
  where c.oid = reached.oid
  offset 0
) c
cross join lateral (
  select coalesce(array_agg(a.attnum::text order by a.attnum) filter (where not a.attisdropped), '{}') as numbers,
         coalesce(array_agg(a.attname::text order by a.attnum) filter (where not a.attisdropped), '{}') as names,
         coalesce(array_agg(a.atttypid::text order by a.attnum) filter (where not a.attisdropped), '{}') as types,
         coalesce(array_agg(a.atttypmod::text order by a.attnum) filter (where not a.attisdropped), '{}')
           as modifiers,
         coalesce(
           array_agg(
             coalesce(
               (select x.adbin::text
                from pg_attrdef x
                where a.attgenerated <> '' and x.adrelid = a.attrelid and x.adnum = a.attnum),
               '')
             order by a.attnum) filter (where not a.attisdropped), '{}') as expressions,
         md5(string_agg(concat(a.attnum, ':', a.xmin), ':' order by a.attnum)) as stamp
  from pg_attribute a
  where a.attrelid = c.oid and a.attnum > 0
) columns
cross join lateral (
  select coalesce(array_agg(t.tree) filter (where t.tree <> '' and not t.given), '{}') as trees,
         coalesce(array_agg(t.tree) filter (where t.tree <> '' and t.given), '{}') as defaults,
         md5(string_agg(concat(t.oid, ':', t.version), ':' order by t.oid, t.version::text))
           as stamp
  from (
    select i.indexrelid as oid, i.xmin as version, v.tree, false as given
    from pg_index i
    cross join lateral (values (i.indexprs::text), (i.indpred::text)) as v (tree)
    where i.indrelid = c.oid and v.tree is not null
    union all
    select s.oid, s.xmin, s.stxexprs::text, false
    from pg_statistic_ext s
    where s.stxrelid = c.oid and s.stxexprs is not null
    union all
    select p.partrelid, p.xmin, p.partexprs::text, false
    from pg_partitioned_table p
    where p.partrelid = c.oid and p.partexprs is not null
    union all
    select k.oid, k.xmin, k.conbin::text, false
    from pg_constraint k
    where k.conrelid = c.oid and k.contype = 'c' and k.conbin is not null
    union all
    select x.oid,
           x.xmin,
           case
             when a.attgenerated = '' and x.adbin::text not like '{CONST %' then x.adbin::text
             else ''
           end,
           true
    from pg_attrdef x
    join pg_attribute a on a.attrelid = x.adrelid and a.attnum = x.adnum
    where x.adrelid = c.oid
    union all
    select d.oid, d.xmin, d.typdefaultbin::text, true
    from pg_attribute a
    join pg_type d on d.oid = a.atttypid
    where a.attrelid = c.oid and d.typdefaultbin is not null
  ) t
) planned
order by c.oid
