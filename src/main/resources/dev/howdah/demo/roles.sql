-- The roles and the empty database. Runs in the database postgres.
-- Parameters, as psql would take them: owner_password, reader_password.
-- Here as in all these files an empty line ends a statement, and appears nowhere within one.

create role shop_owner login password :'owner_password';

create role howdah_demo login password :'reader_password';

alter role howdah_demo set default_transaction_read_only = on;

alter role howdah_demo set search_path = shop, analytics, public;

revoke connect on database postgres from public;

revoke connect on database template1 from public;

create database shop owner shop_owner;

comment on database shop is
  'Sample: an outdoor and household shop, its orders from 2023 to 2025, and what its web site saw.';

revoke all on database shop from public;

grant connect on database shop to howdah_demo;
