-- All types but the row types of tables and views, and arrays of those; a composite type of its own
-- is here. functions, of which those that came with the server are left out, read and print its
-- values, and compare and hash them (403 is btree, 405 hash).
-- Columns: oid, schema, name, kind, category, preferred, relation, element, array_type, base,
-- base_modifier, functions, checks, extension, stamp. PostgreSQL 15.
with classes as (
  select c.opcintype as type,
         c.opcfamily as family,
         c.opcintype as compared
  from pg_opclass c
  where c.opcdefault
    and c.opcmethod in (403, 405)
  union all
  select r.rngtypid,
         c.opcfamily,
         c.opcintype
  from pg_range r
  join pg_opclass c on c.oid = r.rngsubopc
),
own as materialized (
  select c.type,
         p.amproc::oid as function
  from classes c
  join pg_amproc p on p.amprocfamily = c.family
  where p.amproc::oid >= 16384
    and c.compared in (p.amproclefttype, p.amprocrighttype)
  union
  select c.type,
         o.oprcode::oid
  from classes c
  join pg_amop a on a.amopfamily = c.family
  join pg_operator o on o.oid = a.amopopr
  where o.oprcode::oid >= 16384
    and c.compared in (a.amoplefttype, a.amoprighttype)
)
select t.oid,
       n.nspname as schema,
       t.typname as name,
       t.typtype as kind,
       t.typcategory as category,
       t.typispreferred as preferred,
       t.typrelid as relation,
       case
         when t.typsubscript = 'pg_catalog.array_subscript_handler'::regproc then t.typelem
         else 0::oid
       end as element,
       t.typarray as array_type,
       coalesce(nullif(t.typbasetype, 0), r.rngsubtype, m.rngtypid, 0::oid) as base,
       t.typtypmod as base_modifier,
       array(
         select f.oid::text
         from (
           select unnest(array[
             t.typinput::oid, t.typoutput::oid, t.typmodin::oid, t.typmodout::oid,
             r.rngcanonical::oid, r.rngsubdiff::oid]) as oid
           where t.typtype in ('b', 'r')
           union
           select own.function
           from own
           where own.type = t.oid
         ) f
         where f.oid >= 16384
         order by 1) as functions,
       array(
         select k.conbin::text
         from pg_constraint k
         where k.contypid = t.oid and k.contypid <> 0 and k.conbin is not null
         order by k.oid) as checks,
       e.extname as extension,
       concat_ws(
         ':',
         t.oid,
         t.xmin,
         (select string_agg(concat(k.oid, ':', k.xmin), ':' order by k.oid)
          from pg_constraint k
          where k.contypid = t.oid and k.contypid <> 0)) as stamp
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_type i on i.oid = t.typelem and t.typcategory = 'A'
left join pg_class ic on ic.oid = i.typrelid
left join pg_range r on r.rngtypid = t.oid
left join pg_range m on m.rngmultitypid = t.oid
left join pg_depend d
  on d.classid = 'pg_catalog.pg_type'::regclass
 and d.objid = t.oid
 and d.objsubid = 0
 and d.refclassid = 'pg_catalog.pg_extension'::regclass
 and d.deptype = 'e'
left join pg_extension e on e.oid = d.refobjid
where (c.oid is null or c.relkind = 'c')
  and (ic.oid is null or ic.relkind = 'c')
order by t.oid
