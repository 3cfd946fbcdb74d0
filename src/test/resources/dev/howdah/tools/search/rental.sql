-- Films for rent: names in the singular, keys named after their tables, some names with a role.
create schema rental;
set search_path = rental;
create table country (country_id integer primary key, country text not null, iso_code char(2) unique);
create table city (
  city_id integer primary key, city text not null,
  country_id integer not null references country);
create table address (
  address_id integer primary key, street text, district text, postal_code varchar(10), phone text,
  city_id integer not null references city);
create table store (
  store_id integer primary key, address_id integer not null references address, opened date);
create table staff (
  staff_id integer primary key, first_name text, last_name text, email text unique,
  store_id integer not null references store,
  address_id integer not null references address,
  reports_to integer references staff);
alter table store add manager_staff_id integer references staff;
create table customer (
  customer_id bigint primary key, store_id integer not null references store,
  first_name text, last_name text, email text unique, external_id text unique,
  billing_address_id integer references address, address_id integer references address);
create table language (language_id smallint primary key, name text not null unique);
create table category (
  category_id smallint primary key, name text not null,
  parent_category_id smallint references category);
create table film (
  film_id integer primary key, title text not null, release_year integer, length smallint,
  language_id smallint not null references language,
  original_language_id smallint references language, rating text);
create table actor (actor_id integer primary key, first_name text, last_name text);
create table film_actor (
  actor_id integer references actor, film_id integer references film,
  primary key (actor_id, film_id));
create table film_category (
  film_id integer references film, category_id smallint references category,
  primary key (film_id, category_id));
create table film_text (film_id integer primary key references film, title text, body text);
create table inventory (
  inventory_id integer primary key, film_id integer not null references film,
  store_id integer not null references store);
create table rental (
  rental_id integer primary key, rented timestamptz not null, returned timestamptz,
  inventory_id integer not null references inventory,
  customer_id bigint not null references customer, staff_id integer not null references staff);
create table payment (
  payment_id integer primary key, amount numeric(6,2), transaction_id text, status text,
  customer_id bigint references customer, staff_id integer references staff,
  rental_id integer references rental);
create table setting (key text primary key, value text, session_id text);
reset search_path;
