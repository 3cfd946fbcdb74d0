-- How far back failures are searched: when the row was logged that is so many rows before the latest
-- ones, or so many failures. NULL when there are fewer.
-- Parameters: include_retries (rows count), entrypoint (not null: failures count), statuses (an array
--   of those that mean a failure), since_seconds, since_at, after_created and after_id (null: all),
--   rows, failures.
-- Columns: created.
select to_jsonb(
         greatest(
           case
             when cast(:include_retries as boolean)
               then (select l.created
                     from {log} l
                     where ((cast(:since_at as text) is null
                             and cast(:since_seconds as double precision) is null)
                            or l.created > coalesce(
                                 cast(cast(:since_at as text) as timestamptz),
                                 now()
                                   - make_interval(
                                       secs => cast(:since_seconds as double precision))))
                       and (cast(:after_created as text) is null
                            or (l.created <= cast(cast(:after_created as text) as timestamptz)
                                and (l.created
                                       < cast(cast(:after_created as text) as timestamptz)
                                     or l.id < cast(:after_id as bigint))))
                     order by l.created desc
                     limit 1
                     offset cast(:rows as integer))
           end,
           case
             when cast(:entrypoint as text) is not null
               then (select l.created
                     from {log} l
                     where l.status = any (cast(cast(:statuses as text) as {log_status}[]))
                       and ((cast(:since_at as text) is null
                             and cast(:since_seconds as double precision) is null)
                            or l.created > coalesce(
                                 cast(cast(:since_at as text) as timestamptz),
                                 now()
                                   - make_interval(
                                       secs => cast(:since_seconds as double precision))))
                       and (cast(:after_created as text) is null
                            or (l.created <= cast(cast(:after_created as text) as timestamptz)
                                and (l.created
                                       < cast(cast(:after_created as text) as timestamptz)
                                     or l.id < cast(:after_id as bigint))))
                     order by l.created desc
                     limit 1
                     offset cast(:failures as integer))
           end))
         #>> '{}' as created
