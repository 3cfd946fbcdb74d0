-- The server, and the session with it as the server sees it.
-- Columns: those of Checkup.Server.
select cast(current_setting('server_version_num') as integer) as version_number,
       current_setting('server_version') as version,
       current_setting('server_encoding') as encoding,
       pg_is_in_recovery() as standby,
       inet_server_addr() is null as local,
       coalesce(s.ssl, false) as tls,
       s.version as tls_version,
       -- Set for this transaction where the platform can do it.
       coalesce(current_setting('client_connection_check_interval', true), '0') <> '0'
         as watches_client,
       -- Set for this transaction where the role may.
       current_setting('temp_file_limit') as temp_files,
       pg_backend_pid() as backend_pid,
       array(select e.extname || ' ' || e.extversion
             from pg_catalog.pg_extension e
             where e.extname = any(w.names)
             order by e.extname) as installed,
       array(select a.name
             from pg_catalog.pg_available_extensions a
             where a.name = any(w.names)
               and a.installed_version is null
             order by a.name) as available
from (select array['vector', 'vectorscale', 'pg_trgm', 'pg_stat_statements', 'hypopg', 'postgis',
                   'pgstattuple', 'fuzzystrmatch', 'unaccent', 'timescaledb', 'citus'] as names) w
left join pg_catalog.pg_stat_ssl s on s.pid = pg_backend_pid()
