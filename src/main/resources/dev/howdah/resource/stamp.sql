-- Changes whenever a table, a view or what belongs to it may have come, gone or changed, or a type, a
-- function, a collation or a role of a policy by whose name it is described, and now and then without
-- that. A row that is updated takes a new transaction's number; one that goes is missing from the
-- count.
-- Columns: stamp. PostgreSQL 13 and later.
select concat_ws(
         ' ',
         (select count(*) || '.' || sum(cast(cast(c.xmin as text) as bigint))
          from pg_class c
          where c.relkind <> 't' and c.relpersistence <> 't'),
         (select count(*) || '.' || sum(cast(cast(a.xmin as text) as bigint))
          from pg_attribute a
          where a.attnum > 0),
         (select count(*) || '.' || sum(cast(cast(n.xmin as text) as bigint)) from pg_namespace n),
         (select count(*) || '.' || sum(cast(cast(d.xmin as text) as bigint)) from pg_attrdef d),
         (select count(*) || '.' || sum(cast(cast(c.xmin as text) as bigint)) from pg_constraint c),
         (select count(*) || '.' || sum(cast(cast(i.xmin as text) as bigint)) from pg_index i),
         (select count(*) || '.' || sum(cast(cast(i.xmin as text) as bigint)) from pg_inherits i),
         (select count(*) || '.' || sum(cast(cast(r.xmin as text) as bigint)) from pg_rewrite r),
         (select count(*) || '.' || sum(cast(cast(t.xmin as text) as bigint)) from pg_trigger t),
         (select count(*) || '.' || sum(cast(cast(p.xmin as text) as bigint)) from pg_policy p),
         -- Those of tables and arrays come, go and change with what they are of.
         (select count(*) || '.' || sum(cast(cast(t.xmin as text) as bigint))
          from pg_type t
          where t.oid >= 16384
            and not (t.typtype = 'b' and t.typcategory = 'A')
            and not (t.typtype = 'c' and exists (
                       select
                       from pg_class c
                       where c.oid = t.typrelid
                         and c.relkind <> 'c'))),
         (select count(*) || '.' || sum(cast(cast(p.xmin as text) as bigint))
          from pg_proc p
          where p.oid >= 16384),
         (select count(*) || '.' || sum(cast(cast(c.xmin as text) as bigint))
          from pg_collation c
          where c.oid >= 16384),
         -- Roles are not of this database, and few may see the version of their rows.
         (select sum(hashtextextended(concat_ws(' ', r.oid, r.rolname), 0))
          from pg_roles r
          where r.oid in (select unnest(p.polroles) from pg_policy p)),
         (select count(*) || '.' || sum(cast(cast(e.xmin as text) as bigint)) from pg_enum e),
         (select count(*) || '.' || sum(cast(cast(d.xmin as text) as bigint))
          from pg_description d
          where d.classoid = cast('pg_class' as regclass)),
         (select count(*) || '.' || sum(cast(cast(m.xmin as text) as bigint))
          from pg_auth_members m)
       ) as stamp
