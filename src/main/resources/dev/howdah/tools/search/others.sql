-- Schemas, functions and types that the current role may use.
-- No parameters. Columns: kind (schema, function, procedure, aggregate, window function, enum,
--   domain, range, composite), oid, schema, name, detail (arguments and result of a function, base
--   type of a domain, subtype of a range, attributes of a composite type, 1,000 characters of them
--   at most; empty otherwise), labels (of an enum), related (oids of the tables
--   in a function's signature, of the base type of a domain or of its elements), comment, extension.
--   PostgreSQL 13 and later.
with found as (
  select 'schema' as kind,
         cast('pg_namespace' as regclass) as class,
         n.oid,
         n.nspname as schema,
         n.nspname as name,
         '' as detail,
         cast(null as text[]) as labels,
         cast(null as text[]) as related
  from pg_namespace n
  where not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
    and has_schema_privilege(n.oid, 'usage')
  union all
  select case p.prokind
           when 'p' then 'procedure'
           when 'a' then 'aggregate'
           when 'w' then 'window function'
           else 'function'
         end,
         cast('pg_proc' as regclass),
         p.oid,
         n.nspname,
         p.proname,
         '(' || pg_get_function_identity_arguments(p.oid) || ')'
           || coalesce(' returns ' || pg_get_function_result(p.oid), ''),
         null,
         (select array_agg(distinct cast(c.oid as text))
          from unnest(coalesce(p.proallargtypes, cast(p.proargtypes as oid[])) || p.prorettype) a
          join pg_type t on t.oid = a
          left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
          join pg_class c on c.oid = coalesce(e.typrelid, t.typrelid)
          where c.relkind in ('r', 'p', 'v', 'm', 'f'))
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where p.oid >= 16384
    and p.prorettype not in (cast('trigger' as regtype), cast('event_trigger' as regtype))
    and not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
    and has_schema_privilege(n.oid, 'usage')
    and has_function_privilege(p.oid, 'execute')
  union all
  select case t.typtype
           when 'e' then 'enum'
           when 'd' then 'domain'
           when 'c' then 'composite'
           else 'range'
         end,
         cast('pg_type' as regclass),
         t.oid,
         n.nspname,
         t.typname,
         case t.typtype
           when 'd' then format_type(t.typbasetype, t.typtypmod)
           when 'r' then coalesce(
             (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid), '')
           when 'c' then (
             select '('
               || coalesce(
                 case when length(made.attributes) <= 1000 then made.attributes
                      else left(made.attributes, 1000) || '…' end, '')
               || ')'
             from (
               select string_agg(
                        quote_ident(f.attname) || ' ' || format_type(f.atttypid, f.atttypmod),
                        ', ' order by f.attnum) as attributes
               from pg_attribute f
               where f.attrelid = t.typrelid
                 and f.attnum > 0
                 and not f.attisdropped) made)
           else ''
         end,
         (select array_agg(cast(e.enumlabel as text) order by e.enumsortorder)
          from pg_enum e
          where e.enumtypid = t.oid),
         (select array[cast(
                   case when b.typtype = 'b' and b.typcategory = 'A' then b.typelem else b.oid end
                   as text)]
          from pg_type b
          where b.oid = t.typbasetype)
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
  where t.oid >= 16384
    and (t.typtype in ('e', 'd', 'r')
         or (t.typtype = 'c' and exists (
               select
               from pg_class c
               where c.oid = t.typrelid
                 and c.relkind = 'c')))
    and not (n.nspname like 'pg\_%' or n.nspname = 'information_schema')
    and has_schema_privilege(n.oid, 'usage')
    and has_type_privilege(t.oid, 'usage')
)
select f.kind,
       f.oid,
       f.schema,
       f.name,
       f.detail,
       f.labels,
       f.related,
       left(comment.description, 1000) as comment,
       ext.extname as extension
from found f
left join pg_description comment
  on comment.classoid = f.class and comment.objoid = f.oid and comment.objsubid = 0
left join pg_depend member
  on member.classid = f.class
  and member.objid = f.oid
  and member.deptype = 'e'
left join pg_extension ext on ext.oid = member.refobjid
order by f.schema, f.name, f.detail
