-- The user that logged in, first, and every role that it is a member of, directly or not, whether
-- or not it inherits: SET ROLE, or a grant to itself, is never far.
-- Columns: id, name (as SQL), plain_name, own (whether it is the user itself), the attributes,
--   through (the direct memberships that lead there, as SQL), revocations (what ends those).
with recursive reach (id, direct) as (
  select r.oid, cast(null as oid)
  from pg_catalog.pg_roles r
  where r.rolname = session_user
  union
  select m.roleid, coalesce(reach.direct, m.roleid)
  from reach
  join pg_catalog.pg_auth_members m on m.member = reach.id
)
select cast(r.oid as bigint) as id,
       quote_ident(r.rolname) as name,
       r.rolname as plain_name,
       r.rolname = session_user as own,
       r.rolsuper as superuser,
       r.rolbypassrls as bypass_rls,
       r.rolcreaterole as create_role,
       r.rolcreatedb as create_db,
       r.rolreplication as replication,
       array(select distinct quote_ident(d.rolname)
             from reach
             join pg_catalog.pg_roles d on d.oid = reach.direct
             where reach.id = r.oid
             order by 1) as through,
       -- Since 16 a membership belongs to whoever granted it; 10 is the first superuser, whose
       -- grants any superuser revokes.
       array(select distinct
                    format('revoke %I from %I', d.rolname, session_user)
                    || case
                         when current_setting('server_version_num') >= '160000' and m.grantor <> 10
                         then format(' granted by %I', pg_get_userbyid(m.grantor))
                         else ''
                       end
                    || ';'
             from reach
             join pg_catalog.pg_roles d on d.oid = reach.direct
             join pg_catalog.pg_auth_members m on m.roleid = reach.direct
             join pg_catalog.pg_roles own on own.oid = m.member and own.rolname = session_user
             where reach.id = r.oid
             order by 1) as revocations
from pg_catalog.pg_roles r
where r.oid in (select reach.id from reach)
order by own desc, name
