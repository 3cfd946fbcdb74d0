-- What only a superuser can make. The reader keeps what everybody may do.

grant usage on schema public to public;
select lo_from_bytea(4711, 'large object');
grant select on large object 4711 to public;
create function event_noted() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger corpus_noted on ddl_command_start execute function event_noted();
alter event trigger corpus_noted disable;
create function run_as_superuser(text) returns text language plpgsql security definer as
  $$ declare r text; begin execute $1 into r; return r; end $$;
create operator class touchy_ops for type integer using btree as
  operator 1 <## (integer, integer), operator 5 ##> (integer, integer),
  operator 3 = (integer, integer), function 1 touch_compare(integer, integer);
create function touch_lines(line, line) returns integer language plpgsql immutable as
  $$ begin perform touch(9); return 0; end $$;
create function left_of(line, line) returns boolean language sql immutable as
  'select $1::text < $2::text';
create operator <# (leftarg = line, rightarg = line, function = left_of);
create operator class touchy_lines default for type line using btree as
  operator 1 <#, function 1 touch_lines(line, line);
create type touchy_class_range as range
  (subtype = integer, subtype_opclass = touchy_ops);
