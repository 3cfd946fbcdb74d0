package dev.howdah.task.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.howdah.task.queue.Delivery;
import dev.howdah.task.queue.Eventually;
import dev.howdah.task.queue.Messages;
import dev.howdah.task.queue.TaskMessage;
import dev.howdah.task.queue.TaskMessageJson;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.testing.RabbitmqServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with a broker: nothing is lost, and what comes twice can be told by its id. */
abstract class RabbitmqFailures {

  private static final Duration TTL = Duration.ofMinutes(30);
  private static final Duration PATIENT = Duration.ofMinutes(3);
  private static final Duration IMPATIENT = Duration.ofMillis(500);
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(20);

  private final RabbitmqServer server;
  private final RabbitmqSettings settings;
  private final Broker broker;
  private final String task = Messages.newTask();

  RabbitmqFailures(RabbitmqServer server) throws Exception {
    this.server = server;
    this.settings =
        RabbitmqSettings.at(server.uri())
            .withPrefix("test-" + UUID.randomUUID().toString().substring(0, 8) + ":")
            .withOperationTimeout(PATIENT);
    this.broker = new Broker(server);
  }

  private static RabbitmqTaskMessageQueue open(RabbitmqSettings settings) {
    return new RabbitmqTaskMessageQueue(settings, _ -> TTL);
  }

  private RabbitmqSettings through(AmqpRelay relay) {
    return settings.withNodes(List.of(new RabbitmqSettings.Node("127.0.0.1", relay.port())));
  }

  private AmqpRelay relay() throws Exception {
    var node = settings.nodes().getFirst();
    return new AmqpRelay(node.host(), node.port());
  }

  private String queueName() {
    return settings.prefix() + task;
  }

  @AfterEach
  void clear() {
    try (var queue = open(settings)) {
      queue.clear(task);
    }
  }

  @Test
  void saysThatTheBrokerIsDownAndGoesOnWhenItIsUp() throws Exception {
    server.down();
    try (var impatient = open(settings.withOperationTimeout(IMPATIENT));
        var patient = open(settings);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThatThrownBy(impatient::check)
          .isInstanceOf(TaskQueueException.class)
          .hasMessageStartingWith("RabbitMQ at [127.0.0.1:")
          .hasMessageContaining("does not answer")
          .extracting(e -> ((TaskQueueException) e).reason())
          .isEqualTo(TaskQueueException.Reason.UNAVAILABLE);
      assertThatThrownBy(() -> impatient.enqueue(task, Messages.request(1)))
          .isInstanceOf(TaskQueueException.class);
      var waiter = threads.submit(() -> impatient.waitForMessage(task, PATIENT));
      var sender =
          threads.submit(
              () -> {
                patient.enqueue(task, Messages.request(2));
                return true;
              });

      server.up();
      assertThat(sender.get(PATIENT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(waiter.get(PATIENT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(Messages.takeOne(patient, task).message()).contains("\"id\":2");
    } finally {
      server.up();
    }
  }

  @Test
  void losesNothingWhenTheBrokerCrashes() throws Exception {
    List<TaskMessage> sent = new CopyOnWriteArrayList<>();
    var enough = new AtomicBoolean();
    var roomy = settings.withLimits(new TaskQueueLimits(100_000, 1 << 20, 100));
    try (var queue = open(roomy);
        var waiting = open(roomy);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sender =
          threads.submit(
              () -> {
                while (!enough.get()) {
                  TaskMessage message = Messages.request(sent.size());
                  queue.enqueue(task, message);
                  sent.add(message);
                  Thread.sleep(BETWEEN_MESSAGES);
                }
                return true;
              });
      try (var _ = waiting.onMessage(task, () -> {})) {
        Delivery held = Eventually.get(() -> waiting.dequeue(task));
        // Of a queue that was only just made the broker may know nothing after a crash.
        server.sync();
        server.crash();
        int before = sent.size();
        Eventually.is(() -> sender.isDone() || sent.size() > before + 10);
        enough.set(true);

        assertThat(sender.get(PATIENT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(held.message()).isEqualTo(sent.getFirst());
        held.acknowledge();
        for (TaskMessage expected : sent.subList(1, sent.size())) {
          assertThat(Messages.takeOne(waiting, task)).isEqualTo(expected);
        }
      } finally {
        enough.set(true);
      }
      assertThat(waiting.dequeue(task)).isEmpty();
    }
  }

  @Test
  void deliversOnceWhatWasSentAgainBecauseItsConfirmWasLost() throws Exception {
    try (var relay = relay();
        var queue = open(through(relay));
        var reader = open(settings)) {
      queue.enqueue(task, Messages.request(0));
      TaskMessage repeated = Messages.request(1);
      relay.cutNextConfirms(2);
      queue.enqueue(task, repeated);
      queue.enqueue(task, Messages.request(2));

      assertThat(relay.confirmsToCut()).isZero();
      assertThat(broker.ready(queueName())).isEqualTo(5);
      assertThat(Messages.takeAll(reader, task, 3)).hasSize(3).element(1).isEqualTo(repeated);
      Eventually.is(() -> reader.isEmpty(task));
    }
  }

  @Test
  void takesUpReadingWhereItsConnectionWasCut() throws Exception {
    List<TaskMessage> sent = Messages.requests(3);
    try (var relay = relay();
        var queue = open(through(relay))) {
      Messages.enqueueAll(queue, task, sent);
      try (var _ = queue.onMessage(task, () -> {})) {
        Delivery held = Eventually.get(() -> queue.dequeue(task));
        relay.cut();
        Eventually.is(() -> queue.peek(task).filter(sent.getFirst()::equals).isPresent());
        // It is back in its place, and acknowledging it removes it from there.
        assertThat(held.acknowledge()).isTrue();
        assertThat(Messages.takeOne(queue, task)).isEqualTo(sent.get(1));

        Delivery second = Eventually.get(() -> queue.dequeue(task));
        relay.cut();
        second.acknowledge();
        Eventually.is(() -> queue.isEmpty(task));
      }
      assertThat(queue.reading()).isZero();
    }
  }

  @Test
  void asksAgainWhatIsNotAnswered() throws Exception {
    try (var relay = relay();
        var queue = open(through(relay))) {
      queue.check();
      TaskMessage message = Messages.request(1);
      relay.swallowNextDeclarations(1);
      long begin = System.nanoTime();
      queue.enqueue(task, message);

      assertThat(relay.declarationsToSwallow()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENT.dividedBy(2));
      assertThat(Messages.takeOne(queue, task)).isEqualTo(message);
    }
  }

  @Test
  void putsAsideWhatIsNoMessageOrAnotherTasks() throws Exception {
    try (var queue = open(settings)) {
      queue.enqueue(task, Messages.request(0));
      Messages.takeOne(queue, task);
      broker.publish(queueName(), new BasicProperties(), "{\"type\":\"request\"");
      broker.publish(queueName(), new BasicProperties(), "{\"type\":\"surprise\"}");
      var others = new BasicProperties.Builder().headers(Map.of("task", "another")).build();
      String fine = TaskMessageJson.write(Messages.request(1));
      broker.publish(queueName(), others, fine);
      broker.publish(queueName(), new BasicProperties(), fine);

      assertThat(Messages.takeOne(queue, task).message()).isEqualTo(Messages.request(1).message());
      assertThat(queue.isEmpty(task)).isTrue();
      String dead = settings.prefix() + "@dead";
      Eventually.is(() -> readyIs(dead, 3));
    }
  }

  private boolean readyIs(String queue, int count) {
    try {
      return broker.ready(queue) == count;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void saysThatItsPasswordIsWrongAndNotWhichItHas() {
    var wrong = settings.withPassword("open sesame");
    try (var queue = open(wrong)) {
      long begin = System.nanoTime();
      assertThatThrownBy(() -> queue.enqueue(task, Messages.request(1)))
          .isInstanceOf(TaskQueueException.class)
          .hasMessageEndingWith("refused the password of " + settings.user())
          .extracting(e -> ((TaskQueueException) e).reason())
          .isEqualTo(TaskQueueException.Reason.REFUSED);
      assertThatThrownBy(() -> queue.onMessage(task, () -> {}))
          .isInstanceOf(TaskQueueException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENT.dividedBy(2));
      assertThat(wrong + "" + queue).doesNotContain("sesame").contains(settings.user());
    }
  }

  @Test
  void makesAQueueAgainThatSomebodyDeleted() throws Exception {
    try (var queue = open(settings)) {
      queue.enqueue(task, Messages.request(1));
      broker.delete(queueName());
      queue.enqueue(task, Messages.request(2));
      assertThat(Messages.takeOne(queue, task).message()).contains("\"id\":2");

      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var waiter = threads.submit(() -> queue.waitForMessage(task, PATIENT));
        Eventually.is(() -> queue.reading() == 1);
        broker.delete(queueName());
        queue.enqueue(task, Messages.request(3));
        assertThat(waiter.get(PATIENT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void agreesWithAQueueThatWasMadeWithAnotherTtl() throws Exception {
    try (var shorter = new RabbitmqTaskMessageQueue(settings, _ -> Duration.ofMinutes(1));
        var longer = open(settings)) {
      shorter.enqueue(task, Messages.request(1));
      longer.enqueue(task, Messages.request(2));
      assertThat(Messages.takeAll(longer, task, 2)).hasSize(2);
    }
  }
}
