package dev.howdah.sql.resolve;

import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/** A database whose two schemas are full of names that mean several things. */
final class Overloaded {

  private static final String TYPES =
      """
      create schema first;
      create schema second;
      create type first.mood as enum ('calm', 'cross');
      create domain first.positive as int4 check (value > 0);
      create domain first.email as varchar(20);
      create domain first.numbers as int4[];
      create domain first.span as int4range;
      create type first.pair as (a int4, b text);
      create table first.animal (id int4, name text);
      create table first.dog (breed text) inherits (first.animal);
      create domain first.hound as first.dog;
      create table first.typed of first.pair;
      create table first.untyped (a int4, b text);
      create function first.apart(text, text) returns float8 language sql immutable
        return length($1) - length($2);
      create type first.distance as range (subtype = text, subtype_diff = first.apart);
      create type first.textrange as range (subtype = text);
      create type first.words as range (subtype = text, multirange_type_name = first.chapters);
      """;

  private static final String FUNCTIONS =
      """
      set check_function_bodies = off;
      create function first.f(int4) returns int4 language plpgsql as 'begin end';
      create function first.f(text) returns text language plpgsql as 'begin end';
      create function second.f(int4) returns int4 language plpgsql as 'begin end';
      create function second.f(int8) returns int8 language plpgsql as 'begin end';
      create function second.f(numeric) returns numeric language plpgsql as 'begin end';
      create function second.f(anyelement) returns anyelement language plpgsql as 'begin end';
      create function first.g(int4, int4 default 1) returns int4 language plpgsql as 'begin end';
      create function second.g(int4) returns int4 language plpgsql as 'begin end';
      create function second.g(variadic int4[]) returns int4 language plpgsql as 'begin end';
      create function second.h(int4, int4 default 1) returns int4 language plpgsql as 'begin end';
      create function second.h(int4) returns int4 language plpgsql as 'begin end';
      create function first.v(variadic text[]) returns text language plpgsql as 'begin end';
      create function first.v(text) returns text language plpgsql as 'begin end';
      create function second.v(int4, variadic numeric[]) returns int4 language plpgsql as 'begin end';
      create function first.torn(int4, int8) returns int4 language plpgsql as 'begin end';
      create function first.torn(int8, int4) returns int4 language plpgsql as 'begin end';
      create function first.poly(anyelement, anyarray)
        returns anyarray language plpgsql as 'begin end';
      create function second.poly(anycompatible, anycompatiblearray)
        returns anycompatible language plpgsql as 'begin end';
      create function first.many(anyrange) returns anymultirange language plpgsql as 'begin end';
      create function first.many(anycompatiblerange, anycompatible)
        returns anycompatiblemultirange language plpgsql as 'begin end';
      create function first.one_of(anymultirange) returns anyrange language plpgsql as 'begin end';
      create function first.choice(anyenum) returns anyenum language plpgsql as 'begin end';
      create function first.choice(anynonarray, anyelement)
        returns anyelement language plpgsql as 'begin end';
      create function first.above(first.positive) returns int4 language plpgsql as 'begin end';
      create function second.above(int4) returns int4 language plpgsql as 'begin end';
      create function first.takes(first.animal) returns int4 language plpgsql as 'begin end';
      create function second.takes(record) returns int4 language plpgsql as 'begin end';
      create function first.couple(first.pair) returns int4 language plpgsql as 'begin end';
      create function second.couple(record) returns int4 language plpgsql as 'begin end';
      create function first.named(a int4, b text default 'x', c numeric default 1)
        returns int4 language plpgsql as 'begin end';
      create function second.named(c numeric, a int4) returns int4 language plpgsql as 'begin end';
      create function second.named(a int4, variadic b text[])
        returns int4 language plpgsql as 'begin end';
      create function first.columns(x anyelement, out a anyelement, out b anyarray)
        returns setof record language plpgsql as 'begin end';
      create function first.abs(int4) returns int4 language plpgsql as 'begin end';
      create function second.upper(text) returns text language plpgsql as 'begin end';
      create function first.lower(first.email) returns text language plpgsql as 'begin end';
      create function first.text(int4) returns text language plpgsql as 'begin end';
      create function first.as_mood(int4) returns first.mood language plpgsql as 'begin end';
      create function first.as_int(first.mood) returns int4 language plpgsql as 'begin end';
      create procedure first.f(bool) language sql as 'select 1';
      create aggregate first.total(int4) (sfunc = int4pl, stype = int4);
      create aggregate second.total(int8) (sfunc = int8pl, stype = int8);
      """;

  private static final String OPERATORS =
      """
      create function first.plus(text, text) returns text language plpgsql as 'begin end';
      create function first.less(int4, first.positive) returns int4
        language plpgsql as 'begin end';
      create function first.same(first.mood, text) returns bool language plpgsql as 'begin end';
      create function first.alike(anyelement, anyelement) returns bool
        language plpgsql as 'begin end';
      create operator first.+ (leftarg = text, rightarg = text, function = first.plus);
      create operator second.+ (leftarg = text, rightarg = text, function = first.plus);
      create operator second.= (leftarg = first.mood, rightarg = text, function = first.same);
      create operator second.@@@ (rightarg = text, function = pg_catalog.upper);
      create operator first.@@@ (rightarg = anyelement, function = second.f);
      create operator first.@@@ (leftarg = anyelement, rightarg = anyelement,
        function = first.alike);
      create operator first.%% (leftarg = int4, rightarg = first.positive,
        function = first.less);
      create cast (int4 as first.mood) with function first.as_mood(int4) as assignment;
      create cast (first.mood as int4) with function first.as_int(first.mood) as implicit;
      create cast (first.pair as text) with inout as assignment;
      create cast (varchar as first.mood) with inout as implicit;
      """;

  private Overloaded() {}

  /** Makes it once; the connection is the superuser's and looks into both schemas. */
  static Connection in(TestDatabase database) throws SQLException {
    var connection = database.connect(database.superuser());
    try (var statement = connection.createStatement()) {
      if (database.ask("select to_regnamespace('first')") == null) {
        statement.execute(TYPES);
        statement.execute(FUNCTIONS);
        statement.execute(OPERATORS);
      }
      statement.execute("set search_path = first, pg_catalog, second");
    }
    return connection;
  }
}
