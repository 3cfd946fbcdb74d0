-- Categories, products, their prices and stock: 1 + 6 + 24 kinds, 600 products.

-- A number from 0 to n - 1 that looks random and is the same everywhere: cubes modulo a prime.
create function pg_temp.pick(key bigint, salt int, n int) returns int
language plpgsql immutable as $$
declare
  x bigint := (key * 48271 + salt * 1640531 + 11) % 2147483647;
begin
  return ((x * x % 2147483647) * x % 2147483647) % n;
end
$$;

-- One of several, chosen likewise.
create function pg_temp.one_of(key bigint, salt int, choices text[]) returns text
language plpgsql immutable as $$
begin
  return choices[1 + pg_temp.pick(key, salt, cardinality(choices))];
end
$$;

create temporary table kinds (kind int, department text, name text, nouns text[], price int);
insert into kinds
values
  (0, 'Outdoor', 'Tents', '{Dome Tent,Tunnel Tent,Tarp,Bivvy}', 220),
  (1, 'Outdoor', 'Sleeping bags', '{Sleeping Bag,Quilt,Liner}', 140),
  (2, 'Outdoor', 'Backpacks', '{Backpack,Daypack,Duffel}', 110),
  (3, 'Outdoor', 'Camp kitchen', '{Stove,Kettle,Mess Kit,Water Filter}', 55),
  (4, 'Kitchen', 'Cookware', '{Frying Pan,Saucepan,Casserole,Wok}', 70),
  (5, 'Kitchen', 'Knives', '{Chef''s Knife,Paring Knife,Bread Knife}', 60),
  (6, 'Kitchen', 'Coffee', '{Coffee Grinder,Moka Pot,Espresso Machine,Café Press}', 95),
  (7, 'Kitchen', 'Tableware', '{Plate Set,Bowl Set,Mug,Carafe}', 35),
  (8, 'Home', 'Lamps', '{Desk Lamp,Floor Lamp,Pendant,Lantern}', 85),
  (9, 'Home', 'Textiles', '{Blanket,Cushion,Curtain,Bath Towel}', 40),
  (10, 'Home', 'Furniture', '{Stool,Bookshelf,Side Table,Armchair}', 190),
  (11, 'Home', 'Storage', '{Basket,Crate,Coat Rack,Chest}', 45),
  (12, 'Garden', 'Hand tools', '{Spade,Rake,Secateurs,Trowel}', 30),
  (13, 'Garden', 'Planters', '{Planter,Raised Bed,Hanging Pot}', 38),
  (14, 'Garden', 'Seeds', '{Wildflower Mix,Tomato Seeds,Herb Box}', 9),
  (15, 'Garden', 'Barbecue', '{Kettle Grill,Fire Bowl,Smoker}', 160),
  (16, 'Sport', 'Running', '{Running Shoes,Running Vest,Headlamp}', 90),
  (17, 'Sport', 'Cycling', '{Bike Helmet,Pannier,Bike Lock,Multitool}', 65),
  (18, 'Sport', 'Yoga', '{Yoga Mat,Block,Bolster}', 32),
  (19, 'Sport', 'Climbing', '{Climbing Rope,Harness,Chalk Bag,Carabiner Set}', 75),
  (20, 'Clothing', 'Jackets', '{Rain Jacket,Down Jacket,Softshell}', 150),
  (21, 'Clothing', 'Shirts', '{Merino Shirt,Flannel Shirt,T-Shirt}', 48),
  (22, 'Clothing', 'Trousers', '{Hiking Trousers,Shorts,Leggings}', 72),
  (23, 'Clothing', 'Socks', '{Trekking Socks,Wool Socks,Liner Socks}', 16);

insert into shop.categories (name)
select department
from kinds
group by department
order by min(kind);

insert into shop.categories (parent_id, name)
select c.category_id, k.name
from kinds k
join shop.categories c on c.name = k.department
order by k.kind;

insert into shop.products (
  sku, name, category_id, price, cost, attributes, tags, size, description, launched_on, discontinued_on)
select
  upper(substr(k.name, 1, 3)) || '-' || lpad((n * 137)::text, 5, '0'),
  series || ' ' || noun || case when n > 288 then ' ' || (array['II', 'Pro', 'Lite', 'XL'])[1 + n % 4] else '' end,
  c.category_id,
  cents / 100.0,
  round(cents * (45 + pg_temp.pick(n, 5, 25)) / 10000.0, 2),
  jsonb_build_object(
    'color', pg_temp.one_of(n, 6, '{black,slate,moss,sand,rust,sky,crème}'),
    'material', pg_temp.one_of(n, 7, case
      when k.name = 'Seeds' then '{paper,tin}'
      when k.name in ('Textiles', 'Sleeping bags') or k.department = 'Clothing'
        then '{cotton,wool,linen,recycled polyester}'
      when k.department in ('Outdoor', 'Sport') then '{nylon,recycled polyester,aluminium,cork}'
      when k.department = 'Kitchen' then '{steel,stoneware,cast iron,beech}'
      else '{oak,steel,terracotta,willow}'
    end::text[]),
    'weight_g', 50 + 10 * pg_temp.pick(n, 8, 400),
    'warranty_years', case when n % 9 = 0 then null else 1 + pg_temp.pick(n, 9, 5) end,
    'eco', pg_temp.pick(n, 10, 3) = 0),
  array_remove(
    array[
      case when n % 50 < 3 then 'bestseller' end,
      case when n > 540 then 'new' end,
      case when pg_temp.pick(n, 11, 8) = 0 then 'sale' end,
      case when pg_temp.pick(n, 12, 6) = 0 then 'gift' end],
    null),
  case
    when n % 20 = 0 then null
    else row(10 + pg_temp.pick(n, 13, 900) / 10.0, 5 + pg_temp.pick(n, 14, 700) / 10.0, 2 + pg_temp.pick(n, 15, 400) / 10.0)::shop.dimensions
  end,
  case
    when n % 17 = 0 then null
    else pg_temp.one_of(n, 16, '{A dependable,A light,A handsome,A compact,A hard-wearing}')
      || ' ' || lower(noun) || ' ' || pg_temp.one_of(n, 17, '{for long weekends,for every day,for small flats,for rough weather,that lasts for years}')
      || ', ' || pg_temp.one_of(n, 18, '{designed in Hamburg,made in Portugal,repaired free of charge,tested in the Alps}') || '.'
  end,
  date '2022-01-01' + pg_temp.pick(n, 19, 300) + case when n > 540 then 700 else 0 end,
  case when n between 30 and 500 and n % 25 = 0 then date '2025-03-31' + n end
from generate_series(1, 600) n
join kinds k on k.kind = n % 24
join shop.categories c on c.name = k.name
cross join lateral (
  select
    k.nouns[1 + (n / 24) % cardinality(k.nouns)] as noun,
    (array['Nordlys', 'Elbe', 'Alpina', 'Fjord', 'Sóller', 'Brisa', 'Kōyō', 'Heide', 'Tàrraco', 'Łąka', 'Dune', 'Ardennes'])[1 + (n / 24 * 5 + n % 24) % 12] as series,
    (k.price * (60 + pg_temp.pick(n, 4, 90)) / 100) * 100 + 90 as cents) as picked
order by n;

-- Two rises in price, at the turns of the years.
insert into shop.product_prices (product_id, valid, price)
select product_id, daterange(date '2022-01-01', date '2024-01-01'), round(price * 0.94, 2)
from shop.products
union all
select product_id, daterange(date '2024-01-01', date '2025-01-01'), round(price * 0.97, 2)
from shop.products
union all
select product_id, daterange(date '2025-01-01', null), price
from shop.products
order by 1, 2;

insert into shop.inventory (product_id, warehouse, on_hand, reorder_at, counted_at)
select
  n,
  warehouse,
  greatest(0, pg_temp.pick(n, 20 + place::int, 260) - 20),
  10 + pg_temp.pick(n, 23, 4) * 10,
  timestamptz '2025-12-31 18:00+01' - make_interval(hours => pg_temp.pick(n, 24, 700))
from generate_series(1, 600) n
cross join unnest(array['Hamburg', 'Lyon']) with ordinality as w (warehouse, place)
order by n, place;
