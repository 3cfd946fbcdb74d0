package dev.howdah.task.queue.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.queue.Messages;
import dev.howdah.testing.HostileOperators;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Somebody else may make operators in the database of the queue. */
@OnPostgres
@Timeout(300)
final class HostileOperatorsTest {

  private static final String TASK = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  private final TestDatabase database;

  HostileOperatorsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void make() {
    HostileOperators.make(database);
  }

  @AfterEach
  void drop() {
    HostileOperators.drop(database);
  }

  @Test
  void theQueueUsesNoneOfThem() {
    var source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.owner().user());
    source.setPassword(database.owner().password());
    try (var queue =
        new PostgresTaskMessageQueue(
            source,
            () -> database.connect(database.owner()),
            PostgresQueueSettings.defaults(),
            _ -> Duration.ofMinutes(1))) {
      queue.create();
      queue.enqueue(TASK, Messages.request(1));
      assertThat(queue.peek(TASK)).isPresent();
      assertThat(queue.dequeue(TASK).orElseThrow().acknowledge()).isTrue();
      queue.enqueue(TASK, Messages.request(2));
      assertThat(queue.clear(TASK)).hasSize(1);
      assertThat(queue.isEmpty(TASK)).isTrue();
      queue.sweepNow();
    }
    assertThat(HostileOperators.used(database)).isEqualTo("none");
  }
}
