-- Columns: server_version, path (the schemas that are searched, in order), shows_credentials (whether
--   settings hold a way to other servers, and the login may see them, or may take a role that may
--   while it cannot itself), class_stamp (that of the operator classes that did not come with the
--   server: they are made and dropped, and never altered).
select current_setting('server_version_num')::integer as server_version,
       array(
         select s.name
         from unnest(cast(current_setting('howdah.path') as text[])) with ordinality as s (name, at)
         where s.name not like 'pg\_temp\_%'
         order by s.at) as path,
       case
         when pg_has_role(current_user, 'pg_read_all_settings', 'USAGE')
           then exists (
             select
             from pg_settings s
             where s.name in ('primary_conninfo', 'ssl_passphrase_command')
               and s.setting <> ''
           )
         else exists (
           select
           from pg_roles r
           where pg_has_role(session_user, r.oid, 'MEMBER')
             and pg_has_role(r.oid, 'pg_read_all_settings', 'USAGE')
         )
       end as shows_credentials,
       concat_ws(
         ',',
         (select concat(count(*), ':', max(c.oid)) from pg_opclass c where c.oid >= 16384),
         (select concat(count(*), ':', max(p.oid)) from pg_amproc p where p.oid >= 16384),
         (select concat(count(*), ':', max(o.oid)) from pg_amop o where o.oid >= 16384)) as class_stamp
