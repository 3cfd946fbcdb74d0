-- What rules close and everything that could name it: the tables vault and vault_part, the columns
-- users.ssn, users."odd""one" and coded.cipher, and the schema attic. None of these words may be told.
create schema shop;
create schema attic;
create table attic.trunk (trunk_id integer primary key, ssn text);
create table shop.vault (vault_id integer primary key, gold integer);
create sequence shop.vault_numbers owned by shop.vault.gold;
create table shop.users (
  id integer primary key,
  name text not null,
  ssn text unique,
  "odd""one" text,
  loud text generated always as (upper(ssn)) stored,
  ticket bigint default nextval('shop.vault_numbers'),
  number serial,
  v integer references shop.vault,
  t integer references attic.trunk,
  constraint users_plain check (id > 0),
  constraint users_c1 check (length(ssn) > 3),
  constraint users_c2 check ("odd""one" <> ''),
  constraint users_x1 exclude using btree (name with =) where (ssn is not null)
);
comment on table shop.users is 'People, but for those in shop.vault';
comment on column shop.users.name is 'Not the ssn';
comment on column shop.users.id is 'What orders name';
create index users_i1 on shop.users (ssn);
create index users_i2 on shop.users (lower("odd""one"));
create index users_i3 on shop.users (name) include (ssn);
create index users_i4 on shop.users (name) where ssn is not null;
create index users_name on shop.users (lower(name), id);
comment on index shop.users_name is 'Instead of the one on ssn';
create function shop.note() returns trigger language plpgsql as 'begin return new; end';
create trigger users_t1 before update of ssn on shop.users for each row execute function shop.note();
create trigger users_t2 before update on shop.users for each row
  when (old."odd""one" is distinct from new."odd""one") execute function shop.note();
create trigger users_t3 before update on shop.users for each row execute function shop.note('ssn');
create constraint trigger users_t4 after insert on shop.users from shop.vault
  for each row execute function shop.note();
create trigger users_plain before insert on shop.users for each row execute function shop.note();
alter table shop.users enable row level security;
create policy users_p1 on shop.users for select using (ssn is not null);
create policy users_p2 on shop.users for update
  using (exists (select from shop.vault where gold = id)) with check (true);
create policy users_p3 on shop.users for insert
  with check (exists (select from attic.trunk where trunk_id = id));
create policy users_plain on shop.users for delete using (id > 10);

create table shop.users_old (left_at date) inherits (shop.users);
create index users_old_i1 on shop.users_old (ssn);
create table shop.vault_child (extra integer) inherits (shop.vault);
create table shop.below (extra integer) inherits (shop.vault);

create table shop.coded (part text, cipher text, primary key (part, cipher)) partition by list (cipher);
create table shop.coded_a partition of shop.coded for values in ('bounds of the vault');
create table shop.mixed (part text) partition by list (part);
create table shop.mixed_open partition of shop.mixed for values in ('open');
create table shop.vault_part partition of shop.mixed for values in ('gold');
create table shop.points (
  id integer primary key,
  part text,
  code text,
  user_id integer references shop.users,
  constraint points_code foreign key (part, code) references shop.coded
);
create table shop.into_vault (id integer primary key, gold_id integer references shop.vault);
alter table shop.vault add constraint vault_user foreign key (gold) references shop.users;

create view shop.people as select id, name from shop.users;
create view shop.people_ssn as select id, ssn as word from shop.users;
create view shop.people_where as select id, name from shop.users where ssn is not null;
create view shop.people_again as select id from shop.people_ssn;
create view shop.people_rows as select id, to_jsonb(u) as everything from shop.users u;
create view shop.people_loud as select id, loud from shop.users;
create view shop.people_count as select count(*) as n from shop.users;
create materialized view shop.gold_kept as select count(*) as n from shop.vault;
create view shop.trunks as select trunk_id from attic.trunk;
create view shop.below_view as select extra from shop.below;
create function shop.words() returns table (ssn text) language sql stable as
  'select ssn from shop.users';
create view shop.told as select * from shop.words();
create view shop.over_trunks as select trunk_id as n from attic.trunk;

create domain shop.kept as shop.vault;
create domain shop.person as shop.users check ((value).ssn is not null);
create type shop.mix as (a integer, b shop.vault, c shop.users);
create type shop.pair as (a integer, c shop.users);
create table shop.typed (
  id integer primary key, plain shop.points, row_kept shop.vault, rows_kept shop.vault[],
  below shop.kept, person shop.person, mix shop.mix, mixes shop.mix[], pair shop.pair);

create table shop.spoken (one integer, two integer, three integer, four integer, five integer, six integer, seven integer, eight integer, nine integer, ten integer, eleven integer, twelve integer, thirteen integer, fourteen integer, fifteen integer, "Zwei Worte" integer);
comment on table shop.spoken is 'Goes to the Vault';
comment on column shop.spoken.one is 'Goes to the VAULTS';
comment on column shop.spoken.two is 'Same as Vault_Id';
comment on column shop.spoken.three is 'See Shop.Users.SSN!';
comment on column shop.spoken.four is 'Made by default';
comment on column shop.spoken.five is 'See Shop.Vault';
comment on column shop.spoken.six is 'A vaulted room';
comment on column shop.spoken.seven is 'See kunden daten';
comment on column shop.spoken.eight is 'As hr."alte akten" has them';
comment on column shop.spoken.nine is 'From KUNDEN LISTE.geheime zahl';
comment on column shop.spoken.ten is 'As alte akten of Kunden and their Daten have it';
comment on column shop.spoken.eleven is 'See kunden   daten';
comment on column shop.spoken.twelve is E'See kunden\n  daten';
comment on column shop.spoken.thirteen is U&'See kunden\00A0daten';
comment on column shop.spoken.fourteen is E'From kunden\tliste.geheime\r\nzahl';
comment on column shop.spoken.fifteen is U&'As zwei\2003worte';
comment on column shop.users.number is 'SSN!';
comment on column shop.users.v is 'Two SSNs of people';
comment on column shop.users.t is 'As ssn_last';
comment on schema shop is 'Has the SSN of people';
