-- What the roles own in this database, and the database itself.
-- Parameters: holders, most, as in posture_grants.sql.
-- Columns: owner_id, owner (as SQL), objects (the first, in words), total, heir (as SQL): who
--   should own them instead, the database's owner or else the first superuser.
select cast(d.refobjid as bigint) as owner_id,
       quote_ident(pg_get_userbyid(d.refobjid)) as owner,
       (array_agg(w.words order by w.words))[1 : cast(:most as integer)] as objects,
       count(*) as total,
       (select quote_ident(pg_get_userbyid(
                 case when b.datdba = any(cast(:holders as oid[])) then 10 else b.datdba end))
        from pg_catalog.pg_database b
        where b.datname = current_database()) as heir
from pg_catalog.pg_shdepend d
cross join lateral (select pg_describe_object(d.classid, d.objid, d.objsubid) as words) w
where d.refclassid = cast('pg_authid' as regclass)
  and d.refobjid = any(cast(:holders as oid[]))
  and d.deptype = 'o'
  and (d.dbid = (select b.oid from pg_catalog.pg_database b where b.datname = current_database())
       or (d.classid = cast('pg_database' as regclass)
           and d.objid = (select b.oid from pg_catalog.pg_database b
                          where b.datname = current_database())))
  and w.words is not null
group by d.refobjid
order by owner
