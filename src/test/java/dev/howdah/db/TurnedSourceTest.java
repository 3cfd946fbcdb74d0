package dev.howdah.db;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections that are handed out in turns. */
@OnEveryPostgres
record TurnedSourceTest(TestDatabase database) {

  private TurnedSource source(int most) {
    var direct = new PGSimpleDataSource();
    direct.setUrl(database.jdbcUrl());
    direct.setUser(database.owner().user());
    direct.setPassword(database.owner().password());
    return new TurnedSource(direct, most, Duration.ofMinutes(3));
  }

  /**
   * More of them wait in a commit than there are processors, and another one lets them go on. Tests
   * run with reflection as the launcher has it, which would hold a processor for each.
   */
  @Test
  void whoWaitsInAConnectionHoldsNobodyElse() throws Exception {
    assertThat(System.getProperty("jdk.reflect.useNativeAccessorOnly")).isEqualTo("true");
    database.run(
        """
        create table if not exists gate (id int);
        create or replace function wait_at_gate() returns trigger language plpgsql as
          'begin perform pg_advisory_xact_lock_shared(4711); return null; end';
        create constraint trigger wait after insert on gate
          deferrable initially deferred for each row execute function wait_at_gate()""");
    // Not closed: were they held, they would never end.
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    int many = 2 * Runtime.getRuntime().availableProcessors() + 2;
    try (var source = source(many);
        var gate = database.connect(database.owner());
        var statement = gate.createStatement()) {
      statement.execute("select pg_advisory_lock(4711)");
      var ready = new CountDownLatch(many);
      for (int i = 0; i < many; i++) {
        threads.execute(
            () -> {
              try (var connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try (var insert = connection.createStatement()) {
                  insert.execute("insert into gate values (1)");
                }
                ready.countDown();
                connection.commit();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
      }
      assertThat(ready.await(3, MINUTES)).as("all wait").isTrue();
      var other = CompletableFuture.supplyAsync(() -> "goes on", threads);
      assertThat(other.get(3, MINUTES)).isEqualTo("goes on");
      statement.execute("select pg_advisory_unlock(4711)");
      threads.shutdown();
      assertThat(threads.awaitTermination(3, MINUTES)).isTrue();
    }
    assertThat(database.ask("select count(*) from gate")).isEqualTo(Integer.toString(many));
  }

  @Test
  void failuresComeAsTheyAre() throws SQLException {
    try (var source = source(1)) {
      var connection = source.getConnection();
      connection.close();
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
  }
}
