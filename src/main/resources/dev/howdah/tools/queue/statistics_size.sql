-- How large the statistics and the log are.
-- Parameters: statistics, log (quoted names).
-- Columns: statistics_bytes, log_bytes (of the rows alone).
select pg_relation_size(cast(cast(:statistics as text) as regclass)) as statistics_bytes,
       pg_relation_size(cast(cast(:log as text) as regclass)) as log_bytes
