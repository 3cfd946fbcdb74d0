-- Functions that a role should not be able to call, by what they do.
-- Parameters and columns: as in posture_grants.sql.
-- A function of PostgreSQL or of an extension is known by its name; any other counts only when it
-- runs with the rights of its owner. Functions that ask for an attribute of the role themselves
-- (those on replication slots) are left to it.
with known (kind, pattern) as (
  values ('files', 'pg_read_(binary_)?file|pg_stat_file|pg_ls_\w+|pg_file_\w+|pg_logdir_ls'),
         ('files', 'lo_import|lo_export|pg_current_logfile'),
         ('network', 'dblink(_\w+)?'),
         ('large objects', 'lo_creat|lo_create|lo_from_bytea|lo_put'),
         ('control', 'pg_reload_conf|pg_rotate_logfile|pg_promote|pg_switch_wal'),
         ('control', 'pg_create_restore_point|pg_(start_|stop_)?backup(_start|_stop)?'),
         ('control', 'pg_stat_reset\w*|pg_stat_statements_reset|pg_replication_origin_\w+'),
         ('control', 'pg_wal_replay_(pause|resume)|heap_force_\w+|pg_log_backend_memory_contexts'),
         ('sessions', 'pg_(cancel|terminate)_backend'),
         ('messages', 'pg_logical_emit_message'),
         ('statements', '(query|cursor|table|schema|database)_to_xml\w*|ts_stat|ts_rewrite'),
         ('statements', 'crosstab\w*|connectby|xpath_table')
),
routine as (
  select p.oid, p.proowner, p.proacl,
         coalesce(p.proacl, acldefault('f', p.proowner)) as acl,
         p.oid < 16384 as built_in,
         format('%I.%I(%s)', n.nspname, p.proname,
                array_to_string(
                  array(select case tn.nspname
                                 when 'pg_catalog' then format_type(t.oid, null)
                                 else format('%I.%I', tn.nspname, t.typname)
                               end
                        from unnest(p.proargtypes) with ordinality a (type, position)
                        join pg_catalog.pg_type t on t.oid = a.type
                        join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
                        order by a.position),
                  ', ')) as object,
         case
           when p.oid < 16384 or e.objid is not null then k.kind
         end as named,
         p.prosecdef
           and e.objid is null
           and p.proowner <> all(cast(:holders as oid[]))
           and p.prorettype not in (cast('trigger' as regtype), cast('event_trigger' as regtype))
           as definer
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  left join known k on p.proname ~ ('^(' || k.pattern || ')$')
  left join pg_catalog.pg_depend e
    on e.classid = cast('pg_proc' as regclass) and e.objid = p.oid and e.deptype = 'e'
  where p.prosecdef
     or k.kind is not null
     or p.proacl is not null
),
judged as (
  select case
           -- Only the form that takes a statement as text runs it.
           when r.object in ('pg_catalog.ts_rewrite(tsquery, tsquery, tsquery)') then null
           when r.named is not null then r.named
           when r.definer and (o.rolsuper or o.rolbypassrls or o.rolcreaterole)
             then 'powerful definer'
           when r.definer then 'definer'
           when r.built_in and a.grantee <> 0
                and not exists (select from aclexplode(r.acl) p where p.grantee = 0)
             then 'kept from the public'
           when a.is_grantable then 'grant option'
         end as kind,
         r.object, a.grantee, a.privilege_type
  from routine r
  join pg_catalog.pg_roles o on o.oid = r.proowner
  cross join lateral aclexplode(r.acl) a
  where a.grantee = any(cast(:holders as oid[]))
    and a.grantee <> r.proowner
)
select j.kind,
       'routine' as type,
       case j.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(j.grantee)) end
         as grantee,
       j.grantee = 0 as everyone,
       j.privilege_type as privileges,
       (array_agg(j.object order by j.object))[1 : cast(:most as integer)] as objects,
       count(*) as total
from judged j
where j.kind is not null
group by j.kind, j.grantee, j.privilege_type
order by j.kind, everyone, grantee
