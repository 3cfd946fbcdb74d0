-- A record shop: quoted names with capitals, Id at the end, a list of lines.
create schema music;
set search_path = music;
create table "Artist" ("ArtistId" integer primary key, "Name" varchar(120));
create table "Album" (
  "AlbumId" integer primary key, "Title" varchar(160),
  "ArtistId" integer not null references "Artist");
create table "Genre" ("GenreId" integer primary key, "Name" varchar(120));
create table "MediaType" ("MediaTypeId" integer primary key, "Name" varchar(120));
create table "Track" (
  "TrackId" integer primary key, "Name" varchar(200), "Composer" text, "Bytes" integer,
  "AlbumId" integer references "Album", "MediaTypeId" integer not null references "MediaType",
  "GenreId" integer references "Genre");
create table "Employee" (
  "EmployeeId" integer primary key, "Name" text, "ReportsTo" integer references "Employee");
create table "Customer" (
  "CustomerId" integer primary key, "Name" text, "Company" text, "Email" text,
  "SupportRepId" integer references "Employee");
create table "Invoice" (
  "InvoiceId" integer primary key, "CustomerId" integer not null references "Customer",
  "BillingCountry" text, "Total" numeric);
create table "InvoiceLine" (
  "InvoiceLineId" integer primary key, "InvoiceId" integer not null references "Invoice",
  "TrackId" integer not null references "Track", "Quantity" integer);
create table "Playlist" ("PlaylistId" integer primary key, "Name" text);
create table "PlaylistTrack" (
  "PlaylistId" integer references "Playlist", "TrackId" integer references "Track",
  primary key ("PlaylistId", "TrackId"));
reset search_path;
