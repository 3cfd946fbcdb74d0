-- A market: plurals, keys that are all called id, uuids, codes, and columns that only look like keys.
create schema market;
set search_path = market;
create table countries (code char(2) primary key, name text);
create table currencies (currency_code char(3) primary key, name text);
create table accounts (
  id uuid primary key, email text unique, country_code char(2) references countries, tax_id text);
create table organizations (id bigint primary key, name text, owner_id uuid references accounts);
create table memberships (
  id bigint primary key, account_id uuid not null references accounts,
  organization_id bigint not null references organizations, role text);
create table categories (
  id integer primary key, slug text unique, parent_id integer references categories);
create table products (
  id bigint primary key, sku text unique, category_id integer references categories,
  organization_id bigint references organizations, currency_code char(3) references currencies,
  created_by uuid references accounts);
create table product_images (
  id bigint primary key, product_id bigint references products, position integer);
create table addresses (id bigint primary key, account_id uuid references accounts, zip text);
create table orders (
  id bigint primary key, account uuid references accounts,
  shipping_address_id bigint references addresses, billing_address_id bigint references addresses,
  session_id text, external_id bigint, status_id smallint);
create table order_items (
  id bigint primary key, order_id bigint not null references orders,
  product_id bigint not null references products, quantity integer);
create table shipments (
  id bigint primary key, order_item_id bigint references order_items, tracking_number text,
  carrier text);
create table reviews (
  id bigint primary key, product_id bigint references products, account_id uuid references accounts,
  reply_id bigint references reviews, body text);
create table events (
  id bigint primary key, subject_type text, subject_id bigint, trace_id uuid, category text,
  product text, version integer);
create table tags (id integer primary key, name text unique);
create table product_tags (
  product_id bigint references products, tag_id integer references tags,
  primary key (product_id, tag_id));
reset search_path;
