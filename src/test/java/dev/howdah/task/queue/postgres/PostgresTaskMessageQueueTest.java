package dev.howdah.task.queue.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.task.queue.Delivery;
import dev.howdah.task.queue.Eventually;
import dev.howdah.task.queue.Messages;
import dev.howdah.task.queue.SharedTaskMessageQueueContract;
import dev.howdah.task.queue.TaskMessageQueue;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.postgresql.ds.PGSimpleDataSource;

@OnEveryPostgres
class PostgresTaskMessageQueueTest extends SharedTaskMessageQueueContract {

  @Parameter TestDatabase database;

  @Override
  protected TaskMessageQueue open(TaskQueueLimits limits, Duration ttl) {
    return open(PostgresQueueSettings.defaults().withLimits(limits), ttl);
  }

  private PostgresTaskMessageQueue open(PostgresQueueSettings settings, Duration ttl) {
    var source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.owner().user());
    source.setPassword(database.owner().password());
    var queue =
        new PostgresTaskMessageQueue(
            source, () -> database.connect(database.owner()), settings, _ -> ttl);
    queue.create();
    return queue;
  }

  @Test
  void givesToOthersWhatADeadProcessHeld() throws Exception {
    var brief = PostgresQueueSettings.defaults().withLease(Duration.ofMillis(300));
    try (var dying = open(brief, TTL)) {
      dying.enqueue(task, Messages.request(1));
      Delivery held = dying.dequeue(task).orElseThrow();

      try (Delivery again = Eventually.get(() -> queue.dequeue(task))) {
        assertThat(again.redelivered()).isTrue();
        assertThat(held.acknowledge()).isFalse();
        assertThat(again.acknowledge()).isTrue();
      }
      assertThat(queue.isEmpty(task)).isTrue();
    }
  }

  @Test
  void keepsQueuesInOneTableApart() throws Exception {
    try (var answers = open(PostgresQueueSettings.defaults().withQueue("answers"), TTL)) {
      answers.enqueue(task, Messages.request(1));
      assertThat(queue.isEmpty(task)).isTrue();
      assertThat(Messages.takeAll(answers, task, 1)).hasSize(1);
    }
  }

  @Test
  void hearsOfMessagesAgainWhenItsConnectionWasCut() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiter = threads.submit(() -> queue.waitForMessage(task, Duration.ofMinutes(3)));
      String listening =
          "from pg_stat_activity where query like 'listen%' and datname = current_database()";
      Eventually.is(() -> "1".equals(database.ask("select count(*) " + listening)));
      database.ask("select pg_terminate_backend(pid) " + listening);

      queue.enqueue(task, Messages.request(1));
      assertThat(waiter.get(3, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void removesWhatHasExpired() throws Exception {
    try (var brief = open(PostgresQueueSettings.defaults(), Duration.ofMillis(1))) {
      brief.enqueue(task, Messages.request(1));
      Eventually.is(() -> brief.isEmpty(task));
      brief.sweepNow();
      assertThat(
              database.ask(
                  "select count(*) from howdah.task_message where task_id = '%s'".formatted(task)))
          .isEqualTo("0");
    }
  }

  @Test
  void saysThatTheDatabaseDoesNotAnswer() {
    var nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");
    try (var down =
        new PostgresTaskMessageQueue(
            nowhere, nowhere::getConnection, PostgresQueueSettings.defaults(), _ -> TTL)) {
      assertThatThrownBy(() -> down.isEmpty(task))
          .isInstanceOf(TaskQueueException.class)
          .hasMessage("the database of the task queue does not answer, SQLSTATE 08001");
    }
  }

  @Test
  void tellsNobodyTheIdsOfTasks() {
    assertThat(new Waiting("questions").mark(task))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(new Waiting("answers").mark(task));
  }

  @Test
  void refusesNamesThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostgresQueueSettings.defaults().withQueue("a; drop"))
        .withMessageStartingWith("queue must be lower-case letters");
  }
}
