package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's own socket directory serves as host. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@OnPostgres
final class UnixSocketTest {

  @Test
  void runsAndCancels(TestDatabase own) throws SQLException {
    var server = new TestServer(own);
    String folder =
        Objects.requireNonNull(server.admin("show unix_socket_directories"))
            .replace("\"", "")
            .split(",", -1)[0];
    Path socket = Path.of(folder, ".s.PGSQL." + own.port());
    Assumptions.assumeTrue(
        folder.startsWith("/") && Files.exists(socket), "the server has no socket here");
    var settings =
        ConnectionSettings.of(
            "host='%s' port=%d user=%s password='%s' dbname=%s"
                .formatted(
                    folder,
                    own.port(),
                    own.superuser().user(),
                    own.superuser().password(),
                    own.name()),
            Map.of());
    try (var database = new Database("unix", settings, PoolSettings.DEFAULT)) {
      assertThat(DatabaseTest.text(database, "select inet_server_addr() is null")).isEqualTo("t");
      var cancellation = new Cancellation();
      var call =
          CompletableFuture.runAsync(
              () ->
                  Ungated.run(
                      database,
                      "select pg_sleep(60)",
                      new Limits(1, 10, 10, Duration.ofMinutes(2), Duration.ofSeconds(1)),
                      cancellation));
      cancellation.cancel("enough");
      assertThatThrownBy(call::join)
          .cause()
          .isInstanceOfSatisfying(
              CallException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      assertThat(DatabaseTest.text(database, "select repeat('x', 100000)")).hasSize(100_000);
    }
  }
}
