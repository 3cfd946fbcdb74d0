package dev.howdah.demo;

import static dev.howdah.demo.DemoHome.ask;
import static dev.howdah.demo.DemoHome.awaitEnd;
import static dev.howdah.demo.DemoHome.cluster;
import static dev.howdah.demo.DemoHome.connectAsOwner;
import static dev.howdah.demo.DemoHome.holder;
import static dev.howdah.demo.DemoHome.port;
import static dev.howdah.demo.DemoHome.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {

  private static final String PID = "select pg_postmaster_start_time()";

  private static Path home = Path.of("");

  @BeforeAll
  static void makeHome() throws IOException {
    home = DemoHome.fresh();
    var progress = new ArrayList<String>();
    try (var _ = EmbeddedServer.start(home, progress::add)) {
      assertThat(progress)
          .startsWith("Unpacking PostgreSQL (once)…", "Making the sample database (once)…")
          .last()
          .asString()
          .startsWith("Started PostgreSQL 18.");
    }
  }

  @AfterEach
  void endsWithItsLastUser() throws IOException {
    awaitEnd(cluster(home));
  }

  @AfterAll
  static void deleteHome() throws IOException {
    Folders.delete(home);
  }

  @Test
  void startsAgainWithTheSameDataAndPassword() throws SQLException {
    String password;
    try (var server = start(home)) {
      password = server.password();
      try (var connection = connectAsOwner(server);
          var statement = connection.createStatement()) {
        statement.execute("create table if not exists shop.kept as select 42 as answer");
      }
    }
    var progress = new ArrayList<String>();
    try (var server = EmbeddedServer.start(home, progress::add)) {
      assertThat(progress).hasSize(1);
      assertThat(server.password()).isEqualTo(password);
      assertThat(ask(server, "select answer from shop.kept")).isEqualTo("42");
    }
  }

  @Test
  void isSharedAndStaysUntilTheLastOneCloses() throws SQLException {
    var first = start(home);
    var startedAt = DemoHome.ask(first, PID);
    try (var second = start(home)) {
      assertThat(second.port()).isEqualTo(first.port());
      first.close();
      assertThat(ask(second, PID)).isEqualTo(startedAt);
    }
  }

  @Test
  void startsOneServerForManyAtOnce() throws IOException {
    var holders = List.of(holder(home), holder(home));
    try (var ours = start(home)) {
      for (var holder : holders) {
        assertThat(port(holder)).isEqualTo(ours.port());
      }
    } finally {
      holders.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void outlivesTheProcessThatStartedItWhileOthersUseIt() throws Exception {
    var holder = holder(home);
    var port = port(holder);
    try (var ours = start(home)) {
      assertThat(ours.port()).isEqualTo(port);
      var startedAt = ask(ours, PID);
      holder.destroyForcibly().waitFor();
      assertThat(ask(ours, PID)).isEqualTo(startedAt);
    }
  }

  @Test
  void endsWhenItsOnlyUserIsKilled() throws Exception {
    var holder = holder(home);
    port(holder);
    var postgres = ProcessHandle.of(cluster(home).state().orElseThrow().pid()).orElseThrow();
    assertThat(postgres.isAlive()).isTrue();
    holder.destroyForcibly().waitFor();
    DemoHome.await(() -> !postgres.isAlive());
  }

  @Test
  void startsAfterAPowerFailure() throws Exception {
    awaitEnd(cluster(home));
    // The number in the file a power failure leaves may be another program's by now: here, ours.
    Files.write(
        cluster(home).pidFile(),
        List.of(
            String.valueOf(ProcessHandle.current().pid()),
            cluster(home).data().toString(),
            "1700000000",
            "5432",
            cluster(home).path().toString(),
            "127.0.0.1",
            "",
            "ready   "));
    try (var server = start(home)) {
      assertThat(ask(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void startsAgainAfterItsServerWasKilled() throws Exception {
    try (var first = start(home)) {
      var postgres = ProcessHandle.of(cluster(home).state().orElseThrow().pid()).orElseThrow();
      postgres.destroyForcibly();
      DemoHome.await(() -> !postgres.isAlive());
      try (var second = start(home)) {
        assertThat(ask(second, "select 1")).isEqualTo("1");
        assertThat(first.password()).isEqualTo(second.password());
      }
    }
  }

  @Test
  void keepsItsPasswordsToItself() throws IOException {
    assertThat(Files.getPosixFilePermissions(cluster(home).passwords())).hasSize(2);
    assertThat(Passwords.read(cluster(home).passwords())).hasToString("***");
  }
}
