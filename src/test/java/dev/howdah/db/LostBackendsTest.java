package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** A place is given back when the server no longer has the process. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class LostBackendsTest {

  private static final Duration A_WHILE = Duration.ofMillis(1500);

  private final TestServer server;
  private final CountDownLatch gone = new CountDownLatch(1);

  LostBackendsTest(TestDatabase own) {
    this.server = new TestServer(own);
  }

  @Test
  void waitsForTheEndOfTheProcess() throws Exception {
    try (var lost = new LostBackends("main", server.settings())) {
      try (Connection held = server.own().connect(server.own().superuser())) {
        lost.watch(pid(held), gone::countDown);
        var nobody = new CountDownLatch(1);
        lost.watch(Integer.MAX_VALUE, nobody::countDown);

        nobody.await();
        assertThat(came(A_WHILE)).isFalse();
      }
      gone.await();
    }
  }

  @Test
  void waitsWhereTheServerTakesNoMoreConnections() throws Exception {
    server.admin("alter role " + server.own().reader().user() + " connection limit 1");
    var settings = server.reader();
    try (var lost = new LostBackends("main", settings)) {
      try (Connection held =
          Objects.requireNonNull(new Driver().connect(settings.url(), settings.properties()))) {
        lost.watch(pid(held), gone::countDown);

        assertThat(came(A_WHILE)).isFalse();
      }
      gone.await();
    }
  }

  @Test
  void takesThemForGoneWhereNobodyCanBeAsked() throws Exception {
    try (var lost = new LostBackends("main", server.settings("port=1"));
        Connection held = server.own().connect(server.own().superuser())) {
      lost.watch(pid(held), gone::countDown);

      gone.await();
    }
  }

  @Test
  void waitsForNobodyOnceClosed() throws Exception {
    var lost = new LostBackends("main", server.settings());
    try (Connection held = server.own().connect(server.own().superuser())) {
      lost.watch(pid(held), gone::countDown);
      lost.close();
      gone.await();

      var late = new CountDownLatch(1);
      lost.watch(pid(held), late::countDown);
      assertThat(late.getCount()).isZero();
    }
  }

  private static int pid(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  private boolean came(Duration within) throws InterruptedException {
    return gone.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }
}
