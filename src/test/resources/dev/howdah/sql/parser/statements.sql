select 1

select

select all 1, 1.5, 1e10, .5, 'text', true, null, b'101', x'1FF', n'national'

select distinct city from shop.customers

select distinct on (customer_id) customer_id, id from orders order by customer_id, created_at desc nulls last

select c.*, c.name as "Full Name", count(*) over w from customers c window w as (partition by c.city order by c.id rows between 1 preceding and unbounded following exclude ties)

select sum(x) over (range between interval '1 day' preceding and current row), rank() over (order by y groups 2 preceding) from t

select count(distinct a), array_agg(b order by c desc), sum(d) filter (where e > 0), percentile_cont(0.5) within group (order by f) from t group by g having count(*) > 1

select a, b, sum(c) from t group by grouping sets ((a), (b), ()), rollup (a, b), cube (a, (b, c))

select a, grouping(a, b) from t group by distinct a, b

select * from a join b using (id) as j left join c on a.x = c.x right outer join d on true full join e using (id) cross join f natural join g

select * from only parent p (x, y), lateral (select p.x + 1) q, child *

select * from generate_series(1, 10) with ordinality as g (n, o), rows from (f(1), g(2) as (a int, b text)) with ordinality

select * from json_to_recordset('[]') as x (a int, b text collate "C", c numeric(10, 2)[])

select * from t tablesample bernoulli (10) repeatable (42) limit 10 offset 5

select * from t order by a using <, b desc nulls first fetch first 5 rows with ties

select * from t limit all offset 3 rows

select * from t for update of t skip locked for no key update nowait for share for key share

select * into temp table u from t

select a into unlogged v from t

values (1, 'a'), (2, default), (3, null)

table shop.customers

select 1 union select 2 union all select 3 intersect select 4 except all select 5 order by 1

(select 1 limit 1) union all (select 2 order by 1 offset 1)

with a as (select 1 as x), b (y) as materialized (select x from a), c as not materialized (select 2) select * from a, b, c

with recursive t (n) as (values (1) union all select n + 1 from t where n < 100) select sum(n) from t

with recursive g (id, link) as (select 1, 2 union all select e.id, e.link from g, e where g.link = e.id) search depth first by id, link set ord cycle id set is_cycle to 'Y' default 'N' using path select * from g

with d as (delete from t where x returning *) insert into u select * from d

select case when a then 1 when b then 2 else 3 end, case x when 1 then 'one' end

select coalesce(a, b), nullif(a, b), greatest(a, 1), least(b, 2)

select a between 1 and 2, b not between symmetric 3 and 4, c in (1, 2, 3), d not in (select 1), e = any (array[1, 2]), f <> all (select 2), g like 'a%' escape '!', h not ilike 'b_', i similar to 'c', j is distinct from k, l is not distinct from m

select a is null, b is not null, c is true, d is not true, e is false, f is unknown, g is not unknown, h isnull, i notnull, x is document, 'a' is normalized, 'b' is not nfkc normalized

select exists (select 1), (select 2), array (select 3), row (1, 2) = row (3, 4), (1, 2) < (3, 4), (a, b) overlaps (c, d), row (), row (1)

select not a and b or c, - 1, + 2, @ 3, ~ 4, !!5, a operator(pg_catalog.+) b, 5 % 2 ^ 3, a || b, a -> 'b' ->> 'c' #> '{d}', a @> b, a ? 'k', a ?| array['k']

select cast(a as int), b::numeric(10, 2)::text, int '1', interval '1' day, interval(3) '1 s', interval '1-2' year to month, timestamp with time zone '2020-01-01', time(3) without time zone '12:00', double precision '1', bit varying(5) '101', char varying '1', national character varying (5) 'x', dec(5) '1'

select '1'::int[], '2'::int[3][4], '3'::int array, '4'::int array[5], 'x'::"char", 'y'::pg_catalog.text, 'z'::my.typ%type

select a[1], b[1:2], c[:], d[1:][:2], (e).f, (g).*, (h[1]).i.j, array[[1, 2], [3, 4]], array[]::int[]

select current_date, current_time, current_time(3), current_timestamp, current_timestamp(2), localtime, localtime(1), localtimestamp, localtimestamp(0), current_role, current_user, session_user, system_user, user, current_catalog, current_schema

select extract(epoch from now()), position('a' in 'b'), substring('abc' from 1 for 2), substring('a' similar 'b' escape 'c'), overlay('a' placing 'b' from 1 for 2), trim(both 'x' from 'y'), trim(leading from 'z'), trim(trailing 'q'), treat(a as text), normalize('a', nfc), collation for ('x')

select now() at time zone 'UTC', x at time zone interval '1' hour, 'a' collate "de_DE", (now())::date + 1

select f(a => 1, b := 2), f(variadic array[1]), f(all x), f(distinct y order by z), g(1) filter (where true) over (), pg_catalog.lower('X'), h()

select xmlelement(name foo, xmlattributes(a as "b", c), 'x', y), xmlforest(a, b as c), xmlconcat(a, b), xmlparse(document '<a/>' preserve whitespace), xmlparse(content 'a'), xmlpi(name php, 'x'), xmlroot(x, version '1.0', standalone yes), xmlserialize(content x as text indent), xmlexists('//a' passing by ref doc)

select * from xmltable(xmlnamespaces('u' as n, default 'd'), '/r' passing by value doc columns id for ordinality, a int path '@a' default 1 not null, b text)

select json_object('a' : 1, 'b' value 2 null on null with unique keys returning jsonb), json_array(1, 2 absent on null), json_array(select 1), json_objectagg(k : v), json_arrayagg(x order by y returning text format json encoding utf8)

select a is json, b is not json object with unique keys, c is json array, d is json scalar

select json('1' with unique keys), json_scalar(1), json_serialize('1' returning bytea), json_exists(j, '$.a' passing 1 as x true on error), json_value(j, '$.a' returning int default 1 on empty null on error), json_query(j, '$' with conditional array wrapper omit quotes on scalar string empty array on empty)

select * from json_table(j, '$[*]' as root passing 1 as x columns (id for ordinality, a int path '$.a' default 1 on empty, b text format json exists path '$.b' error on error, nested path '$.c[*]' as n columns (d int)) error on error) as jt

select merge_action()

select $1, $2::text, $1 + $3

select U&'d\0061t\+000061', U&"d\0061t", U&'d!0061' uescape '!', E'a\n\x41\u00e9', $$dollar$$, $tag$a $$ b$tag$, 'a' 'b'

select 'a'
  'b'

select "Quoted ""name""", "schema"."table"."column" from "schema"."table"

select 0x1F, 0o17, 0b11, 1_000_000, 1_0.0_1

select '日本語', "été", 'emoji 🐘' from "naïve" -- ✓

select /* a /* nested */ comment */ 1 -- and a line

select 1;

;

;;select 1;;select 2;;

select 1; select 2; select 3

select a.b.c.d, d.s.t.*, t.*::text from d.s.t

explain select 1

explain (analyze, verbose, costs off, settings, buffers, wal, timing off, summary, format json, generic_plan) select 1

explain analyze verbose insert into t values (1)

insert into t default values

insert into t as x (a, b.c, d[1]) values (1, 2, 3), (default, null, default) returning *, a as b

insert into t (a) overriding system value select 1

insert into t overriding user value values (1)

insert into t (a) values (1) on conflict do nothing

insert into t (a) values (1) on conflict (a collate "C" text_ops, (lower(b)) asc nulls last) where c do update set a = excluded.a, (b, c) = (1, 2), (d, e) = (select 1, 2) where t.x returning t.*

insert into t (a) values (1) on conflict on constraint t_pkey do update set a = default

with w as (select 1) insert into t select * from w

update t set a = 1, b = default, c.d = 2, e[1] = 3 from u where t.id = u.id returning *

update only t * as x set (a, b) = row (1, 2), (c, d) = (select 3, 4)

with w as (select 1) update t set a = 1 where current of cur

delete from only t using u, v where t.id = u.id returning t.id

delete from t as x where current of c

merge into t using u on t.id = u.id when matched and u.x then update set a = u.a, b = default when matched then delete when not matched and u.y then insert (a, b) values (u.a, default) when not matched then do nothing

with w as (select 1) merge into only t as a using (select 1) as b on true when not matched by source then delete when not matched by target then insert default values returning merge_action(), a.*

merge into t using u on false when matched then do nothing when not matched then insert overriding system value values (1)

truncate t

truncate table only a, b.c * restart identity cascade

copy t from stdin

copy t (a, b) to '/tmp/x' with (format csv, header true, delimiter ',', null '', force_quote (a, b), force_not_null *, encoding 'UTF8')

copy (select 1) to program 'cat' csv header

copy t from program 'cat' with binary delimiter as '|' null as 'x' where a > 1

copy binary t to stdout

create table t ()

create table if not exists s.t (a int primary key, b text not null default 'x' check (b <> '') no inherit, c int unique nulls not distinct using index tablespace ts, d int references u (id) match full on delete cascade on update set null deferrable initially deferred, e int generated always as identity (start 1 increment by 2), f int generated by default as identity, g int generated always as (a * 2) stored, h text collate "C" compression pglz storage external, i int null constraint named check (i > 0) not valid, constraint pk primary key (a, b) include (c) with (fillfactor = 70), unique (a), check (a > 0) no inherit, foreign key (a, b) references u match simple on delete set default (a) on update restrict not deferrable, exclude using gist (a with =, b with && ) where (a > 1), like v including all excluding comments) inherits (w, x) with (fillfactor = 70, autovacuum_enabled) on commit drop tablespace ts

create temporary table t (a int) on commit delete rows

create local temp table t (a int) on commit preserve rows

create unlogged table t (a int) using heap without oids

create table t of typ (a with options primary key, b default 1)

create table t (a int) partition by range (a, (lower(b)) collate "C" text_ops)

create table p partition of t for values from (1, minvalue) to (maxvalue, 2)

create table p partition of t (a default 1) for values in (1, 'a', null) partition by list (a)

create table p partition of t for values with (modulus 4, remainder 1)

create table p partition of t default

create table t (a, b) as select 1, 2 with no data

create table if not exists t with (fillfactor = 10) on commit drop tablespace x as table u

create table t as execute p (1, 2)

create foreign table f (a int options (x 'y')) inherits (p) server s options (a 'b')

create foreign table f partition of t for values in (1) server s

import foreign schema s limit to (a, b) from server x into y options (a 'b')

create view v as select 1

create or replace temp recursive view s.v (a, b) with (security_barrier) as select 1, 2 with local check option

create materialized view if not exists m (a) using heap with (x = 1) tablespace t as select 1 with no data

refresh materialized view concurrently m with no data

create index on t (a)

create unique index concurrently if not exists i on only s.t using gin (a gin_ops (x = 1) asc nulls first, (lower(b)) collate "C" desc, f(c)) include (d) nulls not distinct with (fastupdate = off) tablespace t where a > 1

create sequence if not exists s as bigint increment by -1 minvalue 1 no maxvalue start with 5 restart cache 10 no cycle owned by t.a

alter sequence s restart with 10 owned by none

create schema if not exists s authorization current_user

create schema authorization r create table t (a int) create view v as select 1 grant select on t to public

create extension if not exists e with schema s version '1' cascade

alter extension e update to '2'

alter extension e add function f(int)

alter extension e drop cast (int as text)

create function f(a int, in b text default 'x', out c int, inout d int = 1, variadic e int[]) returns setof record language plpgsql immutable strict leakproof parallel safe cost 1 rows 2 security definer support g set search_path to a, b set work_mem from current as $$ begin end $$

create or replace function f() returns table (a int, b text) language sql begin atomic select 1; select 2; end

create function f(int) returns int return $1 + 1

create function f() returns trigger as 'lib', 'sym' language c window transform for type hstore called on null input

create procedure p(inout a int) language sql as 'select 1'

create aggregate a (int, order by text) (sfunc = f, stype = int, initcond = '0')

create aggregate a (basetype = int, sfunc = f, stype = int)

create or replace aggregate a (*) (sfunc = f, stype = int, parallel = safe)

create operator s.## (leftarg = int, rightarg = int, function = f, commutator = operator(s.##), hashes, merges)

create operator class c default for type int using btree family f as operator 1 <, operator 2 <= (int, int) for order by g, function 1 (int) h(int, int), storage text

create operator family f using gist

alter operator family f using btree add operator 1 < (int, int) for search, function 1 (int, int) g(int, int)

alter operator family f using btree drop operator 1 (int, int), function 1 (int)

alter operator + (int, none) set (restrict = none, join = f)

create type t

create type t as (a int, b text collate "C")

create type t as enum ('a', 'b')

create type t as range (subtype = int, multirange_type_name = m)

create type t (input = f, output = g, like = int, passedbyvalue)

alter type t add value if not exists 'c' before 'a'

alter type t rename value 'a' to 'b'

alter type t add attribute a int cascade, drop attribute if exists b, alter attribute c set data type text collate "C" restrict

alter type t rename attribute a to b cascade

alter type t set (storage = plain)

create domain d as int default 1 not null check (value > 0) constraint c null collate "C"

alter domain d set default 1

alter domain d drop not null

alter domain d add constraint c check (value > 1) not valid

alter domain d drop constraint if exists c cascade

alter domain d validate constraint c

create collation if not exists c (locale = 'de', provider = icu, deterministic = false)

create collation c from "de_DE"

create default conversion c for 'UTF8' to 'LATIN1' from f

create cast (int as text) with function f(int) as assignment

create cast (a as b) without function as implicit

create cast (a as b) with inout

create transform for int language sql (from sql with function f(internal), to sql with function g(internal))

create trusted procedural language l handler h inline i validator v

create trigger t before insert or update of a, b or delete or truncate on s.t referencing old table as o new table as n for each row when (old.a is distinct from new.a) execute function f('x', 1, a)

create or replace constraint trigger t after update on t from u deferrable initially deferred for each row execute procedure f()

create event trigger e on ddl_command_end when tag in ('a', 'b') and x in ('c') execute function f()

alter event trigger e enable replica

create rule r as on insert to t where new.a > 1 do instead (insert into u values (new.*); notify n)

create or replace rule "_RETURN" as on select to t do instead select 1

create rule r as on delete to t do also nothing

create policy p on t as restrictive for update to public, current_user using (a > 1) with check (b)

alter policy p on t to r using (true)

create role r with superuser nocreatedb login connection limit 5 password 'x' valid until '2030-01-01' in role a, b role c admin d sysid 5

create user u password null

create group g

alter role r set search_path to a, b

alter role all in database d reset all

alter user u with encrypted password 'x'

alter group g add user a, b

drop role if exists a, b

grant select (a, b), insert on table t, u to r, public with grant option granted by current_user

grant all privileges on all tables in schema s, x to r

grant usage on schema s, sequence q to r

grant execute on function f(int, out text), g to r

grant usage on foreign data wrapper w to r

grant a, b to c with admin option, inherit false, set true granted by d

revoke grant option for update on t from r cascade

revoke admin option for a from b

alter default privileges for role r in schema s grant select on tables to x with grant option

alter default privileges revoke all on functions from public cascade

alter table t add column if not exists a int not null, add b text, drop column if exists c cascade, drop d

alter table if exists only s.t * alter column a set default 1, alter b drop default, alter c set not null, alter d drop not null, alter e type text collate "C" using e::text, alter f set statistics 100, alter 3 set statistics 1, alter g set (n_distinct = 5), alter h reset (n_distinct), alter i set storage main, alter j set compression lz4, alter k drop expression if exists, alter l add generated always as identity, alter m set generated by default set start 5 restart, alter n drop identity if exists, alter o set expression as (a + 1)

alter table t add constraint c check (a) not valid, add primary key using index i deferrable, add unique (a), alter constraint c deferrable initially deferred, validate constraint c, drop constraint if exists c restrict

alter table t disable trigger all, enable trigger user, enable always trigger x, enable replica rule r, disable rule q, cluster on i, set without cluster, set logged, set unlogged, set without oids, set tablespace ts, set access method heap, set (fillfactor = 10), reset (fillfactor), inherit p, no inherit p, of typ, not of, owner to session_user, replica identity full, replica identity using index i, enable row level security, force row level security, no force row level security, disable row level security

alter table t attach partition p for values in (1)

alter table t detach partition p concurrently

alter table t detach partition p finalize

alter table t rename column a to b

alter table t rename constraint a to b

alter table if exists t rename to u

alter table t set schema s

alter table all in tablespace a owned by r set tablespace b nowait

alter index i attach partition j

alter index i alter column 1 set statistics 5

alter view v alter column a set default 1

alter materialized view m set (x = 1)

alter foreign table f options (add a 'b', set c 'd', drop e)

alter function f(int) immutable called on null input rename to g

alter function f(int) stable strict security invoker reset all

alter procedure p owner to current_role

alter routine r(int) depends on extension e

alter function f no depends on extension e

alter trigger t on s.t rename to u

alter trigger t on u no depends on extension e

alter database d set x to on

alter database d with allow_connections true connection limit 5 is_template false

alter database d refresh collation version

alter database d set tablespace t

create database d with owner = r template = template0 encoding 'UTF8' lc_collate = 'C' connection limit = -1

drop database if exists d with (force)

create tablespace t owner r location '/x' with (random_page_cost = 1)

alter tablespace t set (seq_page_cost = 1)

drop tablespace if exists t

alter system set x = 'y'

alter system reset all

alter large object 5 owner to r

alter language l rename to m

alter collation c refresh version

alter text search configuration c add mapping for a, b with d, e

alter text search configuration c alter mapping for a replace b with d

alter text search configuration c alter mapping replace a with b

alter text search configuration c drop mapping if exists for a

alter text search dictionary d (x = 1, y)

create text search parser p (start = a, gettoken = b)

create text search dictionary d (template = simple)

create text search template t (lexize = a)

create text search configuration c (copy = pg_catalog.english)

create server if not exists s type 'a' version 'b' foreign data wrapper w options (x 'y')

alter server s version '2' options (set x 'z')

create foreign data wrapper w handler h no validator options (a 'b')

alter foreign data wrapper w no handler options (drop a)

create user mapping if not exists for current_user server s options (user 'x')

alter user mapping for public server s options (set a 'b')

drop user mapping if exists for r server s

create access method a type index handler h

create publication p for all tables with (publish = 'insert')

create publication p for table only t (a, b) where (a > 1), u, tables in schema s, current_schema

alter publication p add table t

alter publication p set (publish = 'update')

alter publication p drop tables in schema s

create subscription s connection 'x' publication a, b with (enabled = false)

alter subscription s refresh publication with (copy_data = false)

alter subscription s add publication p

alter subscription s skip (lsn = none)

alter subscription s enable

alter subscription s connection 'y'

drop subscription if exists s cascade

create statistics if not exists s.x (ndistinct, mcv) on a, (b + 1) from t

create statistics on a, b from t

alter statistics if exists s set statistics 5

comment on table t is 'x'

comment on column s.t.a is null

comment on constraint c on domain d is 'x'

comment on function f(int) is 'x'

comment on operator + (int, none) is 'x'

comment on trigger t on u is 'x'

comment on cast (a as b) is 'x'

comment on large object 5 is 'x'

comment on operator class c using btree is 'x'

comment on transform for int language l is 'x'

security label for p on table t is 'x'

security label on role r is null

drop table if exists a, b.c cascade

drop index concurrently i

drop function if exists f(int, variadic text[]), g restrict

drop aggregate a(int), b(*)

drop operator + (int, int), s.- (none, int)

drop type a, b

drop domain d cascade

drop trigger if exists t on s.u cascade

drop rule r on t

drop policy p on t

drop cast if exists (a as b)

drop operator class c using btree

drop operator family f using btree

drop transform if exists for int language l

drop schema a, b

drop extension e

drop owned by a, current_user cascade

reassign owned by a, b to session_user

drop access method a

drop language l

drop event trigger e

drop text search configuration c

drop view a, b

drop materialized view m

drop foreign table f

drop statistics s

drop publication p

drop server s

drop routine r

begin

begin isolation level serializable, read only, deferrable

start transaction read write not deferrable

commit and chain

end work

rollback and no chain

abort transaction

savepoint s

release savepoint s

rollback to savepoint s

prepare transaction 'x'

commit prepared 'x'

rollback prepared 'x'

set x to 1, 'a', on, default_value

set local x = default

set session x.y to 'z'

set time zone 'UTC'

set time zone interval '1' hour to minute

set time zone local

set transaction isolation level read committed read only

set transaction snapshot 'x'

set session characteristics as transaction read only

set role none

set session authorization default

set session authorization 'r'

set names 'UTF8'

set schema 's'

set xml option document

set x from current

set constraints all deferred

set constraints a, s.b immediate

reset x

reset all

reset session authorization

reset transaction isolation level

show x

show all

show time zone

show transaction isolation level

show session authorization

discard all

discard plans

discard sequences

discard temp

listen c

unlisten *

notify c, 'payload'

load 'x'

lock table only a, b in access exclusive mode nowait

lock t

vacuum

vacuum full freeze verbose analyze t (a, b), u

vacuum (full, index_cleanup off, parallel 2) t

analyze

analyze (verbose) t (a)

cluster verbose t using i

cluster

reindex (verbose) table concurrently t

reindex system d

reindex schema s

checkpoint

prepare p (int, text) as select $1, $2

prepare p as insert into t values ($1)

execute p (1, 'a')

deallocate prepare p

deallocate all

declare c binary insensitive no scroll cursor with hold for select 1

declare c scroll cursor without hold for values (1)

fetch next from c

fetch absolute -5 in c

fetch backward all from c

move forward 10 from c

fetch all c

close c

close all

do $$ begin end $$

do language plpgsql 'begin end'

call p(1, a => 2)

call s.p()

select from t where

select * form t

select 'unterminated

select "unterminated

select /* unterminated

select $$unterminated

select 1 1

select (1

select 1)

selec 1

insert into

create table

delete t

update t a = 1

"

'

''

select E'\'

select ''''

select u&'\zzzz'

select 1e

select 'a' || e'\u0000'
