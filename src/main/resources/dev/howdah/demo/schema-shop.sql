-- What the shop sells, to whom, and what became of it. PostgreSQL 14 or later; extension btree_gist.

set role shop_owner;

create extension btree_gist;

create schema shop;
comment on schema shop is 'The shop itself: products, customers, orders, payments and staff.';

create type shop.order_status as enum (
  'pending', 'paid', 'shipped', 'delivered', 'returned', 'cancelled');
comment on type shop.order_status is 'How far an order has come; the labels are in that order.';
create type shop.payment_method as enum ('card', 'paypal', 'invoice', 'bank_transfer', 'gift_card');
create type shop.dimensions as (width_cm numeric(6, 1), height_cm numeric(6, 1), depth_cm numeric(6, 1));
comment on type shop.dimensions is 'The outside of a packed product, in centimetres.';
create domain shop.email as text
  check (value ~ '^[^@\s]+@[^@\s]+\.[a-z]{2,}$');
comment on domain shop.email is 'An address with exactly one @ and a lower-case top-level domain.';

create table shop.categories (
  category_id int generated always as identity primary key,
  parent_id int references shop.categories,
  name text not null unique,
  check (parent_id <> category_id)
);
comment on table shop.categories is 'A tree of two levels: six departments, and what belongs to them.';
comment on column shop.categories.parent_id is 'The department; null for a department itself.';
create index on shop.categories (parent_id);

create table shop.products (
  product_id int generated always as identity primary key,
  sku text not null unique check (sku ~ '^[A-Z]{3}-\d{5}$'),
  name text not null,
  category_id int not null references shop.categories,
  price numeric(10, 2) not null check (price > 0),
  cost numeric(10, 2) not null check (cost > 0),
  margin numeric(10, 2) generated always as (price - cost) stored,
  attributes jsonb not null default '{}',
  tags text[] not null default '{}',
  size shop.dimensions,
  description text,
  launched_on date not null,
  discontinued_on date,
  search tsvector generated always as (
    setweight(to_tsvector('english', name), 'A')
    || setweight(to_tsvector('english', coalesce(description, '')), 'B')) stored,
  check (discontinued_on > launched_on)
);
comment on table shop.products is 'Everything that is or was for sale.';
comment on column shop.products.sku is 'Stock-keeping unit: three letters of the category, five digits.';
comment on column shop.products.price is 'The list price in euro, with tax; see product_prices for its past.';
comment on column shop.products.cost is 'What the shop pays for one, in euro.';
comment on column shop.products.margin is 'price - cost, in euro.';
comment on column shop.products.attributes is 'Keys: color, material, weight_g, warranty_years, eco (boolean).';
comment on column shop.products.tags is 'Such as bestseller, new, sale, gift.';
comment on column shop.products.discontinued_on is 'The last day of sale; null while it is for sale.';
comment on column shop.products.search is 'English words of name (weight A) and description (weight B).';
create index on shop.products (category_id);
create index on shop.products using gin (search);
create index on shop.products using gin (attributes jsonb_path_ops);
create index on shop.products using gin (tags);
create index on shop.products (lower(name));
create index products_for_sale on shop.products (price) where discontinued_on is null;

create table shop.product_prices (
  product_id int not null references shop.products,
  valid daterange not null,
  price numeric(10, 2) not null check (price > 0),
  primary key (product_id, valid),
  constraint one_price_at_a_time exclude using gist (product_id with =, valid with &&)
);
comment on table shop.product_prices is 'The list price of a product over time; periods never overlap.';
comment on column shop.product_prices.valid is 'First day included, last day excluded; no end means today''s price.';

create table shop.customers (
  customer_id bigint generated always as identity primary key,
  first_name text not null,
  last_name text not null,
  full_name text generated always as (first_name || ' ' || last_name) stored,
  email shop.email not null,
  country char(2) not null,
  phone text,
  born_on date,
  joined_at timestamptz not null,
  referred_by bigint references shop.customers
);
comment on table shop.customers is 'People who have an account; not all of them have ordered.';
comment on column shop.customers.country is 'ISO 3166-1 alpha-2, such as DE.';
comment on column shop.customers.born_on is 'Date of birth, null for the many who did not tell.';
comment on column shop.customers.referred_by is 'The customer who brought this one.';
create unique index on shop.customers (lower(email));
create index on shop.customers (country, joined_at);
create index on shop.customers (referred_by) where referred_by is not null;

create table shop.addresses (
  address_id bigint generated always as identity primary key,
  customer_id bigint not null references shop.customers,
  street text not null,
  postcode text not null,
  city text not null,
  country char(2) not null,
  is_default boolean not null
);
comment on table shop.addresses is 'Where to deliver; a customer has one or two.';
create unique index one_default_address on shop.addresses (customer_id) where is_default;

create table shop.employees (
  employee_id int generated always as identity primary key,
  manager_id int references shop.employees,
  name text not null,
  job text not null,
  salary numeric(10, 2) not null check (salary > 0),
  hired_on date not null,
  working_hours interval not null
);
comment on table shop.employees is 'Staff, as a tree: everyone but the director has a manager.';
comment on column shop.employees.salary is 'Euro a month, before tax.';
comment on column shop.employees.working_hours is 'A week.';
create index on shop.employees (manager_id);

create table shop.orders (
  order_id bigint generated always as identity primary key,
  customer_id bigint not null references shop.customers,
  address_id bigint not null references shop.addresses,
  handled_by int references shop.employees,
  status shop.order_status not null,
  placed_at timestamptz not null,
  shipping_fee numeric(6, 2) not null check (shipping_fee >= 0),
  delivery_time interval,
  note text
);
comment on table shop.orders is 'One row an order; amounts are in order_items and in the view order_totals.';
comment on column shop.orders.handled_by is 'The employee who helped; null for an order nobody had to touch.';
comment on column shop.orders.delivery_time is 'From placing to the door; null until delivered.';
comment on column shop.orders.note is 'What the customer wrote at check-out.';
create index on shop.orders (customer_id, placed_at);
create index on shop.orders using brin (placed_at);
create index orders_open on shop.orders (placed_at) where status in ('pending', 'paid', 'shipped');

create table shop.order_items (
  order_id bigint not null references shop.orders on delete cascade,
  line int not null check (line > 0),
  product_id int not null references shop.products,
  quantity int not null check (quantity between 1 and 100),
  unit_price numeric(10, 2) not null,
  discount numeric(3, 2) not null default 0 check (discount >= 0 and discount < 1),
  amount numeric(12, 2) generated always as (round(quantity * unit_price * (1 - discount), 2)) stored,
  primary key (order_id, line)
);
comment on table shop.order_items is 'The lines of an order.';
comment on column shop.order_items.unit_price is 'Euro for one on the day of the order.';
comment on column shop.order_items.discount is 'A share: 0.10 is ten per cent.';
comment on column shop.order_items.amount is 'Euro for the line, after discount.';
create index on shop.order_items (product_id);

create table shop.payments (
  payment_id bigint generated always as identity primary key,
  order_id bigint not null references shop.orders,
  method shop.payment_method not null,
  amount numeric(12, 2) not null check (amount <> 0),
  paid_at timestamptz not null,
  receipt uuid not null unique
);
comment on table shop.payments is 'Money that came in, and refunds, which are negative.';
create index on shop.payments (order_id);

create table shop.reviews (
  review_id bigint generated always as identity primary key,
  product_id int not null references shop.products,
  customer_id bigint not null references shop.customers,
  rating int not null check (rating between 1 and 5),
  body text,
  published boolean not null,
  written_at timestamptz not null,
  unique (product_id, customer_id)
);
comment on table shop.reviews is 'What buyers think; at most one a product and customer. Row security: see its policies.';
comment on column shop.reviews.rating is 'From 1, bad, to 5, excellent.';
comment on column shop.reviews.body is 'Null where only stars were given.';
comment on column shop.reviews.published is 'False while somebody still has to read it.';

create table shop.inventory (
  product_id int not null references shop.products,
  warehouse text not null check (warehouse in ('Hamburg', 'Lyon')),
  on_hand int not null check (on_hand >= 0),
  reorder_at int not null,
  counted_at timestamptz not null,
  primary key (product_id, warehouse)
);
comment on table shop.inventory is 'Stock of each product in each warehouse.';
comment on column shop.inventory.reorder_at is 'Order more when on_hand falls to this.';
comment on column shop.inventory.counted_at is 'When on_hand last changed; a trigger keeps it.';

create function shop.note_count() returns trigger language plpgsql as $$
begin
  new.counted_at := now();
  return new;
end
$$;
create trigger note_count before update of on_hand on shop.inventory
  for each row execute function shop.note_count();

create table shop."Newsletter Signups" (
  "Signup Id" int generated by default as identity primary key,
  "E-Mail" text not null,
  "Source" text,
  "Confirmed?" boolean not null
);
comment on table shop."Newsletter Signups" is 'From another system, hence the names: quote them.';
