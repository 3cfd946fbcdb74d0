-- Ready answers to the usual questions.

create view shop.order_totals as
select
  o.order_id,
  o.customer_id,
  o.status,
  o.placed_at,
  count(*) as lines,
  sum(i.amount) as goods,
  sum(i.amount) + o.shipping_fee as total
from shop.orders o
join shop.order_items i using (order_id)
group by o.order_id;
comment on view shop.order_totals is 'Each order with its amounts in euro, whatever became of it.';
comment on column shop.order_totals.goods is 'Sum of its lines, without shipping.';

create view analytics.product_sales as
select
  extract(year from o.placed_at at time zone 'Europe/Berlin')::int as year,
  p.product_id,
  p.name,
  c.name as category,
  sum(i.quantity) as units,
  sum(i.amount) as revenue
from shop.order_items i
join shop.orders o using (order_id)
join shop.products p using (product_id)
join shop.categories c using (category_id)
where o.status not in ('cancelled', 'returned')
group by 1, 2, 3, 4;
comment on view analytics.product_sales is
  'Units and revenue (euro, without shipping) a product and year (Berlin time), without cancelled and returned orders.';

create view analytics.customer_value as
select
  c.customer_id,
  c.full_name,
  c.country,
  count(t.order_id) as orders,
  coalesce(sum(t.goods), 0) as revenue,
  max(t.placed_at) as last_order_at
from shop.customers c
left join shop.order_totals t
  on t.customer_id = c.customer_id and t.status not in ('cancelled', 'returned')
group by c.customer_id;
comment on view analytics.customer_value is 'What each customer has bought so far, including those who bought nothing.';

create materialized view analytics.monthly_sales as
select
  date_trunc('month', placed_at at time zone 'Europe/Berlin')::date as month,
  count(*) as orders,
  count(distinct customer_id) as customers,
  sum(goods) as revenue
from shop.order_totals
where status not in ('cancelled', 'returned')
group by 1
order by 1;
comment on materialized view analytics.monthly_sales is
  'Orders and revenue (euro, without shipping) a month of Berlin time, as of the end of 2025.';
create unique index on analytics.monthly_sales (month);
