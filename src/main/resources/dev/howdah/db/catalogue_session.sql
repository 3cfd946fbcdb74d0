-- Columns: server_version, path (the schemas that are searched, in order).
select current_setting('server_version_num')::integer as server_version,
       array(
         select s.name
         from unnest(cast(current_setting('howdah.path') as text[])) with ordinality as s (name, at)
         where s.name not like 'pg\_temp\_%'
         order by s.at) as path
