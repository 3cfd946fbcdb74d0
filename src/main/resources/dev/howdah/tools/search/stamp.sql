-- Changes whenever something that the other texts here or the lineage of relations find may have
-- changed.
-- No parameters. Columns: stamp, moment (of asking, in UTC). What ANALYZE, VACUUM, TRUNCATE and
--   temporary tables do to the catalogue leaves it as it is. PostgreSQL 13 and later.
select concat_ws(
         ' ',
         cast(current_user as text),
         current_setting('howdah.path'),
         (select concat(count(*), '.', sum(cast(cast(n.xmin as text) as bigint)))
          from pg_namespace n
          where not n.nspname like 'pg\_t%'),
         (select concat(
                   count(*),
                   '.',
                   sum(hashtextextended(
                     concat_ws(
                       ' ', c.oid, c.relname, c.relnamespace, c.relkind, c.relispartition,
                       c.relowner, c.relacl),
                     0)))
          from pg_class c
          where c.oid >= 16384
            and c.relpersistence <> 't'
            and c.relkind in ('r', 'p', 'v', 'm', 'f', 'i', 'I')),
         (select concat(count(*), '.', sum(cast(cast(a.xmin as text) as bigint)))
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid
          where c.oid >= 16384
            and c.relpersistence <> 't'
            and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
            and a.attnum > 0),
         (select concat(count(*), '.', sum(cast(cast(i.xmin as text) as bigint)))
          from pg_index i
          join pg_class c on c.oid = i.indrelid
          where c.oid >= 16384
            and c.relpersistence <> 't'
            and c.relkind in ('r', 'p', 'm')),
         (select concat(count(*), '.', sum(cast(cast(con.xmin as text) as bigint)))
          from pg_constraint con
          where con.oid >= 16384
            and (con.contype = 'f' or con.contypid <> 0)),
         (select concat(count(*), '.', sum(cast(cast(r.xmin as text) as bigint)))
          from pg_rewrite r
          where r.oid >= 16384),
         (select concat(count(*), '.', sum(cast(cast(d.xmin as text) as bigint)))
          from pg_attrdef d
          where d.oid >= 16384),
         (select concat(count(*), '.', sum(cast(cast(h.xmin as text) as bigint)))
          from pg_inherits h),
         (select concat(count(*), '.', sum(cast(cast(p.xmin as text) as bigint)))
          from pg_proc p
          where p.oid >= 16384),
         (select concat(count(*), '.', sum(cast(cast(t.xmin as text) as bigint)))
          from pg_type t
          where t.oid >= 16384
            -- Those of tables and arrays come, go and change with what they are of.
            and (t.typtype in ('d', 'e', 'm', 'r')
                 or (t.typtype = 'b' and t.typcategory <> 'A')
                 or (t.typtype = 'c' and exists (
                       select
                       from pg_class c
                       where c.oid = t.typrelid
                         and c.relkind = 'c')))),
         -- An index may name one in an expression.
         (select concat(count(*), '.', sum(cast(cast(c.xmin as text) as bigint)))
          from pg_collation c
          where c.oid >= 16384),
         (select concat(count(*), '.', sum(cast(cast(e.xmin as text) as bigint)))
          from pg_enum e),
         (select concat(count(*), '.', sum(cast(cast(e.xmin as text) as bigint)))
          from pg_extension e),
         (select concat(count(*), '.', sum(cast(cast(d.xmin as text) as bigint)))
          from pg_description d
          where d.objoid >= 16384
             or d.classoid = cast('pg_namespace' as regclass)),
         (select concat(count(*), '.', sum(cast(cast(m.xmin as text) as bigint)))
          from pg_auth_members m),
         (select sum(hashtextextended(
                   concat_ws(' ', r.oid, r.rolname, r.rolsuper, r.rolinherit), 0))
          from pg_roles r)
       ) as stamp,
       to_char(
         statement_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as moment
