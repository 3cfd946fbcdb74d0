-- What the web site saw, and figures from elsewhere.

create schema analytics;
comment on schema analytics is 'Web events by month, exchange rates, campaigns, and figures made of the shop''s tables.';

create table analytics.events (
  event_id bigint not null,
  happened_at timestamptz not null,
  kind text not null check (kind in ('view', 'search', 'add_to_cart', 'checkout')),
  customer_id bigint references shop.customers,
  session uuid not null,
  address inet not null,
  details jsonb not null,
  primary key (event_id, happened_at)
) partition by range (happened_at);
comment on table analytics.events is 'What visitors did from July to December 2025; one partition a month (UTC).';
comment on column analytics.events.event_id is 'From a 64-bit generator: beyond 2^53, so not exact as a floating-point number.';
comment on column analytics.events.kind is 'view, search, add_to_cart or checkout.';
comment on column analytics.events.customer_id is 'Null for a visitor who was not logged in.';
comment on column analytics.events.details is 'view, add_to_cart: product_id; search: query, hits; checkout: lines.';

create table analytics.events_2025_07 partition of analytics.events
  for values from ('2025-07-01 00:00+00') to ('2025-08-01 00:00+00');
create table analytics.events_2025_08 partition of analytics.events
  for values from ('2025-08-01 00:00+00') to ('2025-09-01 00:00+00');
create table analytics.events_2025_09 partition of analytics.events
  for values from ('2025-09-01 00:00+00') to ('2025-10-01 00:00+00');
create table analytics.events_2025_10 partition of analytics.events
  for values from ('2025-10-01 00:00+00') to ('2025-11-01 00:00+00');
create table analytics.events_2025_11 partition of analytics.events
  for values from ('2025-11-01 00:00+00') to ('2025-12-01 00:00+00');
create table analytics.events_2025_12 partition of analytics.events
  for values from ('2025-12-01 00:00+00') to ('2026-01-01 00:00+00');
create table analytics.events_other partition of analytics.events default;
create index on analytics.events (kind, happened_at);
create index on analytics.events (customer_id);

do $$
declare
  part regclass;
begin
  for part in select inhrelid from pg_inherits where inhparent = 'analytics.events'::regclass loop
    execute format('comment on table %s is %L', part, 'A partition of analytics.events: query that instead.');
  end loop;
end
$$;

create table analytics.exchange_rates (
  currency char(3) not null,
  day date not null,
  per_euro numeric(38, 18) not null check (per_euro > 0),
  primary key (currency, day)
);
comment on table analytics.exchange_rates is 'How much of a currency one euro bought, first of each month. Invented.';
comment on column analytics.exchange_rates.per_euro is 'Up to 18 digits after the point.';

create table analytics.campaigns (
  campaign_id int generated always as identity primary key,
  name text not null unique,
  runs tstzrange not null check (not isempty(runs)),
  budget numeric(12, 2),
  audience int4range,
  networks cidr[] not null default '{}',
  badge bytea,
  exclude using gist (runs with &&)
);
comment on table analytics.campaigns is 'Advertising; never two at a time.';
comment on column analytics.campaigns.runs is 'From, included, to, excluded; planned in the zone of the office that ran it.';
comment on column analytics.campaigns.budget is 'Euro; null when it cost nothing.';
comment on column analytics.campaigns.audience is 'Ages it addressed; null for everyone.';
comment on column analytics.campaigns.badge is 'A small PNG, or its beginning.';
