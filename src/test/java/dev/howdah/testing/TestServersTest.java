package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestServersTest {

  @Test
  void usesTheAddressesItIsGiven() {
    var given =
        Map.of(
            "HOWDAH_TEST_POSTGRES17", "postgresql://ann:p%40ss@db.test:6543",
            "HOWDAH_TEST_RABBITMQ", "amqp://ann:pass@broker.test");
    try (var servers = new TestServers(given)) {
      assertThat(servers.missingPostgres(17)).isEmpty();
      assertThat(servers.postgres(17))
          .extracting(PostgresServer::host, PostgresServer::port, PostgresServer::superuser)
          .containsExactly("db.test", 6543, new Login("ann", "p@ss"));
      assertThat(servers.rabbitmq(4).uri()).hasHost("broker.test");
    }
  }

  @Test
  void hasNoOtherVersions() {
    try (var servers = new TestServers(Map.of())) {
      assertThatThrownBy(() -> servers.postgres(9)).hasMessage("no test server PostgreSQL 9");
    }
  }

  @Test
  void runsAllTestsOnlyWhereChangesAreJudged() {
    try (var judge = new TestServers(Map.of("CI", "true"));
        var other = new TestServers(Map.of())) {
      assertThat(judge.all()).isTrue();
      assertThat(other.all()).isFalse();
    }
  }
}
