-- Where relations come from, for the rules of access: the tables that they inherit from and what
-- views read, to the end.
-- Parameter: oids. Columns: oid, schema, name, view (whether it is one, materialized ones too),
--   parents (oids), reads (what a view reads, each as a JSON array of a relation's oid and a column
--   or null), whole_rows (whether a view reads some row as a whole), functions (whether a view reads
--   through a function that somebody made), generated (each as a JSON array of a generated column
--   and one that it is made of), owner (the oid of the table whose column a sequence belongs to).
--   PostgreSQL 15 and later.
with recursive walk as (
  select wanted.oid
  from unnest(cast(:oids as oid[])) wanted (oid)
  union
  select next.oid
  from walk
  cross join lateral (
    select i.inhparent as oid
    from pg_inherits i
    where i.inhrelid = walk.oid
    union all
    select d.refobjid
    from pg_rewrite r
    join pg_depend d on d.classid = cast('pg_rewrite' as regclass) and d.objid = r.oid
    where r.ev_class = walk.oid
      and r.ev_type = '1'
      and d.refclassid = cast('pg_class' as regclass)
    union all
    select d.refobjid
    from pg_depend d
    join pg_class c on c.oid = d.objid and c.relkind = 'S'
    where d.classid = cast('pg_class' as regclass)
      and d.objid = walk.oid
      and d.refclassid = cast('pg_class' as regclass)
      and d.deptype in ('a', 'i')
  ) next
)
select c.oid,
       n.nspname as schema,
       c.relname as name,
       c.relkind in ('v', 'm') as view,
       array(select cast(i.inhparent as text)
             from pg_inherits i
             where i.inhrelid = c.oid) as parents,
       array(select cast(json_build_array(d.refobjid, a.attname) as text)
             from pg_rewrite r
             join pg_depend d on d.classid = cast('pg_rewrite' as regclass) and d.objid = r.oid
             left join pg_attribute a
               on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
             where r.ev_class = c.oid
               and r.ev_type = '1'
               and d.refclassid = cast('pg_class' as regclass)
               and d.refobjid <> c.oid) as reads,
       -- Nothing depends on the columns of a row that is used as a whole.
       coalesce((
         select bool_or(position(':varattno 0 ' in cast(r.ev_action as text)) > 0)
         from pg_rewrite r
         where r.ev_class = c.oid
           and r.ev_type = '1'
       ), false) as whole_rows,
       exists (
         select
         from pg_rewrite r
         join pg_depend d on d.classid = cast('pg_rewrite' as regclass) and d.objid = r.oid
         where r.ev_class = c.oid
           and r.ev_type = '1'
           and d.refclassid = cast('pg_proc' as regclass)
           and d.refobjid >= 16384
       ) as functions,
       array(select cast(json_build_array(made.attname, source.attname) as text)
             from pg_attribute made
             join pg_attrdef def on def.adrelid = made.attrelid and def.adnum = made.attnum
             join pg_depend d
               on d.classid = cast('pg_attrdef' as regclass)
               and d.objid = def.oid
               and d.refclassid = cast('pg_class' as regclass)
               and d.refobjid = c.oid
               and d.refobjsubid not in (0, made.attnum)
             join pg_attribute source
               on source.attrelid = c.oid and source.attnum = d.refobjsubid
             where made.attrelid = c.oid
               and made.attgenerated <> '') as generated,
       (select d.refobjid
        from pg_depend d
        where c.relkind = 'S'
          and d.classid = cast('pg_class' as regclass)
          and d.objid = c.oid
          and d.refclassid = cast('pg_class' as regclass)
          and d.deptype in ('a', 'i')
        limit 1) as owner
from walk
-- One by one: nobody can estimate how few they are, and a scan of all tables takes long.
cross join lateral (
  select found.oid,
         found.relname,
         found.relnamespace,
         found.relkind
  from pg_class found
  where found.oid = walk.oid
  offset 0
) c
join pg_namespace n on n.oid = c.relnamespace
order by c.oid
