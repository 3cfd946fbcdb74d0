-- Some 14,000 orders from 2023 to 2025 with their lines, payments and reviews.

-- Candidates on days all alike, thinned out by season and year: busy before Christmas, growing.
create temporary table new_orders as
select
  row_number() over (order by day, k) as n,
  day,
  case
    when day > 1084 then (array['pending', 'paid', 'shipped'])[1 + pg_temp.pick(k, 203, 3)]
    when luck < 6 then 'cancelled'
    when luck < 10 then 'returned'
    else 'delivered'
  end::shop.order_status as status
from (
  select k, pg_temp.pick(k, 201, 1096) as day, pg_temp.pick(k, 204, 100) as luck
  from generate_series(1, 30000) k) candidate
cross join lateral (select date '2023-01-01' + day as placed_on) d
where pg_temp.pick(k, 202, 17000)
  < (array[70, 65, 75, 80, 88, 84, 76, 70, 85, 95, 145, 170])[extract(month from placed_on)::int]
    * (array[70, 85, 100])[extract(year from placed_on)::int - 2022];

-- A customer orders the more, the earlier they came; the second picked number skews it.
insert into shop.orders (customer_id, address_id, handled_by, status, placed_at, shipping_fee, delivery_time, note)
select
  customer,
  case when customer % 4 = 0 and n % 3 = 0 then 5000 + customer / 4 else customer end,
  case when n % 7 = 0 then 11 + pg_temp.pick(n, 214, 50) end,
  status,
  timestamptz '2023-01-01 00:00+01' + make_interval(days => day, secs => 21600 + pg_temp.pick(n, 215, 61200)),
  (array[0, 4.90, 4.90, 6.90])[1 + pg_temp.pick(n, 216, 4)],
  case when status in ('delivered', 'returned') then make_interval(hours => 26 + pg_temp.pick(n, 217, 150)) end,
  case
    when n % 29 = 0 then pg_temp.one_of(n, 218, '{"Please leave it with the neighbours.","It is a gift, no invoice please.","Klingel defekt, bitte anrufen 📞","Merci d''avance !"}')
  end
from new_orders
cross join lateral (
  select 1 + least(pg_temp.pick(n, 211, 4600), 200 + pg_temp.pick(n, 212, 4600) * (day + 100) / 1200) as customer) c
order by n;

-- Numbers squared favour some products; the factor spreads those over the categories.
insert into shop.order_items (order_id, line, product_id, quantity, unit_price, discount)
select
  o.n,
  line,
  p.product_id,
  case when pg_temp.pick(key, 221, 5) = 0 then 2 + pg_temp.pick(key, 222, 3) else 1 end,
  r.price,
  case when pg_temp.pick(key, 223, 12) = 0 then 0.10 when pg_temp.pick(o.n, 224, 40) = 0 then 0.25 else 0 end
from new_orders o
cross join lateral generate_series(1, 1 + least(pg_temp.pick(o.n, 225, 5), pg_temp.pick(o.n, 226, 6))) line
cross join lateral (select o.n * 8 + line as key) k
join shop.products p
  on p.product_id = 1 + (pg_temp.pick(key, 227, 600) * pg_temp.pick(key, 228, 600) / 600 * 7 + 11) % 600
join shop.product_prices r
  on r.product_id = p.product_id and r.valid @> date '2023-01-01' + o.day
order by o.n, line;

insert into shop.payments (order_id, method, amount, paid_at, receipt)
select order_id, method::shop.payment_method, amount, paid_at, receipt::uuid
from (
  select
    o.order_id,
    pg_temp.one_of(o.order_id, 231, '{card,card,card,paypal,paypal,invoice,bank_transfer,gift_card}') as method,
    sum(i.amount) + o.shipping_fee as amount,
    o.placed_at + make_interval(mins => 1 + pg_temp.pick(o.order_id, 232, 2000)) as paid_at,
    o.status
  from shop.orders o
  join shop.order_items i using (order_id)
  where o.status not in ('pending', 'cancelled')
  group by o.order_id) sale
cross join lateral (
  values (1, amount, paid_at), (2, -amount, paid_at + interval '16 days 4 hours')) as t (turn, signed, at)
cross join lateral (
  select
    lpad(to_hex(pg_temp.pick(order_id * 2 + turn, 233, 2147483647)), 8, '0') || '-0000-4000-8000-'
      || lpad(to_hex(order_id * 2 + turn), 12, '0') as receipt) u
where turn = 1 or status = 'returned'
order by order_id, turn;

insert into shop.reviews (product_id, customer_id, rating, body, published, written_at)
select distinct on (product_id, customer_id)
  product_id,
  customer_id,
  rating,
  case
    when pg_temp.pick(key, 244, 6) > 0 then
      case
        when rating >= 4 then pg_temp.one_of(key, 245, '{"Exactly what I hoped for.","Très bon produit, je recommande !","Sturdy, handsome and worth the price.","Second one I buy, the first was stolen 😅","Hält, was es verspricht."}')
        when rating = 3 then pg_temp.one_of(key, 246, '{"Does the job, no more.","Smaller than the picture suggests.","Colour differs a little from the photo."}')
        else pg_temp.one_of(key, 247, '{"Broke after two weeks.","Arrived late and scratched.","Nie polecam.","The zip jams all the time."}')
      end || case when pg_temp.pick(key, 248, 3) = 0 then pg_temp.one_of(key, 249, '{" Delivery was quick."," Packaging could be simpler."," Would buy again."}') else '' end
  end,
  pg_temp.pick(key, 250, 30) > 0,
  written_at
from (
  select
    i.product_id,
    o.customer_id,
    o.order_id * 8 + i.line as key,
    least(5, greatest(1, 5 - pg_temp.pick(o.order_id * 8 + i.line, 242, 3) * pg_temp.pick(i.product_id, 243, 3))
      + case when pg_temp.pick(o.order_id, 252, 3) = 0 then 1 else 0 end) as rating,
    o.placed_at + make_interval(days => 9 + pg_temp.pick(o.order_id, 251, 30)) as written_at
  from shop.orders o
  join shop.order_items i using (order_id)
  where o.status = 'delivered' and pg_temp.pick(o.order_id * 8 + i.line, 241, 7) = 0) bought
order by product_id, customer_id, written_at, key;
