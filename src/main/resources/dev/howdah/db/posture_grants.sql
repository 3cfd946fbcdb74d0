-- Privileges beyond reading on databases, schemas, tables, columns, sequences and foreign servers.
-- Parameters: holders (array of role ids, 0 for PUBLIC), read_only (whether writing to tables is
--   more than the role needs), defines (whether making tables is not), most (objects named at
--   most).
-- Columns: kind, type (a word for REVOKE), grantee (as SQL), everyone, grantor (as SQL;
--   null when it is the owner), privileges (for REVOKE), objects (the first, as SQL), total.
with relation as (
  select c.oid, c.relkind, c.relacl, c.relowner,
         format('%I.%I', n.nspname, c.relname) as object,
         n.nspname = 'pg_catalog' as system,
         n.nspname = 'pg_catalog'
           and c.relname in ('pg_authid', 'pg_shadow', 'pg_user_mapping', 'pg_subscription',
                             'pg_hba_file_rules', 'pg_ident_file_mappings', 'pg_file_settings')
           as credentials,
         -- Anybody may update it: that is SET by another name.
         n.nspname = 'pg_catalog' and c.relname = 'pg_settings' as settings
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
),
given as (
  select 'database' as type, quote_ident(d.datname) as object, d.datdba as owner,
         false as credentials, a.grantor, a.grantee, a.privilege_type as privilege,
         a.privilege_type as wording, a.is_grantable
  from pg_catalog.pg_database d
  cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
  where d.datname = current_database()
  union all
  select 'schema', quote_ident(n.nspname), n.nspowner,
         false, a.grantor, a.grantee, a.privilege_type, a.privilege_type, a.is_grantable
  from pg_catalog.pg_namespace n
  cross join lateral aclexplode(n.nspacl) a
  union all
  select case r.relkind when 'S' then 'sequence' else 'table' end, r.object, r.relowner,
         r.credentials, a.grantor, a.grantee, a.privilege_type, a.privilege_type, a.is_grantable
  from relation r
  cross join lateral aclexplode(r.relacl) a
  where not r.settings
  union all
  select 'table', r.object, r.relowner,
         r.credentials
           and t.attname in ('rolpassword', 'passwd', 'umoptions', 'subconninfo', 'error',
                             'options', 'setting'),
         a.grantor, a.grantee, a.privilege_type,
         format('%s (%s)', a.privilege_type,
                string_agg(quote_ident(t.attname), ', ' order by t.attnum)),
         a.is_grantable
  from pg_catalog.pg_attribute t
  join relation r on r.oid = t.attrelid
  cross join lateral aclexplode(t.attacl) a
  where t.attacl is not null
    and not t.attisdropped
  group by 1, 2, 3, 4, 5, 6, 7, a.is_grantable
  union all
  select 'foreign server', quote_ident(s.srvname), s.srvowner,
         false, a.grantor, a.grantee, a.privilege_type, a.privilege_type, a.is_grantable
  from pg_catalog.pg_foreign_server s
  cross join lateral aclexplode(s.srvacl) a
  union all
  select 'foreign data wrapper', quote_ident(w.fdwname), w.fdwowner,
         false, a.grantor, a.grantee, a.privilege_type, a.privilege_type, a.is_grantable
  from pg_catalog.pg_foreign_data_wrapper w
  cross join lateral aclexplode(w.fdwacl) a
),
judged as (
  select case
           when g.privilege = 'CREATE'
             and not (:defines and g.grantee <> 0)
           then 'create'
           when g.privilege = 'TEMPORARY' then 'temporary'
           when g.type like 'foreign %' then 'foreign'
           when g.type = 'sequence' and g.privilege <> 'SELECT' and :read_only then 'sequence'
           when g.type = 'table' and g.privilege <> 'SELECT' and :read_only then 'write'
           when g.credentials and g.privilege = 'SELECT' then 'credentials'
           when g.is_grantable then 'grant option'
         end as kind,
         g.type, g.object, g.grantee, g.wording,
         nullif(g.grantor, g.owner) as grantor
  from given g
  where g.grantee = any(cast(:holders as oid[]))
    and g.grantee <> g.owner
),
wording as (
  select j.kind, j.type, j.object, j.grantee, j.grantor,
         string_agg(distinct j.wording, ', ' order by j.wording) as privileges
  from judged j
  where j.kind is not null
  group by j.kind, j.type, j.object, j.grantee, j.grantor
)
select w.kind,
       w.type,
       case w.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(w.grantee)) end
         as grantee,
       w.grantee = 0 as everyone,
       quote_ident(pg_get_userbyid(w.grantor)) as grantor,
       w.privileges,
       (array_agg(w.object order by w.object))[1 : cast(:most as integer)] as objects,
       count(*) as total
from wording w
group by w.kind, w.type, w.grantee, w.grantor, w.privileges
order by w.kind, w.type, everyone, grantee, grantor, w.privileges
