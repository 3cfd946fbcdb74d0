package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnPostgres(extensions = {"hstore", "isn", "dblink", "pgrowlocks"})
class FunctionPolicyTest {

  private final ServerCatalogue catalogue;

  FunctionPolicyTest(TestDatabase database) throws SQLException {
    catalogue = ServerCatalogue.read(database);
  }

  @BeforeAll
  static void makeFunctions(TestDatabase database) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          create schema app;
          create schema "Odd";
          create function app.plain(int, text[]) returns int language sql as 'select 1';
          create function app.secdef() returns int language sql security definer as 'select 1';
          create function app.configured() returns int language sql set work_mem = '1MB'
            as 'select 1';
          create function app.procedural() returns int language plpgsql
            as 'begin return 1; end';
          create function app.native(int) returns int language internal as 'int4abs';
          create procedure app.act() language sql as 'select 1';
          create aggregate app.total(int) (sfunc = int4pl, stype = int);
          create type app.span as range (subtype = float8);
          create function "Odd"."F"(app.span) returns int language plpgsql
            as 'begin return 1; end';
          create function public.of_nobody() returns int language plpgsql
            as 'begin return 1; end';
          alter extension hstore add function public.of_nobody();
          """);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_catalog.lower(text)",
        "pg_catalog.int4out(int4)",
        "pg_catalog.count(any)",
        "pg_catalog.generate_series(int4, int4)",
        "pg_catalog.random()",
        "pg_catalog.txid_current_if_assigned()",
        "pg_catalog.currval(regclass)",
        "pg_catalog.ts_rewrite(tsquery, tsquery, tsquery)",
        "pg_catalog.bernoulli(internal)",
        "information_schema._pg_char_max_length(oid, int4)",
        "public.akeys(hstore)",
        "public.isn_weak()"
      })
  void allows(String function) {
    assertThat(judge(function, FunctionRules.NONE)).isEqualTo(new FunctionPolicy.Allowed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pg_catalog.pg_read_file(text)           | reads files
          pg_catalog.ts_stat(text)                | runs a text as SQL
          pg_catalog.ts_rewrite(tsquery, text)    | runs a text as SQL
          pg_catalog.domain_in(cstring, oid, int4)| cast to the type
          pg_catalog.xml_in(cstring)              | cast to the type
          pg_catalog.bpcharin(cstring, oid, int4) | cast to the type
          pg_catalog.pg_cancel_backend(int4)      | other sessions
          pg_catalog.set_config(text, text, bool) | current_setting reads
          pg_catalog.nextval(regclass)            | moves a sequence
          pg_catalog.pg_sleep(float8)             | only waits
          pg_catalog.lo_get(oid)                  | large objects
          pg_catalog.pg_stat_get_activity(int4)   | read pg_stat_activity
          pg_catalog.internal_in(cstring)         | pseudo-type
          pg_catalog.numeric_avg(internal)        | only the server itself
          public.dblink(text)                     | opens connections
          public.isn_weak(bool)                   | changes a setting
          public.of_nobody()                      | it is none of the extension hstore
          app.secdef()                            | the rights of its owner
          app.configured()                        | settings of its own
          app.procedural()                        | written in plpgsql
          app.native(int4)                        | written in internal
          app.act()                               | a procedure
          """)
  void refuses(String function, String why) {
    assertThat(judge(function, FunctionRules.NONE))
        .isInstanceOfSatisfying(
            FunctionPolicy.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains(function.replaceAll("^pg_catalog\\.|\\(.*", ""))
                    .contains(why));
  }

  @Test
  void looksIntoSqlBodiesAndAggregates() {
    assertThat(judge("app.plain(int4, _text)", FunctionRules.NONE))
        .isEqualTo(new FunctionPolicy.JudgeBody());
    assertThat(judge("app.total(int4)", FunctionRules.NONE))
        .isEqualTo(new FunctionPolicy.JudgeSupport());
  }

  @Test
  void allowsTheConstructorsOfARangeType() {
    assertThat(judge("app.span(float8, float8)", FunctionRules.NONE))
        .isEqualTo(new FunctionPolicy.Allowed());
    assertThat(judge("app.span_multirange()", FunctionRules.NONE))
        .isEqualTo(new FunctionPolicy.Allowed());
  }

  @Test
  void movesSequencesWhereItMayWrite() {
    var policy = FunctionPolicy.of(FunctionRules.NONE);
    var nextval = catalogue.function("pg_catalog.nextval(regclass)");
    var notify = catalogue.function("pg_catalog.pg_notify(text, text)");
    assertThat(policy.judge(nextval, catalogue, true)).isEqualTo(new FunctionPolicy.Allowed());
    assertThat(policy.judge(notify, catalogue, true)).isInstanceOf(FunctionPolicy.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_catalog.domain_in(cstring, oid, int4)",
        "pg_catalog.numeric_avg(internal)",
        "public.ghstore_consistent(internal, hstore, int2, oid, internal)"
      })
  void letsTheServerCallItsOwn(String function) {
    assertThat(
            FunctionPolicy.of(FunctionRules.NONE)
                .judgeSupport(catalogue.function(function), catalogue, false))
        .isEqualTo(new FunctionPolicy.Allowed());
  }

  @Test
  void letsTheServerCallNothingElseThatIsRefused() {
    assertThat(
            FunctionPolicy.of(FunctionRules.NONE)
                .judgeSupport(
                    catalogue.function("pg_catalog.pg_notify(text, text)"), catalogue, false))
        .isInstanceOf(FunctionPolicy.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app.procedural               | app.procedural()
          app.procedural()             | app.procedural()
          app.secdef                   | app.secdef()
          app.*                        | app.plain(int4, _text)
          app.plain(integer, text[])   | app.plain(int4, _text)
          app.plain(int4,pg_catalog.text[]) | app.plain(int4, _text)
          "Odd"."F"(app.span)          | Odd.F(span)
          Odd.F(span)                  | Odd.F(span)
          pg_catalog.pg_sleep          | pg_catalog.pg_sleep(float8)
          public.of_nobody             | public.of_nobody()
          """)
  void theOperatorAllowsByName(String rule, String function) {
    assertThat(judge(function, rules(rule))).isEqualTo(new FunctionPolicy.Allowed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app.*                      | app.procedural()
          app.*                      | app.secdef()
          app.*                      | app.configured()
          app.*                      | app.native(int4)
          public.*                   | public.dblink(text)
          pg_catalog.*               | pg_catalog.pg_sleep(float8)
          app.procedural(int4)       | app.procedural()
          App.procedural             | app.procedural()
          "Odd"."F"(int4)            | Odd.F(span)
          odd.f                      | Odd.F(span)
          """)
  void theOperatorAllowsNothingElseByIt(String rule, String function) {
    assertThat(judge(function, rules(rule))).isInstanceOf(FunctionPolicy.Refused.class);
  }

  @Test
  void theOperatorAllowsAnExtension() {
    var rules = new FunctionRules(rules("app.plain").functions(), Set.of("dblink"));
    assertThat(judge("public.dblink(text)", rules)).isEqualTo(new FunctionPolicy.Allowed());
    assertThat(judge("public.pgrowlocks(text)", rules)).isInstanceOf(FunctionPolicy.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "*.plain", "a.b.c", "app.*(int4)", "app.", "app.\"x", "app. x"})
  void refusesARuleThatIsNoName(String rule) {
    assertThatThrownBy(() -> FunctionRules.Named.parse(rule))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FunctionPolicy.Verdict judge(String function, FunctionRules rules) {
    return FunctionPolicy.of(rules).judge(catalogue.function(function), catalogue, false);
  }

  private static FunctionRules rules(String... names) {
    return new FunctionRules(
        Arrays.stream(names).map(FunctionRules.Named::parse).toList(), Set.of());
  }
}
