package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.auth.AccessSettings;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No tool needs more of the database than to select from the queue's four tables. */
@OnEveryPostgres
record QueueGrantsTest(TestDatabase database) {

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) throws SQLException {
    asSuperuser(
        database,
        """
        create role %1$s_only login password 'only';
        create role %1$s_bare login noinherit password 'bare';
        create role %1$s_lent;
        grant %1$s_lent to %1$s_bare;
        grant connect on database %1$s to %1$s_only, %1$s_bare"""
            .formatted(database.name()));
    for (var version : PgQueuerVersion.values()) {
      try (var queue = PgQueuer.install(database, version, name(version), "")) {
        Shift.fill(queue);
      }
      database.run(
          """
          grant usage on schema %1$s to %2$s_only, %2$s_lent;
          grant select on %1$s.pgqueuer, %1$s.pgqueuer_log, %1$s.pgqueuer_statistics,
            %1$s.pgqueuer_schedules to %2$s_only, %2$s_lent"""
              .formatted(name(version), database.name()));
    }
  }

  @AfterParameterizedClassInvocation
  static void drop(TestDatabase database) throws SQLException {
    for (var role : List.of("only", "bare", "lent")) {
      asSuperuser(
          database,
          "drop owned by %1$s_%2$s; drop role %1$s_%2$s".formatted(database.name(), role));
    }
  }

  private static void asSuperuser(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String name(PgQueuerVersion version) {
    return version.name().toLowerCase(Locale.ROOT);
  }

  private Login login(String kind) {
    return new Login(database.name() + "_" + kind, kind);
  }

  @ParameterizedTest
  @EnumSource
  void answersWhoeverMaySelect(PgQueuerVersion version) {
    try (var client = Bench.client(database, login("only"), name(version))) {
      var answers = QueueCalls.answers(client, Map.of());
      assertThat(answers.get("queue_size {}").path("result")).isNotEmpty();
      assertThat(answers.get("queue_table_info {}").path("hidden_columns")).isEmpty();
      assertThat(answers.get("queue_stats {}").path("result")).isNotEmpty();
      assertThat(answers.get("schedules {}").path("result")).hasSize(3);
      assertThat(answers.get("queue_health {}").path("verdict").asString()).isEqualTo("degraded");
      assertThat(answers.get("schema_info {}").at("/result/0/total_bytes").longValue())
          .isPositive();
    }
  }

  @Test
  void hasSuchARole() throws SQLException {
    try (var connection = database.connect(login("only"));
        var statement = connection.createStatement()) {
      try (var rows =
          statement.executeQuery(
              "select count(*) from pg_auth_members where member = current_user::regrole")) {
        rows.next();
        assertThat(rows.getInt(1)).isZero();
      }
      for (var forbidden :
          List.of(
              "update v1_3.pgqueuer set priority = 1",
              "insert into v1_3.pgqueuer_statistics (count) values (1)",
              "select nextval('v1_3.pgqueuer_id_seq')",
              "create temporary table mine (n int)")) {
        assertThatThrownBy(() -> statement.execute(forbidden)).hasMessageContaining("permission");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersInTheRoleThatTheRulesGive(PgQueuerVersion version, @TempDir Path folder)
      throws IOException {
    try (var client = Bench.client(database, login("bare"), name(version))) {
      assertThat(client.error("queue_size", "{}").path("message").asString())
          .startsWith("The database role " + database.name() + "_bare may not read ");
    }
    var file = folder.resolve("permissions.yaml");
    Files.writeString(
        file,
        """
        roles:
          watcher: {schemas: [%s], db_role: %s_lent}
        users: {}
        """
            .formatted(name(version), database.name()));
    var none = AccessSettings.NONE;
    var access =
        new AccessSettings(
            none.enabled(),
            none.blockedTables(),
            none.blockedColumns(),
            none.allowedStatements(),
            none.allowedFunctions(),
            none.allowedExtensions(),
            none.systemCatalogues(),
            file.toString(),
            "watcher");
    try (var client =
        new ToolClient(
            ToolClient.QUERY,
            access,
            new Queues(List.of(QueueSettings.DEFAULT.at(name(version), null))),
            ToolClient.database("default", database.dsn(login("bare"))))) {
      var answers = QueueCalls.answers(client, Map.of());
      assertThat(answers.get("queue_size {}").path("result")).isNotEmpty();
      assertThat(answers.get("schema_info {}").path("role").asString())
          .isEqualTo(database.name() + "_lent");
    }
  }
}
