-- 5,000 customers with 6,250 addresses, 60 employees, 500 newsletter signups.

create temporary table countries (n int, country char(2), dialling text, cities text[], streets text[]);
insert into countries
values
  (0, 'DE', '+49', '{Hamburg,Köln,München,Leipzig,Nürnberg}', '{Lindenstraße,Gartenweg,Schillerstraße,Am Markt}'),
  (1, 'FR', '+33', '{Lyon,Paris,Orléans,Besançon}', '{rue de l''Église,avenue Victor-Hugo,place du Marché}'),
  (2, 'ES', '+34', '{Madrid,Málaga,A Coruña,Sevilla}', '{Calle Mayor,Avenida de la Constitución,Plaza España}'),
  (3, 'PL', '+48', '{Kraków,Łódź,Gdańsk,Wrocław}', '{ulica Długa,ulica Źródlana,aleja Róż}'),
  (4, 'SE', '+46', '{Malmö,Göteborg,Umeå}', '{Storgatan,Skolvägen,Ängsgatan}'),
  (5, 'GR', '+30', '{Αθήνα,Θεσσαλονίκη,Πάτρα}', '{Ερμού,Σταδίου}'),
  (6, 'JP', '+81', '{東京都渋谷区,大阪市北区,京都市左京区}', '{神南,梅田,吉田本町}'),
  (7, 'GB', '+44', '{London,Bristol,Leeds,Glasgow}', '{High Street,Station Road,Mill Lane}');

create temporary table new_customers as
select
  n,
  case when pg_temp.pick(n, 101, 10) < 4 then 0 else pg_temp.pick(n, 102, 8) end as place,
  pg_temp.one_of(n, 103, '{Anna,Ben,Clara,David,Emma,Felix,Greta,Hugo,Ida,Jonas,Katarzyna,Léa,María,Noah,Olivia,Paweł,Quentin,Rosa,Søren,Thérèse,Uwe,Victoria,Włodek,Ximena,Yannis,Zoë,José,Björn,Chloé,Łucja,Ελένη,Γιώργος,花子,健太,Aoife,Owen}') as first_name,
  pg_temp.one_of(n, 104, '{Müller,Schmidt,Weber,Fischer,Dubois,Lefèvre,Moreau,García,Muñoz,Ibáñez,Kowalski,Nowak,Wiśniewska,Lindqvist,Åkesson,Papadopoulos,Νικολάου,佐藤,鈴木,Smith,O''Brien,Taylor,Jones,van den Berg,d''Angelo}') as last_name
from generate_series(1, 5000) n;

insert into shop.customers (first_name, last_name, email, country, phone, born_on, joined_at, referred_by)
select
  first_name,
  last_name,
  case
    when plain ~ '^[a-z]+\.[a-z]+$' then plain || c.n || '@example.com'
    else 'customer' || c.n || '@example.org'
  end,
  p.country,
  case when pg_temp.pick(c.n, 105, 3) > 0 then p.dialling || ' ' || (100000000 + pg_temp.pick(c.n, 106, 899999999)) end,
  case when pg_temp.pick(c.n, 107, 5) < 2 then date '1945-01-01' + pg_temp.pick(c.n, 108, 22000) end,
  timestamptz '2022-06-01 05:45+05:45' + make_interval(mins => c.n * 360 + pg_temp.pick(c.n, 109, 360)),
  case when c.n > 100 and pg_temp.pick(c.n, 110, 6) = 0 then 1 + pg_temp.pick(c.n, 111, c.n - 1) end
from new_customers c
join countries p on p.n = c.place
cross join lateral translate(
  lower(first_name || '.' || replace(replace(last_name, '''', ''), ' ', '')),
  'áàäåãéèëíîïóöøúüñçłśźąę', 'aaaaaeeeiiioooouunclszae') as plain
order by c.n;

insert into shop.addresses (customer_id, street, postcode, city, country, is_default)
select
  c.n,
  pg_temp.one_of(c.n * 2 + which, 120, p.streets) || ' ' || (1 + pg_temp.pick(c.n, 121 + which, 180)),
  lpad(pg_temp.pick(c.n, 123 + which, 99999)::text, 5, '0'),
  pg_temp.one_of(c.n * 2 + which, 125, p.cities),
  p.country,
  which = 0
from new_customers c
join countries p on p.n = c.place
cross join generate_series(0, 1) which
where which = 0 or c.n % 4 = 0
order by which, c.n;

-- The director, nine heads, and five or six people for each.
insert into shop.employees (manager_id, name, job, salary, hired_on, working_hours)
select
  case when n = 1 then null when n <= 10 then 1 else 2 + n % 9 end,
  pg_temp.one_of(n, 130, '{Astrid,Bilal,Céline,Dmitri,Esra,Fatou,Gábor,Hanne,Iñigo,Jürgen,Kenji,Lotte}')
    || ' ' || pg_temp.one_of(n, 131, '{Andersen,Brandt,Çelik,Diallo,Eriksson,Fournier,Horváth,Itō,Jansen,Kraus}'),
  case
    when n = 1 then 'Director'
    when n <= 10 then 'Head of ' || (array['purchasing', 'sales', 'support', 'IT', 'finance', 'logistics', 'marketing', 'staff', 'web'])[n - 1]
    else pg_temp.one_of(n, 132, '{Clerk,Packer,Developer,Buyer,Support agent,Driver}')
  end,
  case when n = 1 then 9800 when n <= 10 then 6200 + n * 55.5 else 2900 + pg_temp.pick(n, 133, 1900) end,
  date '2015-03-01' + n * 55 + pg_temp.pick(n, 134, 50),
  case when n > 10 and n % 5 = 0 then interval '19 hours 15 minutes' else interval '38 hours 30 minutes' end
from generate_series(1, 60) n
order by n;

insert into shop."Newsletter Signups" ("Signup Id", "E-Mail", "Source", "Confirmed?")
select
  n,
  'reader' || n || '@example.net',
  (array['Web Site', 'Fair', 'Friend', null])[1 + pg_temp.pick(n, 140, 4)],
  pg_temp.pick(n, 141, 5) > 0
from generate_series(1, 500) n
order by n;
