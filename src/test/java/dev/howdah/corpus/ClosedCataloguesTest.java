package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tells of the catalogue without reading it is closed along with it. */
@OnEveryPostgres
final class ClosedCataloguesTest {

  private final ToolClient open;
  private final ToolClient closed;

  ClosedCataloguesTest(TestDatabase database) {
    var reader = ToolClient.database("default", database.dsn(database.reader()));
    this.open = new ToolClient(ToolClient.QUERY, rules(true), reader);
    this.closed =
        new ToolClient(
            ToolClient.QUERY,
            rules(false),
            ToolClient.database("default", database.dsn(database.reader())));
  }

  private static AccessSettings rules(boolean catalogues) {
    return new AccessSettings(
        true,
        List.of("shut.vault"),
        List.of("shut.users.password"),
        List.of(),
        List.of(),
        List.of(),
        catalogues,
        null,
        null);
  }

  @BeforeParameterizedClassInvocation
  static void tables(TestDatabase database) {
    database.run(
        """
        create schema shut;
        create table shut.vault (secret text);
        create table shut.users (id integer, password text);
        create table shut.orders (id integer);
        create type shut.pair as (a integer, b integer);
        grant usage on schema shut to public;
        grant select on shut.users, shut.orders to public;
        """);
  }

  @AfterEach
  void close() {
    open.close();
    closed.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'shut.vault'::regclass::oid",
        "select to_regclass('shut.vault')",
        "select o::regclass from generate_series(16384, 16500) o",
        "select pg_describe_object(1259, o::oid, 0) from generate_series(16384, 16500) o",
        "select pg_get_viewdef(16385)",
        "select pg_get_functiondef(2000)",
        "select obj_description(16385, 'pg_class')",
        "select pg_relation_size(16385)",
        "select pg_stat_get_live_tuples(16385)",
        "select pg_get_partition_constraintdef(16385)",
        "select has_table_privilege('shut.vault', 'select')",
        "select pg_table_is_visible(16385)",
        "select row_security_active('shut.vault')",
        "select array['shut.vault'::regclass]",
        "select 'shut.vault'::regtype",
        "select * from pg_class",
      })
  void theCatalogueIsClosed(String sql) {
    assertThat(closed.error("query", Json.object().put("sql", sql)).path("code").asString())
        .isEqualTo("ERR_005");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_typeof(1)",
        "select version(), current_database(), current_user",
        "select to_tsvector('english', 'elephants ride')",
        "select format_type(23, null)",
        "select id from shut.orders",
        "select (row(1, 2)::shut.pair).a",
        "select o from shut.orders o",
        "select json_agg(o) from shut.orders o",
      })
  void theRestIsOpen(String sql) {
    assertThat(closed.ok("query", Json.object().put("sql", sql)).path("rows").isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select (null::shut.vault).*",
        "select null::shut.vault",
        "select array_agg(null::shut.vault)",
        "select null::shut.vault[]",
        "select * from unnest('{}'::shut.vault[])",
        "select null::shut.users[]",
        "select (null::shut.users).*",
        "select * from json_populate_record(null::shut.users, '{}')",
      })
  void theRowOfAClosedTableIsNoType(String sql) {
    for (ToolClient client : List.of(open, closed)) {
      assertThat(client.error("query", Json.object().put("sql", sql)).path("code").asString())
          .isIn("ERR_003", "ERR_005", "ERR_011");
    }
  }
}
