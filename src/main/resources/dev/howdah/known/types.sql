-- What types name, for the rules of access: the row types of tables and views, and what the checks
-- of domains read.
-- Parameter: oids (of types). Columns: oid, relation (the oid of the table or view whose row type it
--   is, or an array of such; else null), uses (what the definition of a domain, a composite type or a
--   range names, one step down, each as a JSON array of a relation's oid and a column or null).
--   PostgreSQL 13 and later.
with type as (
  select t.oid,
         t.typtype,
         t.typrelid,
         t.typbasetype,
         -- A domain over an array is in the category of arrays, too.
         case when t.typtype = 'b' and t.typcategory = 'A' then t.typelem else t.oid end as item
  from pg_type t
),
wanted as (
  select type.*
  from unnest(cast(:oids as oid[])) given (oid)
  join type on type.oid = given.oid
)
select w.oid,
       (select c.oid
        from pg_type item
        join pg_class c on c.oid = item.typrelid and c.relkind <> 'c'
        where item.oid = w.item
          and c.oid >= 16384) as relation,
       array(
         select cast(json_build_array(c.oid, null) as text)
         from type defined
         cross join lateral (
           select defined.typbasetype as oid
           where defined.typtype = 'd'
           union all
           select r.rngsubtype
           from pg_range r
           where r.rngtypid = defined.oid
           union all
           select a.atttypid
           from pg_attribute a
           join pg_class composite on composite.oid = a.attrelid and composite.relkind = 'c'
           where a.attrelid = defined.typrelid
             and a.attnum > 0
             and not a.attisdropped
         ) part
         join type parts on parts.oid = part.oid
         join pg_type item on item.oid = parts.item
         join pg_class c on c.oid = item.typrelid and c.relkind <> 'c'
         where defined.oid = w.item
           and c.oid >= 16384
         union all
         select cast(json_build_array(d.refobjid, a.attname) as text)
         from pg_constraint con
         join pg_depend d
           on d.classid = cast('pg_constraint' as regclass)
           and d.objid = con.oid
           and d.refclassid = cast('pg_class' as regclass)
         join pg_class c on c.oid = d.refobjid and c.relkind <> 'c'
         left join pg_attribute a
           on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
         where con.contypid = w.item
           and c.oid >= 16384) as uses
from wanted w
