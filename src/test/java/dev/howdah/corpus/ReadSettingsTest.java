package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that hold credentials are not read through functions either. */
@OnEveryPostgres
final class ReadSettingsTest {

  private final ToolClient client;

  ReadSettingsTest(TestDatabase database) {
    this.client = ToolClient.of(database, database.superuser());
  }

  @BeforeParameterizedClassInvocation
  static void functions(TestDatabase database) {
    database.run(
        """
        create function any_setting(text) returns text language sql
          as 'select current_setting($1)';
        create function any_atomic(text) returns text language sql
          return current_setting($1);
        create function passphrase() returns text language sql
          as $$select current_setting('ssl_passphrase_command')$$;
        create function passphrase_atomic() returns text language sql
          return current_setting('ssl_passphrase_command', true);
        create function tenant() returns text language sql
          as $$select coalesce(current_setting('app.tenant', true), 'none')$$;
        create function tenant_atomic() returns text language sql
          return coalesce(current_setting('app.tenant', true), 'none');
        create view of_tenant as select 1 as id where current_setting('app.x', true) is null;
        create table held (id integer check (current_setting('app.x', true) is null));
        alter table held enable row level security;
        create policy of_tenant on held using (current_setting('app.tenant') = id::text);
        """);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select passphrase()",
        "select passphrase_atomic()",
        "show primary_conninfo",
      })
  void areNotReadByFunctions(String sql) {
    assertThat(client.error("query", Json.object().put("sql", sql)).path("code").asString())
        .isEqualTo("ERR_005");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select any_setting('work_mem')",
        "select any_atomic('work_mem')",
        "select setting from pg_settings where name = 'work_mem'",
        "show archive_command",
        "select tenant()",
        "select tenant_atomic()",
        "select id from of_tenant",
        "select id from held",
      })
  void othersAre(String sql) {
    assertThat(client.ok("query", Json.object().put("sql", sql)).path("rows").isArray()).isTrue();
  }
}
