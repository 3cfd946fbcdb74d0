-- What an installation looks like to the current role. Reads the catalogue only and locks nothing.
-- Parameters: for each of queue, log, statistics, schedules and function its name and its schema
--   (null: along the search path); trigger (a name).
-- Columns: kind, part, schema, name, detail, allowed. Kinds:
--   session    name: role, detail: search path; allowed: the server is no standby
--   table      detail: relkind and relpersistence; allowed: something of it may be read
--   column     in their order; detail: type; schema: that of a type that is not PostgreSQL's own;
--              allowed: it may be read
--   type       the type of the column status
--   value      the values of the queue's status, in their order
--   index      detail: its columns, joined by commas, where it is valid and unique without a
--              condition; allowed: valid
--   trigger    allowed: enabled
--   function
--   elsewhere  another table of the queue's name, or one that looks like a queue, the likeliest
--              first; allowed: its schema may be used
-- PostgreSQL 13 and later.
with path(name, at) as (
  select p.name, p.at
  from unnest(cast(current_setting('howdah.path') as text[])) with ordinality as p (name, at)
),
wanted(part, schema, name) as (
  values ('queue', cast(:queue_schema as text), cast(:queue as text)),
         ('log', cast(:log_schema as text), cast(:log as text)),
         ('statistics', cast(:statistics_schema as text), cast(:statistics as text)),
         ('schedules', cast(:schedules_schema as text), cast(:schedules as text))
),
tables as (
  select w.part,
         c.oid,
         n.nspname as schema,
         c.relname as name,
         c.relkind,
         c.relpersistence,
         has_schema_privilege(n.oid, 'usage') as usable
  from wanted w
  join pg_class c on c.relname = w.name
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and case
          when w.schema is null then n.nspname = (
            select p.name
            from path p
            join pg_namespace m on m.nspname = p.name
            join pg_class v on v.relnamespace = m.oid and v.relname = w.name
            order by p.at
            limit 1)
          else n.nspname = w.schema
        end
),
columns as (
  select t.part,
         a.attnum,
         a.attname,
         a.atttypid,
         (select nullif(m.nspname, 'pg_catalog')
          from pg_type y
          join pg_namespace m on m.oid = y.typnamespace
          where y.oid = a.atttypid) as type_schema,
         -- Without the schema of a type that is found along the path.
         substr(
           format_type(a.atttypid, a.atttypmod),
           coalesce(
             (select f.prefix
              from (select v.oid, length(quote_ident(p.name)) + 2 as prefix
                    from pg_type y
                    join pg_type v on v.typname = y.typname
                    join pg_namespace m on m.oid = v.typnamespace
                    join path p on p.name = m.nspname
                    where y.oid = a.atttypid
                    order by p.at
                    limit 1) f
              where f.oid = a.atttypid
                and a.atttypid >= 16384),
             1)) as type,
         has_column_privilege(t.oid, a.attnum, 'select') as readable
  from tables t
  join pg_attribute a on a.attrelid = t.oid
  where a.attnum > 0
    and not a.attisdropped
),
found(kind, part, place, schema, name, detail, allowed) as (
  select 'session',
         null,
         0,
         null,
         cast(current_user as text),
         (select string_agg(p.name, ', ' order by p.at)
          from path p
          where p.name <> 'pg_catalog' and p.name not like 'pg\_temp\_%'),
         not pg_is_in_recovery()
  union all
  select 'table',
         t.part,
         0,
         cast(t.schema as text),
         cast(t.name as text),
         cast(t.relkind as text) || cast(t.relpersistence as text),
         t.usable
           and (has_table_privilege(t.oid, 'select') or has_any_column_privilege(t.oid, 'select'))
  from tables t
  union all
  select 'column',
         c.part,
         c.attnum,
         cast(c.type_schema as text),
         cast(c.attname as text),
         c.type,
         c.readable
  from columns c
  union all
  select 'type',
         c.part,
         0,
         cast(n.nspname as text),
         cast(y.typname as text),
         cast(y.typtype as text),
         true
  from columns c
  join pg_type y on y.oid = c.atttypid
  join pg_namespace n on n.oid = y.typnamespace
  where c.attname = 'status'
  union all
  select 'value',
         c.part,
         cast(row_number() over (order by e.enumsortorder) as integer),
         null,
         cast(e.enumlabel as text),
         null,
         true
  from columns c
  join pg_enum e on e.enumtypid = c.atttypid
  where c.attname = 'status'
    and c.part = 'queue'
  union all
  select 'index',
         t.part,
         0,
         null,
         cast(x.relname as text),
         (
           select string_agg(c.attname, ',' order by k.place)
           from unnest(i.indkey) with ordinality as k (attnum, place)
           join columns c on c.part = t.part and c.attnum = k.attnum
           where i.indisunique and i.indisvalid and i.indpred is null
           having count(*) = i.indnkeyatts
         ),
         i.indisvalid and i.indisready
  from tables t
  join pg_index i on i.indrelid = t.oid
  join pg_class x on x.oid = i.indexrelid
  union all
  select 'trigger',
         t.part,
         0,
         null,
         cast(g.tgname as text),
         null,
         g.tgenabled <> 'D'
  from tables t
  join pg_trigger g on g.tgrelid = t.oid
  where t.part = 'queue'
    and g.tgname = cast(:trigger as text)
  union all
  select 'function',
         null,
         0,
         cast(n.nspname as text),
         cast(p.proname as text),
         null,
         true
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where p.proname = cast(:function as text)
    and p.pronargs = 0
    and case
          when cast(:function_schema as text) is null then n.nspname = (
            select s.name
            from path s
            join pg_namespace m on m.nspname = s.name
            join pg_proc v on v.pronamespace = m.oid and v.proname = p.proname and v.pronargs = 0
            order by s.at
            limit 1)
          else n.nspname = cast(:function_schema as text)
        end
  union all
  (select 'elsewhere',
          null,
          cast(row_number() over (order by near.rank, n.nspname, c.relname) as integer),
          cast(n.nspname as text),
          cast(c.relname as text),
          null,
          has_schema_privilege(n.oid, 'usage')
   from pg_class c
   join pg_namespace n on n.oid = c.relnamespace
   cross join lateral (
     -- Where a schema was set and no name: what is there. Then the same name elsewhere, another
     -- name where it was looked for, and what begins most alike.
     select array[
              cast(
                cast(:queue as text) <> 'pgqueuer'
                  or n.nspname <> coalesce(cast(:queue_schema as text), n.nspname)
                as integer),
              cast(c.relname <> cast(:queue as text) as integer),
              cast(
                n.nspname <> coalesce(
                  cast(:queue_schema as text),
                  (select p.name
                   from path p
                   where p.name = n.nspname and p.name <> 'pg_catalog'),
                  '')
                as integer),
              (select cast(-count(*) as integer)
               from generate_series(1, length(n.nspname)) i
               where left(n.nspname, i) = left(cast(:queue_schema as text), i)),
              (select cast(-count(*) as integer)
               from generate_series(1, length(c.relname)) i
               where left(c.relname, i) = left(cast(:queue as text), i))] as rank
   ) near
   where c.relkind in ('r', 'p')
     and not exists (select from tables t where t.part = 'queue')
     and (c.relname = cast(:queue as text)
          or exists (select
                     from pg_attribute a
                     where a.attrelid = c.oid
                       and a.attname = 'queue_manager_id'))
   order by near.rank, n.nspname, c.relname
   limit 5)
)
select f.kind,
       f.part,
       f.schema,
       f.name,
       f.detail,
       f.allowed
from found f
order by f.kind, f.part, f.place, f.schema, f.name
