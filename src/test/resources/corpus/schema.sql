-- A shop with traps, made by the owner of the database. ${one} to ${four} are the secrets.

-- What nobody is to see: users.password and users.ssn, accounts.iban, all of vault, the schema hidden.
create table users (
  id integer primary key,
  name text not null,
  email text unique,
  password text not null,
  ssn text,
  active boolean not null default true
);
insert into users (id, name, email, password, ssn, active) values
  (1, 'ada', 'ada@example.com', '${one}', '${two}', true),
  (2, 'bob', 'bob@example.com', '${two}', '${three}', true),
  (3, 'eve', 'eve@example.com', '${three}', nullif('${three}', 'S3CR3T-charlie-333'), false);
create index users_password on users (password);
create index users_lower_ssn on users (lower(ssn));
create table users_archive (archived date default '2026-01-01') inherits (users);
insert into users_archive (id, name, email, password, ssn) values
  (4, 'old', 'old@example.com', '${four}', '${one}');

create table accounts (
  id integer not null,
  region text not null,
  owner_id integer not null,
  balance numeric(12, 2) not null default 0,
  iban text not null
) partition by list (region);
create table accounts_eu partition of accounts for values in ('eu');
create table accounts_us partition of accounts for values in ('us');
insert into accounts values
  (1, 'eu', 1, 100.00, '${one}'), (2, 'eu', 2, 50.50, '${three}'), (3, 'us', 3, 7.25, '${two}');

create table vault (id integer primary key, label text, secret text not null);
insert into vault select ${first}, 'first', '${one}' union all select ${first} + 1, 'second', '${two}';
insert into vault select 100 + i, 'filler', '${four}' from generate_series(1, ${count}) i;

create schema hidden;
create table hidden.plans (id integer primary key, title text);
insert into hidden.plans select i, '${three}' || i from generate_series(1, ${count}) i;

create table logins (user_id integer, password text, at timestamptz default '2026-01-01 00:00+00');
insert into logins (user_id, password) values (1, 'guess'), (2, 'S3CR3T-alpha-1'), (3, 'S3CR3T-bravo-22');

-- Views and copies that show what they should not.
create view people as select id, name, password as word from users;
create view people_again as select id, name, word from people where id > 0;
create view people_safe as select id, name, email from users;
create view people_sorted as select id, name from users order by password;
create view people_picked as select id, name from users where password < 'S3CR3T-b';
create view vault_labels as select id, label from vault;
create materialized view people_kept as select id, name, password, length(ssn) as size from users;
create materialized view vault_kept as select count(*) as rows, max(secret) as last from vault;
create view rules_apply as select id, name from users;
create rule rules_apply_insert as on insert to rules_apply do instead
  insert into users (id, name, password) values (new.id, new.name, 'none');
create function people_of(integer) returns setof users language sql stable as
  'select * from users where id >= $1';
create function password_of(integer) returns text language sql stable as
  'select password from users where id = $1';
create function password_of_atomic(n integer) returns text language sql stable
  return (select password from users where id = n);
create function password_by_definer(integer) returns text
  language sql stable security definer as 'select password from users where id = $1';
create function password_by_plpgsql(integer) returns text language plpgsql stable as
  $$ begin return (select password from users where id = $1); end $$;
create function users_in_table() returns table (id integer, word text) language sql stable as
  'select id, password from users';
create function first_secret() returns text language sql immutable as
  'select secret from public.vault order by id limit 1';

-- An ordinary shop, for what is harmless.
create type mood as enum ('calm', 'busy', 'angry');
create type pair as (a integer, b text);
create domain positive as integer check (value > 0);
create table customers (
  id integer primary key,
  name text not null,
  city text,
  credit numeric(10, 2),
  created timestamptz not null default '2026-01-01 00:00+00',
  feeling mood default 'calm',
  "update" integer,
  "delete" text,
  "Mixed Case" text
);
insert into customers (id, name, city, credit, feeling, "update", "delete", "Mixed Case") values
  (1, 'Anna', 'Lisbon', 100.50, 'calm', 1, 'no', 'A'),
  (2, 'Böb; drop', 'Paris', 20.00, 'busy', 2, 'yes', 'B'),
  (3, 'O''Hara -- x', null, null, 'angry', 3, null, 'C'),
  (4, '日本 /* y', 'Paris', 7.25, 'calm', 4, 'no', null);
create table orders (
  id integer primary key,
  customer_id integer references customers,
  placed date not null,
  total numeric(10, 2) not null,
  status text not null default 'new',
  tags text[] not null default '{}',
  meta jsonb not null default '{}',
  period daterange,
  doc tsvector,
  parent integer references orders
);
insert into orders
  select i, 1 + i % 4, date '2026-01-01' + i, i * 10.5,
    (array['new', 'paid', 'sent'])[1 + i % 3],
    case when i % 2 = 0 then array['a', 'b'] else array['c'] end,
    jsonb_build_object('n', i, 'gift', i % 2 = 0, 'lines', jsonb_build_array(i, i + 1)),
    daterange(date '2026-01-01' + i, date '2026-01-08' + i),
    to_tsvector('simple', 'order number ' || i || ' of many'),
    nullif(i / 2, 0)
  from generate_series(1, 20) i;
create index orders_placed on orders using brin (placed);
create index orders_doc on orders using gin (doc);
create table "select" (id integer, "from" text, "where" text, "order" integer);
insert into "select" values (1, 'a', 'b', 3);
create table audit (id serial primary key, note text);
insert into audit (note) values ('first'), ('second');
create sequence tickets;
select nextval('tickets');
create view cities as select city, count(*) as people from customers group by city;
create materialized view totals as select customer_id, sum(total) as total from orders group by 1;
create function label(customers) returns text language sql stable as
  $$ select $1.name || ' of ' || coalesce($1.city, '?') $$;
create function twice(n integer) returns integer language sql immutable as 'select n * 2';
create function twice_atomic(n integer default 21) returns integer language sql immutable
  return n * 2;
create function joined(variadic words text[]) returns text language sql immutable as
  $$ select array_to_string(words, '-') $$;
create function orders_of(integer) returns setof orders language sql stable as
  'select * from orders where customer_id = $1';

-- Functions that do something, and everything that can call them without saying so.
create function touch(integer) returns integer language plpgsql volatile as
  $$ begin perform set_config('corpus.touched', $1::text, false); return $1; end $$;
create function touch_text(text) returns text language plpgsql volatile as
  $$ begin perform set_config('corpus.touched', $1, false); return $1; end $$;
create function touch_stable(integer) returns integer language plpgsql stable as
  $$ begin perform set_config('corpus.touched', $1::text, false); return $1; end $$;
create function touch_immutable(integer) returns integer language plpgsql immutable as
  $$ begin perform set_config('corpus.touched', $1::text, false); return $1; end $$;
create function touch_default(a integer default touch(1)) returns integer language sql immutable as
  'select 1';
create function touch_sql(integer) returns integer language sql volatile as 'select touch($1)';
create function touch_nested(integer) returns integer language sql immutable as
  'select touch_sql($1)';
create function touch_variadic(variadic integer[]) returns integer language plpgsql as
  $$ begin return touch($1[1]); end $$;
create function touch_rows() returns setof integer language plpgsql as
  $$ begin return next touch(1); end $$;
create function touch_definer(integer) returns integer language plpgsql security definer as
  $$ begin return touch($1); end $$;
create function write_audit(text) returns integer language sql as
  'insert into audit (note) values ($1) returning id';
create function run_text(text) returns text language plpgsql stable as
  $$ declare r text; begin execute $1 into r; return r; end $$;
create procedure touch_procedure() language plpgsql as $$ begin perform touch(1); end $$;
create function rowfn(customers) returns text language plpgsql volatile as
  $$ begin perform touch(1); return $1.name; end $$;
create function touch_two(integer, integer) returns integer language plpgsql as
  $$ begin return touch($1 + $2); end $$;
create function touch_bool(integer, integer) returns boolean language plpgsql as
  $$ begin return touch($1) < $2; end $$;
create operator ### (leftarg = integer, rightarg = integer, function = touch_two);
create operator !## (rightarg = integer, function = touch);
create operator <## (leftarg = integer, rightarg = integer, function = touch_bool,
  commutator = ##>);
create operator ##> (leftarg = integer, rightarg = integer, function = touch_bool,
  commutator = <##);
create function touch_compare(integer, integer) returns integer language plpgsql immutable as
  $$ begin perform set_config('corpus.touched', 'sort', false); return $1 - $2; end $$;
create domain touchy_int as integer check (touch(value) is not null);
create domain touchy_sql as text check (touch_text(value) is not null);
create domain touchy_over as touchy_int;
create domain touchy_array as integer[] check (touch(1) is not null);
create type touchy_pair as (a touchy_int, b text);
create type colour as enum ('red', 'green');
create function touch_cast(colour) returns integer language plpgsql as
  $$ begin return touch(7); end $$;
create cast (colour as integer) with function touch_cast(colour);
create function touch_cast_implicit(integer) returns colour language plpgsql as
  $$ begin perform touch(8); return 'red'; end $$;
create cast (integer as colour) with function touch_cast_implicit(integer) as implicit;
create type shade as enum ('light', 'dark');
create table shades (id integer primary key, tone shade);
insert into shades values (1, 'dark');
create function touch_shade_json(shade) returns json language plpgsql as
  $$ begin return to_json(touch(5)); end $$;
create cast (shade as json) with function touch_shade_json(shade);
create function touch_shade_text(shade) returns text language plpgsql as
  $$ begin return touch(6)::text; end $$;
create cast (shade as text) with function touch_shade_text(shade);
create type painted as (tones shade[]);
create domain deep_shade as shade;
create aggregate glued(shade) (sfunc = textanycat, stype = text, initcond = '');
create operator #> (rightarg = anyelement, function = to_jsonb);
create function any_json(anyelement) returns json language sql as 'select to_json($1)';
create view shades_said as select id, tone || '!' as said from shades;
create view shades_quoted as select quote_literal(tone) as said from shades;
create view shades_as_json as select row_to_json(s) as said from shades s;
create view shades_together as select json_agg(array[row(id, tone)]) as said from shades;
create view shades_selected as select to_json((select max(tone) from shades)) as said;
create table shades_guarded (id integer, tone shade);
insert into shades_guarded values (1, 'dark');
create policy said on shades_guarded using (to_jsonb(tone) is not null);
alter table shades_guarded enable row level security;
create domain said_shade as shade check (quote_nullable(value) <> '');
create type hue as enum ('warm', 'cold');
create function hue_json(hue) returns json language sql immutable as
  $$ select json_build_object('hue', $1::text) $$;
create cast (hue as json) with function hue_json(hue);
create table hues (id integer primary key, tone hue, tones hue[]);
insert into hues values (1, 'warm', '{warm,cold}');
create view hues_said as
  select h.id, tone || '!' as said, row_to_json(h) as entire, json_agg(tones) as list
  from hues h group by h.id;
create function wants_colour(colour) returns text language sql immutable as 'select $1::text';
create function touch_step(integer, integer) returns integer language plpgsql as
  $$ begin return touch(coalesce($1, 0) + coalesce($2, 0)); end $$;
create aggregate touch_sum(integer) (sfunc = touch_step, stype = integer, initcond = '0');
create function touch_final(integer) returns integer language plpgsql as
  $$ begin return touch($1); end $$;
create aggregate touch_final_sum(integer)
  (sfunc = int4pl, stype = integer, initcond = '0', finalfunc = touch_final);
create function touch_ordered_step(integer, integer) returns integer language plpgsql as
  $$ begin return touch(coalesce($2, 0)); end $$;
create aggregate touch_ordered(order by integer) (sfunc = touch_ordered_step, stype = integer);
create function touch_moving(integer, integer) returns integer language plpgsql as
  $$ begin return touch(1); end $$;
create aggregate touch_window(integer) (sfunc = int4pl, stype = integer, initcond = '0',
  msfunc = touch_moving, minvfunc = touch_moving, mstype = integer, minitcond = '0');
create function touch_diff(integer, integer) returns double precision
  language plpgsql immutable as
  $$ begin perform set_config('corpus.touched', 'diff', false); return $1 - $2; end $$;
create type touchy_range as range (subtype = integer, subtype_diff = touch_diff);
create function touchy_canonical_bounds(integer) returns touchy_range language sql immutable as
  $$ select touchy_range(1, $1) $$;
create table populated (a integer, d touchy_int);
insert into populated values (1, 1);
create function gives_domain() returns touchy_int language sql as 'select 7';
create function gives_domain_at_once() returns touchy_int language sql return 7;
create function gives_domain_rows() returns table (a touchy_int, b text) language sql as
  $$ select 7, 'x' $$;
create function gives_populated() returns populated language sql as 'select 1, 7';
create function gives_colour() returns colour language sql as 'select 7';
create function gives_step(touchy_int, integer) returns touchy_int language sql as 'select $2';
create aggregate gives_sum(integer) (sfunc = gives_step, stype = touchy_int);
create table planned (a integer, b integer);
create index on planned ((a + touch_compare(1, 1)));
create table planned_in_part (a integer, b integer);
create index on planned_in_part (a) where b > touch_compare(1, 1);
create table planned_by_statistics (a integer, b integer);
create statistics of_planned on (a + touch_compare(1, 1)), b from planned_by_statistics;
create table planned_by_parts (a integer) partition by range ((a + touch_compare(1, 1)));
create table planned_by_check (a integer, check (a > touch_compare(1, 1)));
create view touching as select id, touch(id) as touched from customers;
create view touching_operator as select id, id ### 1 as touched from customers;
create view touching_domain as select id::touchy_int as touched from customers;
create view touching_where as select id from customers where touch(id) > 0;
create view touching_again as select id from touching_where;
create view files as select pg_read_file('PG_VERSION') as content where false;
create view sleeping as select pg_sleep(0)::text as nothing;
create view from_text as select query_to_xml('select 1', true, false, '') as x;
create table guarded (id integer primary key, owner text);
insert into guarded values (1, 'ada'), (2, 'bob');
alter table guarded enable row level security;
create policy guarded_rows on guarded using (touch(id) > 0);
alter table guarded force row level security;
create table generated (a integer, b integer generated always as (a * 2) stored);
insert into generated (a) values (1), (2);
create function note_write() returns trigger language plpgsql as
  $$ begin perform touch(99); return new; end $$;
create trigger audit_written before insert on audit for each row execute function note_write();
create function unstable_check(integer) returns boolean language plpgsql as
  $$ begin return touch($1) > 0; end $$;
create table checked (id integer check (unstable_check(id)));

-- Names that look like PostgreSQL's own, where a careless search_path finds them first.
create function lower(integer) returns text language plpgsql as
  $$ begin return touch($1)::text; end $$;
create function upper(varchar) returns text language plpgsql as
  $$ begin return touch_text($1); end $$;
create function length(customers) returns integer language plpgsql as
  $$ begin return touch(1); end $$;
create function abs(smallint, integer) returns integer language plpgsql as
  $$ begin return touch($2); end $$;
create function now(integer) returns timestamptz language plpgsql as
  $$ begin perform touch($1); return pg_catalog.now(); end $$;
create function sum_of(integer) returns integer language sql as 'select touch($1)';
create function touch_colours(colour, colour) returns integer language plpgsql as
  $$ begin return touch(3); end $$;
create operator + (leftarg = colour, rightarg = colour, function = touch_colours);
create function touch_varchar_eq(varchar, varchar) returns boolean language plpgsql as
  $$ begin perform touch(4); return true; end $$;
create schema tools;
create operator tools.= (leftarg = varchar, rightarg = varchar, function = touch_varchar_eq);
create function tools.lower(text) returns text language plpgsql as
  $$ begin return touch_text($1); end $$;
create table tools.pg_class (relname text);
create view tools.pg_user as select touch(1) as usename;
create table pg_tables_copy (tablename text);
alter table users add column badge integer generated always as (length(password)) stored;
analyze;
create sequence vault_numbers owned by vault.id;
select setval('vault_numbers', 4${count});
