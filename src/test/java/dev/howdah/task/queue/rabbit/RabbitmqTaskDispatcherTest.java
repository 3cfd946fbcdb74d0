package dev.howdah.task.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.howdah.task.queue.Eventually;
import dev.howdah.task.queue.Messages;
import dev.howdah.task.queue.TaskDispatcher;
import dev.howdah.task.queue.TaskDispatcherContract;
import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.RabbitmqServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RabbitmqTaskDispatcherTest {

  abstract static class Contract extends TaskDispatcherContract {
    private final RabbitmqServer server;
    private final RabbitmqSettings settings;

    Contract(RabbitmqServer server, QueueType type) {
      this.server = server;
      this.settings =
          RabbitmqSettings.at(server.uri())
              .withDispatchType(type)
              .withPrefix("test-" + UUID.randomUUID().toString().substring(0, 8) + ":")
              .withOperationTimeout(Duration.ofMinutes(3));
    }

    @Override
    protected TaskDispatcher open() {
      return new RabbitmqTaskDispatcher(settings);
    }

    @AfterEach
    void delete() throws Exception {
      new Broker(server).delete(TaskQueues.work(settings));
    }

    @Test
    void givesToAnotherReplicaWhatADyingOneHad() throws Exception {
      List<String> tasks = tasks(8);
      var begun = new CountDownLatch(3);
      var never = new CountDownLatch(1);
      Set<String> stuck = ConcurrentHashMap.newKeySet();
      var dying = open();
      dying.serve(
          3,
          work -> {
            stuck.add(work.taskId());
            begun.countDown();
            awaitEnd(never);
          });
      tasks.forEach(dispatcher::submit);
      begun.await();
      List<String> ran = Collections.synchronizedList(new ArrayList<>());
      Set<String> repeated = ConcurrentHashMap.newKeySet();
      try (var _ =
          dispatcher.serve(
              2,
              work -> {
                ran.add(work.taskId());
                if (work.delivery() > 1) {
                  repeated.add(work.taskId());
                }
              })) {
        Eventually.is(() -> ran.size() == 5);
        dying.close();
        Eventually.is(() -> ran.size() == tasks.size());
      }
      never.countDown();
      assertThat(ran).containsExactlyInAnyOrderElementsOf(tasks);
      assertThat(repeated).isEqualTo(stuck);
    }

    @Test
    void losesNoTaskWhenTheBrokerCrashes() throws Exception {
      List<String> tasks = tasks(20);
      Set<String> ran = ConcurrentHashMap.newKeySet();
      tasks.subList(0, 10).forEach(dispatcher::submit);
      // A crash before may leave no queue, or one without a leader, which answers nobody.
      server.sync();
      server.crash();
      try (var _ = dispatcher.serve(2, work -> ran.add(work.taskId()))) {
        tasks.subList(10, 20).forEach(this::submitPatiently);
        Eventually.is(() -> ran.containsAll(tasks));
      }
    }

    @Test
    void believesNoSenderHowOftenATaskWasHandedOut() throws Exception {
      String task = tasks(1).getFirst();
      dispatcher.serve(1, _ -> {}).close();
      new Broker(server)
          .publish(
              TaskQueues.work(settings),
              new BasicProperties.Builder()
                  .headers(Map.of("x-delivery-count", 99L))
                  .priority(255)
                  .contentType("image/png")
                  .build(),
              task);
      var ran = new AtomicReference<String>();
      try (var _ =
          dispatcher.serve(1, work -> ran.set(work.taskId() + work.delivery() + work.last()))) {
        Eventually.is(() -> ran.get() != null);
      }
      assertThat(ran).hasValue(task + "1false");
    }

    @Test
    void putsAsideAtOnceWhatNobodyCanRun() throws Exception {
      var handed = new AtomicInteger();
      var last = new CountDownLatch(1);
      try (var _ =
          dispatcher.serve(
              1,
              work -> {
                if (handed.incrementAndGet() == 1) {
                  work.putAside();
                } else {
                  last.countDown();
                }
              })) {
        dispatcher.submit(Messages.newTask());
        Eventually.is(() -> dead() == 1);
        dispatcher.submit(Messages.newTask());
        assertThat(last.await(3, TimeUnit.MINUTES)).isTrue();
      }
      assertThat(handed).hasValue(2);
    }

    private int dead() {
      try {
        return new Broker(server).ready(TaskQueues.dead(settings));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void submitPatiently(String task) {
      try (var patient = open()) {
        patient.submit(task);
      }
    }

    private static void awaitEnd(CountDownLatch end) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Nested
  @NeedsRabbitmq
  class OnRabbitmq4 extends Contract {
    OnRabbitmq4(RabbitmqServer server) {
      super(server, QueueType.QUORUM);
    }
  }

  @Nested
  @NeedsRabbitmq(3)
  class OnRabbitmq3 extends Contract {
    OnRabbitmq3(RabbitmqServer server) {
      super(server, QueueType.QUORUM);
    }
  }

  /** As on a broker without quorum queues, which keeps no count of deliveries. */
  @Nested
  @NeedsRabbitmq
  class OnAClassicQueue extends Contract {
    OnAClassicQueue(RabbitmqServer server) {
      super(server, QueueType.CLASSIC);
    }

    @Override
    protected int tries() {
      return 2;
    }
  }

  @Test
  void usesAClassicQueueWhereTheBrokerHasNoOther() {
    assertThat(Versions.usable(QueueType.QUORUM, Versions.number("3.7.28")))
        .isEqualTo(QueueType.CLASSIC);
    assertThat(Versions.usable(QueueType.QUORUM, Versions.number("3.8.0")))
        .isEqualTo(QueueType.QUORUM);
    assertThat(Versions.usable(QueueType.QUORUM, Versions.number("4.0.5")))
        .isEqualTo(QueueType.QUORUM);
    assertThat(Versions.usable(QueueType.CLASSIC, Versions.number("4.0.5")))
        .isEqualTo(QueueType.CLASSIC);
  }
}
