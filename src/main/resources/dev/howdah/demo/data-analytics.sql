-- 26,000 web events, exchange rates and campaigns.

insert into analytics.events (event_id, happened_at, kind, customer_id, session, address, details)
select
  9007199254740993 + n::bigint * 1048573,
  happened_at,
  kind,
  case when pg_temp.pick(session_no, 303, 3) = 0 then 1 + pg_temp.pick(session_no, 304, 5000) end,
  ('5e55' || lpad(to_hex(session_no), 4, '0') || '-0000-4000-8000-' || lpad(to_hex(pg_temp.pick(session_no, 305, 2147483647)), 12, '0'))::uuid,
  case
    when session_no % 5 = 0 then '2001:db8::'::inet + session_no
    else '203.0.113.0'::inet + session_no % 256
  end,
  case kind
    when 'search' then jsonb_build_object('query', pg_temp.one_of(n, 306, '{tent,rain jacket,café,geschenk,lamp,wool socks,grill,寝袋}'), 'hits', pg_temp.pick(n, 307, 40))
    when 'checkout' then jsonb_build_object('lines', 1 + pg_temp.pick(n, 308, 4))
    else jsonb_build_object('product_id', 1 + pg_temp.pick(n, 309, 600))
  end
from generate_series(1, 26000) n
cross join lateral (
  select
    n / 6 as session_no,
    timestamptz '2025-07-01 00:00+00' + make_interval(secs => n / 6 * 3666 + n % 6 * 95 + pg_temp.pick(n, 301, 90)) as happened_at,
    (array['view', 'view', 'view', 'view', 'search', 'search', 'add_to_cart', 'add_to_cart', 'view', 'checkout'])[1 + pg_temp.pick(n, 302, 10)] as kind) e
order by n;

insert into analytics.exchange_rates (currency, day, per_euro)
select
  currency,
  day::date,
  (base + pg_temp.pick(month * 7 + place, 311, 1000000) * base / 12345678)::numeric(38, 18)
from unnest(array['GBP', 'PLN', 'SEK', 'JPY', 'USD'], array[0.86, 4.3, 11.2, 160, 1.09]) with ordinality as c (currency, base, place)
cross join generate_series(timestamp '2023-01-01', timestamp '2025-12-01', interval '1 month') with ordinality as m (day, month)
order by 1, 2;

insert into analytics.campaigns (name, runs, budget, audience, networks, badge)
values
  ('Spring in the garden', '[2025-03-20 00:00+01, 2025-04-10 00:00+02)', 12000, null, '{}', null),
  ('Himalaya trail, Kathmandu office', '[2025-05-01 00:00+05:45, 2025-05-15 00:00+05:45)', 4500.50, '[18,40)', '{203.0.113.0/24}', '\x89504e470d0a1a0a'),
  ('Chatham Islands test', '[2025-06-01 00:00+12:45, 2025-06-02 00:00+12:45)', null, '[18,)', '{2001:db8::/32}', '\x00ff10'),
  ('Black Friday', '[2025-11-24 00:00+01, 2025-12-01 00:00+01)', 55000, null, '{}', null),
  ('Last parcels before Christmas', '[2025-12-05 00:00+01, 2025-12-20 18:00+01)', 31000.75, '[16,)', '{}', null);
