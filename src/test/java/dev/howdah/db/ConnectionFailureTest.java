package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One sentence that says what is wrong and what to do, for each way a connection fails. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@OnPostgres
final class ConnectionFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "28P01 | password authentication failed for user \"u\" | PostgreSQL refused the password of user u",
        "28000 | no pg_hba.conf entry for host \"1.2.3.4\", user \"u\", database \"d\", no encryption"
            + " | lets user u into database d from here without TLS; try sslmode=require.",
        "28000 | role \"u\" does not exist | The role u does not exist at",
        "28000 | peer authentication failed for user \"u\" | refused user u: peer authentication",
        "3D000 | database \"d\" does not exist | The database d does not exist at",
        "42501 | permission denied for database \"d\" | User u may not connect to database d.",
        "53300 | too many clients | has no connection left; try again, or lower the pool size.",
        "57P03 | the database system is starting up | is starting up, shutting down or not",
        "57P01 | terminating connection | is shutting down; try again later.",
        "08P01 | unsupported startup parameter: options | (PgBouncer: ignore_startup_parameters)",
        "XX000 | whatever | refused the connection: whatever.",
      })
  void tellsARefusal(String sqlstate, String words, String sentence) throws IOException {
    try (var server = FakeServer.refusing(sqlstate, words)) {
      var failure = failure("postgresql://u:geheim@127.0.0.1:" + server.port() + "/d");

      assertThat(failure).hasMessageContaining(sentence).hasMessageNotContaining("geheim");
      assertThat(failure.details())
          .containsEntry("sqlstate", sqlstate)
          .containsEntry("host", "127.0.0.1")
          .containsEntry("port", Integer.toString(server.port()))
          .containsEntry("database", "failing")
          .containsEntry("dbname", "d")
          .containsEntry("user", "u");
      assertThat(failure.details().toString()).doesNotContain("geheim");
    }
  }

  @Test
  void tellsThatNothingListens() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(failure("postgresql://u@127.0.0.1:" + port + "/d"))
        .hasMessage(
            "Nothing listens at 127.0.0.1:"
                + port
                + "; check host and port, and that the server is running.");
    assertThat(failure("host=/nowhere/at/all user=u"))
        .hasMessageStartingWith("Nothing listens at /nowhere/at/all/.s.PGSQL.5432");
  }

  @Test
  void tellsAnUnknownHost() {
    assertThat(failure("postgresql://u@no-such-host.invalid/d"))
        .hasMessage("The host no-such-host.invalid is unknown; check its name.");
  }

  @ParameterizedTest
  @CsvSource({"disable", "require"})
  void tellsASilentHost(String mode) throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var dsn =
          "postgresql://u@127.0.0.1:%d/d?connect_timeout=1&sslmode=%s"
              .formatted(silent.getLocalPort(), mode);

      assertThat(failure(dsn)).hasMessageStartingWith("No answer from 127.0.0.1:");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 400 Bad Request", "-ERR unknown command", "''"})
  void tellsAServerOfAnotherKind(String answer) throws IOException {
    try (var server = FakeServer.saying(answer)) {
      for (String mode : List.of("disable", "prefer", "require")) {
        var dsn = "postgresql://u@127.0.0.1:" + server.port() + "/d?sslmode=" + mode;

        assertThat(failure(dsn))
            .as(mode)
            .hasMessageEndingWith("does not speak PostgreSQL's protocol; check the port.");
      }
    }
  }

  @Test
  void tellsThatTheServerAsksForAPassword() throws IOException {
    try (var server = FakeServer.askingForAPassword()) {
      assertThat(failure("postgresql://u@127.0.0.1:" + server.port() + "/d"))
          .hasMessageStartingWith("The server asks for a password and none was given");
    }
  }

  @Test
  void tellsThatTlsIsNotOffered() throws IOException {
    try (var server = FakeServer.refusing("28000", "x")) {
      assertThat(failure("postgresql://u@127.0.0.1:" + server.port() + "/d?sslmode=require"))
          .hasMessageContaining("does not offer TLS, which sslmode=require requires");
    }
  }

  @Test
  void tellsWhatIsWrongWithTheCertificate(@TempDir Path folder) throws Exception {
    var one = Certificate.make(folder, "one", "CN=elsewhere.example");
    var other = Certificate.make(folder, "other", "CN=other.example");
    try (var server = FakeServer.withTls(one)) {
      var dsn = "postgresql://u@127.0.0.1:" + server.port() + "/d?sslmode=";

      assertThat(failure(dsn + "verify-full&sslrootcert=" + other.pem()))
          .hasMessageContaining("is not trusted; give its authority as sslrootcert");
      assertThat(failure(dsn + "verify-full&sslrootcert=" + one.pem()))
          .hasMessageContaining("is for another host name; connect by the name in it");
      assertThat(failure(dsn + "verify-ca&sslrootcert=" + folder.resolve("none")))
          .hasMessageContaining("its file cannot be read; set sslrootcert.");
    }
  }

  @Test
  void staysInTheStatusUntilItIsMended(TestDatabase own) throws SQLException {
    var server = new TestServer(own);
    var settings = server.settings("dbname=mended");
    try (var database = new Database("x", settings, PoolSettings.DEFAULT)) {
      assertThat(failure(database)).hasMessageContaining("The database mended does not exist");
      assertThat(database.status().connected()).isFalse();
      assertThat(database.status().lastError()).contains("mended does not exist");

      server.admin("create database mended");

      assertThat(DatabaseTest.text(database, "select current_database()")).isEqualTo("mended");
      assertThat(database.status().connected()).isTrue();
    }
    server.admin("drop database mended with (force)");
  }

  private static CallException failure(String dsn) {
    var settings = ConnectionSettings.of(dsn, Map.of("HOME", "/nowhere"));
    var pool = new PoolSettings(0, 1, Duration.ofSeconds(20), Duration.ofMinutes(1), 1 << 20);
    try (var database = new Database("failing", settings, pool)) {
      return failure(database);
    }
  }

  private static CallException failure(Database database) {
    var failure =
        catchThrowableOfType(
            CallException.class,
            () -> Ungated.run(database, "select 1", DatabaseTest.LIMITS, new Cancellation()));
    assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_FAILED);
    return failure;
  }
}
