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
        create table shut.held (id integer);
        alter table shut.held enable row level security;
        create policy members on shut.held
          using (pg_has_role(current_user, 'pg_read_all_data', 'member'));
        create type shut.pair as (a integer, b integer);
        grant usage on schema shut to public;
        grant select on shut.users, shut.orders, shut.held to public;
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
        "select regclass('shut.vault'::text)",
        "select regclassin('shut.vault')",
        "select regtypein('shut.vault')",
        "select regnamespacein('shut')",
        "select regprocin('version')",
        "select regprocedurein('version()')",
        "select regrolein('postgres')",
        "select regoperin('!!')",
        "select regoperatorin('=(int4,int4)')",
        "select regcollationin('C')",
        "select format_type(16385, null)",
        "select oidvectortypes('16385')",
        "select aclitemin('nosuchrole=r/postgres')",
        "select aclitem 'nosuchrole=r/postgres'",
        "select makeaclitem(10, 10, 'SELECT', false)::text",
        "select acldefault('r', 10)::text",
        "select pg_has_role('nosuchrole', 'member')",
        "select pg_database_size('nosuchdatabase')",
        "select pg_partition_root('shut.vault')",
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
        "select id from shut.orders",
        "select id from shut.held",
        "select count(*) from shut.orders where id::text || id = 'x' and array[id] = '{1}'",
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
