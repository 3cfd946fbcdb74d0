-- Columns: server_version, path (the schemas that are searched, in order).
select current_setting('server_version_num')::integer as server_version,
       array(
         select s.name::text
         from unnest(current_schemas(true)) with ordinality as s (name, at)
         where s.name not like 'pg\_temp\_%'
         order by s.at) as path
