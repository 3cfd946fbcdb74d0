-- Who may see what: howdah_demo reads all of the sample, and nothing else.

grant usage on schema shop, analytics to howdah_demo;

grant select on all tables in schema shop, analytics to howdah_demo;

alter default privileges for role shop_owner in schema shop, analytics
  grant select on tables to howdah_demo;

alter table shop.reviews enable row level security;
create policy only_published on shop.reviews
  for select
  using (published);
create policy demo_sees_all on shop.reviews
  for select
  to howdah_demo
  using (true);
comment on policy only_published on shop.reviews is 'The public sees what somebody has read before.';

reset role;

-- Large objects need no privilege on any table, and would be the one thing left to write.
revoke execute on function
  lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea)
  from public;

-- Settles hint bits and statistics now, not under the first query.
vacuum (analyze);
