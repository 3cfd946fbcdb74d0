package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sequence is as closed as its table, also where a function takes it by a value. */
@OnPostgres
final class ClosedSequencesTest {

  private static final AccessSettings RULES = rules(true);

  private static final AccessSettings NO_CATALOGUES =
      new AccessSettings(
          true, List.of(), List.of(), List.of(), List.of(), List.of(), false, null, null);

  private final TestDatabase own;

  ClosedSequencesTest(TestDatabase own) {
    this.own = own;
  }

  @BeforeEach
  void tables() {
    own.run(
        """
        create schema far;
        create table far.open (id serial primary key, note text);
        create table far.closed (id serial primary key);
        create sequence far."Own";
        create function far.next(regclass) returns bigint language sql as 'select nextval($1)';
        create view far.moving as select nextval('far.closed_id_seq') as id;
        """);
  }

  @AfterEach
  void end() {
    own.run("drop schema far cascade");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into far.open values (setval('far.closed_id_seq', 4711))",
        "insert into far.open values (setval('far.closed_id_seq'::regclass, 4711, true))",
        "insert into far.open values (nextval('far.closed_id_seq'))",
        "insert into far.open select nextval('far.open_id_seq') + nextval('far.closed_id_seq')",
        "insert into far.open values (nextval('far.closed' || '_id_seq'))",
        "insert into far.open values (nextval(concat('far.closed', '_id_seq')::regclass))",
        "insert into far.open values (nextval(pg_get_serial_sequence('far.closed', 'id')))",
        "insert into far.open select nextval(oid::regclass) from pg_class where relkind = 'S'",
        "insert into far.open values (far.next('far.closed_id_seq'))",
        "insert into far.open values (('far.closed_id_seq'::regclass).nextval)",
        "insert into far.open values (currval('far.closed_id_seq'))",
        "update far.open set id = nextval('far.\"closed_id_seq\"')",
        "insert into far.open select id from far.moving",
      })
  void isNotMovedByWhoMayNotSeeTheTable(String sql) {
    String before = state();

    Outcome outcome = execute(RULES, sql);

    assertThat(outcome.answered()).as(outcome.toString()).isFalse();
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into far.open (note) values ('by its default')",
        "insert into far.open values (nextval('far.open_id_seq'))",
        "insert into far.open values (nextval('far.open_id_seq'::regclass))",
        "insert into far.open values (nextval(' far . \"Own\" '), setval('FAR.open_id_seq', 7)::text)",
      })
  void thoseOfOpenTablesMove(String sql) {
    assertThat(execute(RULES, sql).answered()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into far.open values (nextval('far.open_id_seq'))",
        "insert into far.open values (nextval('far.open_id_seq'::regclass))",
        "insert into far.open (note) select pg_catalog.setval('far.open_id_seq', 7)::text where false",
      })
  void theyMayBeNamedWhereCataloguesAreClosed(String sql) {
    assertThat(execute(rules(false), sql).answered()).isTrue();
    assertThat(execute(NO_CATALOGUES, sql).answered()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into far.open values (nextval('far.closed_id_seq'))",
        "insert into far.open values (nextval('far.open'))",
        "insert into far.open values (nextval(concat('far.open', '_id_seq')::regclass))",
        "insert into far.open values (far.next('far.open_id_seq'))",
        "insert into far.open values (nextval('far.open_id_seq'), 'far.open_id_seq'::regclass)",
      })
  void nothingElseIsNamedThere(String sql) {
    assertThat(execute(rules(false), sql).answered()).isFalse();
  }

  @Test
  void whoHasNoRulesMayNameThemAnyhow() {
    String sql = "insert into far.open values (nextval(pg_get_serial_sequence('far.closed','id')))";

    assertThat(execute(AccessSettings.NONE, sql).answered()).isTrue();
  }

  private static AccessSettings rules(boolean catalogues) {
    return new AccessSettings(
        true,
        List.of("far.closed"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        catalogues,
        null,
        null);
  }

  private String state() {
    return String.valueOf(own.ask("select last_value || ' ' || is_called from far.closed_id_seq"));
  }

  private Outcome execute(AccessSettings rules, String sql) {
    try (var client =
        new ToolClient(
            ToolClient.QUERY, rules, ToolClient.writable("default", own.dsn(own.superuser())))) {
      return Outcome.of(client.call("execute", Json.object().put("sql", sql)));
    }
  }
}
