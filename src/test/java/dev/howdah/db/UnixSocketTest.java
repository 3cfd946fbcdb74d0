package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's own socket directory serves as host. */
@Timeout(20)
final class UnixSocketTest {

  @Test
  void runsAndCancels() throws SQLException {
    String folder =
        Objects.requireNonNull(TestServer.admin("show unix_socket_directories")).split(",", -1)[0];
    Assumptions.assumeTrue(
        java.nio.file.Files.isDirectory(java.nio.file.Path.of(folder)), "the server is elsewhere");
    var server = TestServer.settings();
    var settings =
        ConnectionSettings.of(
            "host=%s port=%s user=%s dbname=%s"
                .formatted(folder, server.port(), server.user(), server.database()),
            Map.of());
    try (var database = new Database("unix", settings, PoolSettings.DEFAULT)) {
      assertThat(DatabaseTest.text(database, "select inet_server_addr() is null")).isEqualTo("t");
      var cancellation = new Cancellation();
      var call =
          CompletableFuture.runAsync(
              () ->
                  database.run(
                      AgentSql.of("select pg_sleep(60)"),
                      List.of(),
                      new Limits(
                          1,
                          10,
                          10,
                          java.time.Duration.ofMinutes(2),
                          java.time.Duration.ofSeconds(1)),
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
