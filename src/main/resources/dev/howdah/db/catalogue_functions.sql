-- All functions, procedures, aggregates and window functions.
-- Columns: oid, schema, name, kind, arguments, names, variadic, defaults, default_tree, result, returns_set,
-- output_names, output_types, security_definer, configured, language, volatility, support,
-- aggregate_kind, direct_arguments, extension, stamp. PostgreSQL 15.
select p.oid,
       n.nspname as schema,
       p.proname as name,
       p.prokind as kind,
       p.proargtypes::oid[]::text[] as arguments,
       case
         when p.proargnames is null then '{}'::text[]
         when p.proargmodes is null then p.proargnames
         else array(
           select coalesce(x.name, '')
           from unnest(p.proargnames, p.proargmodes) with ordinality as x (name, mode, at)
           where x.mode in ('i', 'b', 'v')
           order by x.at)
       end as names,
       p.provariadic as variadic,
       p.pronargdefaults as defaults,
       case when p.oid >= 16384 then p.proargdefaults::text end as default_tree,
       p.prorettype as result,
       p.proretset as returns_set,
       case
         when p.proargmodes is null then '{}'::text[]
         else array(
           select coalesce(x.name, '')
           from unnest(p.proallargtypes, p.proargnames, p.proargmodes)
             with ordinality as x (type, name, mode, at)
           where x.mode in ('o', 'b', 't')
           order by x.at)
       end as output_names,
       case
         when p.proargmodes is null then '{}'::text[]
         else array(
           select x.type::text
           from unnest(p.proallargtypes, p.proargmodes) with ordinality as x (type, mode, at)
           where x.mode in ('o', 'b', 't')
           order by x.at)
       end as output_types,
       p.prosecdef as security_definer,
       p.proconfig is not null as configured,
       l.lanname as language,
       p.provolatile as volatility,
       array(
         select f.oid::text
         from unnest(array[
           a.aggtransfn::oid, a.aggfinalfn::oid, a.aggcombinefn::oid, a.aggserialfn::oid,
           a.aggdeserialfn::oid, a.aggmtransfn::oid, a.aggminvtransfn::oid,
           a.aggmfinalfn::oid]) as f (oid)
         where f.oid <> 0) as support,
       a.aggkind as aggregate_kind,
       coalesce(a.aggnumdirectargs, 0) as direct_arguments,
       e.extname as extension,
       concat(p.oid, ':', p.xmin) as stamp
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate a on a.aggfnoid = p.oid
left join pg_depend d
  on d.classid = 'pg_catalog.pg_proc'::regclass
 and d.objid = p.oid
 and d.refclassid = 'pg_catalog.pg_extension'::regclass
 and d.deptype = 'e'
left join pg_extension e on e.oid = d.refobjid
order by p.oid
