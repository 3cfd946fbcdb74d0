-- Server parameters that a role was allowed to change; PostgreSQL 15 and newer.
-- Parameters and columns: as in posture_grants.sql.
select 'parameter' as kind,
       'parameter' as type,
       case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
         as grantee,
       a.grantee = 0 as everyone,
       quote_ident(pg_get_userbyid(nullif(a.grantor, 10))) as grantor,
       a.privilege_type as privileges,
       (array_agg(p.parname order by p.parname))[1 : cast(:most as integer)] as objects,
       count(*) as total
from pg_catalog.pg_parameter_acl p
cross join lateral aclexplode(p.paracl) a
where a.grantee = any(cast(:holders as oid[]))
  and a.grantee <> 10
group by a.grantee, a.grantor, a.privilege_type
order by everyone, grantee, grantor, privileges
