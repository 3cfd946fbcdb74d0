-- When the row was logged that is so many rows before the latest ones; no row when there are fewer.
-- Parameters: since_seconds, since_at, after_created and after_id (null: all), rows.
-- Columns: created.
select to_jsonb(far.created) #>> '{}' as created
from (
  select l.created
  from {log} l
  where ((cast(:since_at as text) is null and cast(:since_seconds as double precision) is null)
         or l.created > coalesce(
              cast(cast(:since_at as text) as timestamptz),
              now() - make_interval(secs => cast(:since_seconds as double precision))))
    and (cast(:after_created as text) is null
         or (l.created <= cast(cast(:after_created as text) as timestamptz)
             and (l.created < cast(cast(:after_created as text) as timestamptz)
                  or l.id < cast(:after_id as bigint))))
  order by l.created desc
  limit 1
  offset cast(:rows as integer)
) far
