package dev.howdah.task.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.howdah.task.queue.Eventually;
import dev.howdah.task.queue.Messages;
import dev.howdah.task.queue.TaskMessageJson;
import dev.howdah.testing.RabbitmqServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What somebody puts into the queue of a task with a client of his own. What is no message is put
 * aside, with one line in the log, and all others are delivered.
 */
abstract class RabbitmqPoison {

  private static final Duration TTL = Duration.ofMinutes(30);
  private static final Duration PATIENT = Duration.ofMinutes(3);
  private static final int LONGEST_LINE = 300;
  private static final String TIME = "2026-11-21T12:00:00Z";
  private static final String FINE = TaskMessageJson.write(Messages.request(1));

  private final RabbitmqSettings settings;
  private final Broker broker;
  private final String task = Messages.newTask();
  private final Logger logger = Logger.getLogger("dev.howdah.task.queue");
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          log.add(new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  RabbitmqPoison(RabbitmqServer server) throws Exception {
    this.settings =
        RabbitmqSettings.at(server.uri())
            .withPrefix("test-" + UUID.randomUUID().toString().substring(0, 8) + ":")
            .withOperationTimeout(PATIENT);
    this.broker = new Broker(server);
  }

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() throws Exception {
    logger.removeHandler(handler);
    broker.delete(settings.prefix() + task);
    broker.delete(dead());
  }

  private String dead() {
    return settings.prefix() + "@dead";
  }

  private RabbitmqTaskMessageQueue open() {
    return new RabbitmqTaskMessageQueue(settings, _ -> TTL);
  }

  private static String message(String type, String message, String time, String request) {
    return "{\"type\":%s,\"message\":%s,\"timestamp\":%s,\"original_request_id\":%s}"
        .formatted(type, message, time, request);
  }

  /** None of them is a message, whatever stands around it. */
  private static List<String> bodies() {
    String time = '"' + TIME + '"';
    return List.of(
        "",
        "\0",
        "null",
        "7",
        "\"request\"",
        "[]",
        "[" + FINE + "]",
        "{}",
        FINE + FINE,
        FINE.substring(0, FINE.length() - 1),
        "\uFEFF" + FINE,
        message("7", "{}", time, "1"),
        message("null", "{}", time, "1"),
        message("\"no such\\n\\u001b[31mtype " + "x".repeat(5_000) + "\"", "{}", time, "1"),
        message("\"request\"", "[]", time, "1"),
        message("\"request\"", "\"{}\"", time, "1"),
        message("\"request\"", "{\"a\":" + "[".repeat(5_000) + "}", time, "1"),
        message("\"request\"", "{}", "{}", "1"),
        message("\"request\"", "{}", "null", "1"),
        message("\"request\"", "{}", "1e999", "1"),
        message("\"request\"", "{}", "9".repeat(400), "1"),
        message("\"request\"", "{}", "\"yesterday\"", "1"),
        message("\"request\"", "{}", time, "true"),
        message("\"request\"", "{}", time, "[1]"),
        message("\"request\"", "{}", time, "9".repeat(400)));
  }

  private static BasicProperties.Builder plain() {
    return new BasicProperties.Builder();
  }

  @Test
  void isPutAsideOnceAndWhatElseIsThereIsDelivered() throws Exception {
    String queueName = settings.prefix() + task;
    String other = Messages.newTask();
    try (var queue = open();
        var elsewhere = open()) {
      queue.enqueue(task, Messages.request(0));
      Messages.takeOne(queue, task);
      try (var _ = queue.onMessage(task, () -> {})) {
        int poison = 0;
        for (String body : bodies()) {
          broker.publish(queueName, plain().build(), body);
          poison++;
        }
        broker.publish(queueName, plain().build(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        broker.publish(queueName, plain().messageId("x".repeat(250)).build(), FINE);
        broker.publish(queueName, plain().headers(Map.of("task", 7)).build(), FINE);
        broker.publish(queueName, plain().headers(Map.of("task", other)).build(), FINE);
        String large = "x".repeat(settings.limits().maxMessageBytes());
        broker.publish(queueName, plain().build(), FINE.replace("create", large));
        broker.publish(queueName, plain().build(), "x".repeat(12 << 20));
        int all = poison + 6;
        queue.enqueue(task, Messages.request(2));
        elsewhere.enqueue(other, Messages.request(3));

        assertThat(Messages.takeOne(queue, task).message()).contains("\"id\":2");
        assertThat(Messages.takeOne(elsewhere, other).message()).contains("\"id\":3");
        assertThat(queue.isEmpty(task)).isTrue();
        Eventually.is(() -> ready(dead()) == all);
        // Nothing comes a second time.
        Thread.sleep(500);
        assertThat(ready(dead())).isEqualTo(all);
        assertThat(log).hasSize(all);
        assertThat(log)
            .allSatisfy(
                line ->
                    assertThat(line)
                        .hasSizeLessThan(LONGEST_LINE)
                        .startsWith("A message goes to the dead letters: ")
                        .doesNotContainPattern("\\p{Cntrl}"));
      }
      elsewhere.clear(other);
    }
  }

  @Test
  void whatIsOddAroundAMessageDoesNotMatter() throws Exception {
    String queueName = settings.prefix() + task;
    var unnamed = new HashMap<String, Object>();
    unnamed.put("task", null);
    List<BasicProperties> odd =
        List.of(
            plain().build(),
            plain().contentType("image/png").contentEncoding("gzip").build(),
            plain().priority(255).build(),
            plain().priority(0).deliveryMode(1).build(),
            plain().headers(unnamed).build(),
            plain().headers(Map.of("x-delivery-count", -1, "x-death", "none")).build(),
            plain().messageId("").type("surprise").userId(settings.user()).build());
    try (var queue = open()) {
      queue.enqueue(task, Messages.request(0));
      for (int i = 0; i < odd.size(); i++) {
        broker.publish(queueName, odd.get(i), TaskMessageJson.write(Messages.request(i + 1)));
      }

      for (int i = 0; i <= odd.size(); i++) {
        assertThat(Messages.takeOne(queue, task).message()).contains("\"id\":" + i + ",");
      }
      assertThat(queue.isEmpty(task)).isTrue();
    }
    assertThat(log).isEmpty();
  }

  @Test
  void isLeftOutWhenAQueueIsCleared() throws Exception {
    try (var queue = open()) {
      queue.enqueue(task, Messages.request(0));
      for (String body : bodies()) {
        broker.publish(settings.prefix() + task, plain().build(), body);
      }

      assertThat(queue.clear(task)).hasSize(1);
      Eventually.is(() -> ready(dead()) == bodies().size());
    }
  }

  private int ready(String queue) {
    try {
      return broker.ready(queue);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
