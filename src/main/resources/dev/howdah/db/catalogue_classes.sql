-- Operator classes that run functions which did not come with the server: for their support, or as the
-- operators that an index answers.
-- Columns: method, name, type, standard, functions. PostgreSQL 15.
select m.amname as method,
       c.opcname as name,
       c.opcintype as type,
       c.opcdefault as standard,
       own.functions
from pg_opclass c
join pg_am m on m.oid = c.opcmethod
cross join lateral (
  select array(
    select f.oid::text
    from (
      select p.amproc::oid as oid
      from pg_amproc p
      where p.amprocfamily = c.opcfamily
        and c.opcintype in (p.amproclefttype, p.amprocrighttype)
      union
      select o.oprcode::oid
      from pg_amop a
      join pg_operator o on o.oid = a.amopopr
      where a.amopfamily = c.opcfamily
        and c.opcintype in (a.amoplefttype, a.amoprighttype)
    ) f
    where f.oid >= 16384
    order by 1) as functions
) own
where own.functions <> '{}'
order by c.oid
