-- Functions that a role should not be able to call, by what they do.
-- Parameters and columns: as in posture_grants.sql.
-- A function of PostgreSQL or of an extension is known by its name; any other counts only when it
-- runs with the rights of its owner. Functions that ask for an attribute of the role themselves
-- (those on replication slots) are left to it.
with routine as (
  select p.oid, p.pronamespace, p.proname, p.proargtypes, p.proowner,
         coalesce(p.proacl, acldefault('f', p.proowner)) as acl,
         p.oid < 16384 as built_in,
         e.objid is not null as extension,
         p.prosecdef
           and e.objid is null
           and p.proowner <> all(cast(:holders as oid[]))
           and p.prorettype not in (cast('trigger' as regtype), cast('event_trigger' as regtype))
           as definer,
         case
           when p.proname ~ ('^(pg_read_(binary_)?file|pg_stat_file|pg_ls_\w+|pg_file_\w+'
                             || '|pg_logdir_ls|pg_current_logfile|lo_import|lo_export)$')
             then 'files'
           when p.proname ~ '^dblink(_\w+)?$' then 'network'
           when p.proname ~ '^lo_(creat|create|from_bytea|put)$' then 'large objects'
           when p.proname ~ ('^(pg_reload_conf|pg_rotate_logfile|pg_promote|pg_switch_wal'
                             || '|pg_create_restore_point|pg_backup_(start|stop)'
                             || '|pg_stat_reset\w*|pg_stat_statements_reset'
                             || '|pg_replication_origin_\w+|pg_wal_replay_(pause|resume)'
                             || '|heap_force_\w+|pg_log_backend_memory_contexts)$')
             then 'control'
           when p.proname ~ '^pg_(cancel|terminate)_backend$' then 'sessions'
           when p.proname = 'pg_logical_emit_message' then 'messages'
           -- Of the two forms of ts_rewrite it is the one with a text that runs it.
           when p.proname ~ ('^((query|cursor|table|schema|database)_to_xml\w*|ts_stat'
                             || '|crosstab\w*|connectby|xpath_table)$')
                or (p.proname = 'ts_rewrite' and p.pronargs = 2)
             then 'statements'
         end as name_kind
  from pg_catalog.pg_proc p
  left join pg_catalog.pg_depend e
    on e.classid = cast('pg_proc' as regclass) and e.objid = p.oid and e.deptype = 'e'
  where p.prosecdef
     or p.proacl is not null
     or p.proname ~ '^(pg_|lo_|dblink|heap_force_|ts_|crosstab|connectby|xpath_|\w+_to_xml)'
),
judged as (
  select case
           when r.name_kind is not null and (r.built_in or r.extension) then r.name_kind
           when r.definer and (o.rolsuper or o.rolbypassrls or o.rolcreaterole)
             then 'powerful definer'
           when r.definer then 'definer'
           when r.built_in and a.grantee <> 0
                and not exists (select from aclexplode(r.acl) p where p.grantee = 0)
             then 'kept from the public'
           when a.is_grantable then 'grant option'
         end as kind,
         r.pronamespace, r.proname, r.proargtypes,
         nullif(a.grantor, r.proowner) as grantor, a.grantee, a.privilege_type
  from routine r
  join pg_catalog.pg_roles o on o.oid = r.proowner
  cross join lateral aclexplode(r.acl) a
  where a.grantee = any(cast(:holders as oid[]))
    and a.grantee <> r.proowner
),
numbered as (
  select j.kind, j.grantee, j.grantor, j.privilege_type, n.nspname, j.proname, j.proargtypes,
         row_number() over (partition by j.kind, j.grantee, j.grantor, j.privilege_type
                            order by n.nspname, j.proname, cast(j.proargtypes as text))
           as position,
         count(*) over (partition by j.kind, j.grantee, j.grantor, j.privilege_type) as total
  from judged j
  join pg_catalog.pg_namespace n on n.oid = j.pronamespace
  where j.kind is not null
),
named as (
  select n.kind, n.grantee, n.grantor, n.privilege_type, n.position, n.total,
         format('%I.%I(%s)', n.nspname, n.proname,
                array_to_string(
                  array(select case tn.nspname
                                 when 'pg_catalog' then format_type(t.oid, null)
                                 else format('%I.%I', tn.nspname, t.typname)
                               end
                        from unnest(n.proargtypes) with ordinality a (type, position)
                        join pg_catalog.pg_type t on t.oid = a.type
                        join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
                        order by a.position),
                  ', ')) as object
  from numbered n
  where n.position <= cast(:most as integer)
)
select n.kind,
       'routine' as type,
       case n.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(n.grantee)) end
         as grantee,
       n.grantee = 0 as everyone,
       quote_ident(pg_get_userbyid(n.grantor)) as grantor,
       n.privilege_type as privileges,
       array_agg(n.object order by n.position) as objects,
       max(n.total) as total
from named n
group by n.kind, n.grantee, n.grantor, n.privilege_type
order by n.kind, everyone, grantee, grantor
