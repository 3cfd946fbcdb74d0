package dev.howdah;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import dev.howdah.task.TaskId;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.RabbitmqServer;
import dev.howdah.testing.Replica;
import dev.howdah.testing.TestDatabase;
import dev.howdah.tool.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What goes wrong with the broker costs a server a line in its log, and no task. */
@OnPostgres
@NeedsRabbitmq
@Timeout(900)
final class TaskBrokerFailuresTest {

  /** None of it says anything to a server. */
  private static final BasicProperties ODD =
      new BasicProperties.Builder()
          .contentType("image/png")
          .contentEncoding("gzip")
          .priority(255)
          .headers(Map.of("x-delivery-count", 99L))
          .messageId("")
          .build();

  private final TestDatabase database;
  private final RabbitmqServer broker;
  private final String prefix = "test-" + UUID.randomUUID().toString().substring(0, 8) + ":";

  TaskBrokerFailuresTest(TestDatabase database, RabbitmqServer broker) {
    this.database = database;
    this.broker = broker;
  }

  @AfterEach
  void queues() throws Exception {
    Brokers.delete(broker, prefix);
  }

  @Test
  void theDoctorSaysWhetherTheBrokerTakesTheLogin() {
    String uri = broker.uri().toString();
    String wrong = uri.replaceFirst("//[^@/]*@", "//").replaceFirst("//", "//nobody:sesame@");

    Command.Print right = examine(uri);
    Command.Print refused = examine(wrong);
    Command.Print away = examine("amqp://nobody:sesame@localhost:1");

    assertThat(right.text()).endsWith("\n  broker            takes the login\n");
    assertThat(right.exitCode()).isZero();
    assertThat(refused.text().replaceAll("\\s+", " "))
        .contains("broker failed: RabbitMQ at", "refused the password of nobody");
    assertThat(away.text().replaceAll("\\s+", " ")).contains("broker failed: RabbitMQ at");
    for (Command.Print bad : List.of(refused, away)) {
      assertThat(bad.exitCode()).isOne();
      assertThat(bad.text()).doesNotContain("sesame");
    }
  }

  private Command.Print examine(String uri) {
    var words =
        List.of(
            "doctor",
            "--dsn=" + database.dsn(database.reader()),
            "--tasks.store=postgres",
            "--tasks.dsn=" + database.dsn(database.owner()),
            "--tasks.broker=" + uri);
    var doctor = (Command.Doctor) new CommandLine("1", Map.of()).parse(words);
    return Doctor.examine(doctor.settings(), doctor.permissions(), Map.of());
  }

  private Replica start(String uri, String queueType) {
    var settings = new HashMap<String, String>();
    settings.put("DATABASE_URL", database.dsn(database.reader()));
    settings.put("HOWDAH_TASKS_STORE", "postgres");
    settings.put("HOWDAH_TASKS_DSN", database.dsn(database.owner()));
    settings.put("HOWDAH_TASKS_BROKER", uri);
    settings.put("HOWDAH_TASKS_BROKER_PREFIX", prefix);
    settings.put("HOWDAH_TASKS_BROKER_QUEUE_TYPE", queueType);
    settings.put("HOWDAH_TASKS_MAX_OPEN", "1000");
    return Replica.start(Map.copyOf(settings));
  }

  private Replica start() {
    return start(broker.uri().toString(), "quorum");
  }

  private static List<String> begin(Replica server, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> server.begin("query", Json.object().put("sql", "select " + i + " as n")))
        .toList();
  }

  private static void assertAllDone(Replica server, List<String> tasks)
      throws InterruptedException {
    for (int i = 0; i < tasks.size(); i++) {
      String task = tasks.get(i);
      JsonNode done =
          Eventually.get(
              () ->
                  Optional.of(server.get(task))
                      .filter(now -> !now.path("status").stringValue("").equals("working")));
      assertThat(done.at("/result/structuredContent/rows/0/n").intValue(-1))
          .as("%s", done)
          .isEqualTo(i);
    }
  }

  @Test
  void aServerWorksWithoutItsBrokerAndWithItOnceItIsThere() throws Exception {
    broker.down();
    try (Replica server = start()) {
      assertAllDone(server, begin(server, 5));
      Eventually.is(() -> server.log().contains("does not answer"));

      broker.up();
      Eventually.is(() -> server.log().contains("Tasks are handed to this server again"));
      Eventually.is(
          () -> {
            begin(server, 1);
            return server.log().contains("tasks are handed to all servers again");
          });
      assertAllDone(server, begin(server, 5));
    } finally {
      broker.up();
    }
  }

  @Test
  void noTaskIsLostWhenTheBrokerCrashes() throws Exception {
    try (Replica server = start()) {
      List<String> before = begin(server, 40);
      broker.crash();
      List<String> after = begin(server, 40);

      assertAllDone(server, before);
      assertAllDone(server, after);
    }
  }

  @Test
  void aWrongPasswordIsToldWithoutThePassword() throws Exception {
    String user = broker.uri().getUserInfo().split(":", 2)[0];
    String wrong =
        "amqp://%s:open-sesame@%s:%d"
            .formatted(user, broker.uri().getHost(), broker.uri().getPort());
    try (Replica server = start(wrong, "quorum")) {
      assertAllDone(server, begin(server, 3));
      Eventually.is(() -> server.log().contains("refused the password of " + user));

      assertThat(server.log()).doesNotContain("sesame");
    }
  }

  @Test
  void aFullQueueOfWorkHoldsNothingUp() throws Exception {
    Brokers.with(
        broker,
        channel ->
            channel.queueDeclare(
                prefix + "@work",
                true,
                false,
                false,
                Map.of(
                    "x-queue-type", "classic",
                    "x-max-length", 0,
                    "x-overflow", "reject-publish")));
    try (Replica server = start(broker.uri().toString(), "classic")) {
      assertAllDone(server, begin(server, 20));
      Eventually.is(() -> server.log().contains("would not take the task"));
      assertAllDone(server, begin(server, 20));

      assertThat(server.log()).containsOnlyOnce("its queue " + prefix + "@work is full");
    }
  }

  @Test
  void poisonInTheQueueOfWorkIsPutAside() throws Exception {
    List<String> poison =
        List.of(
            "no task at all",
            "nor-this",
            "x".repeat(180),
            "x".repeat(181),
            "y".repeat(12 << 20),
            "",
            "\0",
            "null",
            "{}",
            "{\"taskId\":\"%s\"}".formatted(TaskId.random()),
            TaskId.random() + "\n",
            "\uFFFD\u202E");
    try (Replica server = start()) {
      List<String> over = begin(server, 1);
      assertAllDone(server, over);
      JsonNode before = server.get(over.getFirst());
      String lasting = server.begin("query", Json.object().put("sql", LongQuery.SQL));
      Eventually.is(() -> told(server.get(lasting)).startsWith("Running"));
      Brokers.with(
          broker,
          channel -> {
            for (String each : poison) {
              publish(channel, new BasicProperties(), each);
            }
            // As one is that was deleted when its time was over.
            publish(channel, ODD, TaskId.random().value());
            for (int i = 0; i < 3; i++) {
              publish(channel, ODD, over.getFirst());
              publish(channel, ODD, lasting);
            }
          });

      assertAllDone(server, begin(server, 10));
      Eventually.is(() -> dead() == poison.size());
      Eventually.is(() -> waiting("@work") == 0);
      Eventually.is(() -> putAside(server) >= poison.size());
      assertThat(putAside(server)).isEqualTo(poison.size());
      assertThat(server.get(over.getFirst())).isEqualTo(before);
      assertThat(told(server.get(lasting))).startsWith("Running");
      server.ask("tasks/cancel", Json.object().put("taskId", lasting));
      Eventually.is(() -> server.get(lasting).path("status").stringValue("").equals("cancelled"));
    }
  }

  private static long putAside(Replica server) {
    return server.log().lines().filter(line -> line.contains("dead letters")).count();
  }

  private static String told(JsonNode task) {
    return task.path("statusMessage").stringValue("");
  }

  private void publish(Channel channel, BasicProperties properties, String body) throws Exception {
    channel.basicPublish("", prefix + "@work", properties, body.getBytes(UTF_8));
  }

  private int dead() {
    return waiting("@dead");
  }

  private int waiting(String queue) {
    AtomicInteger ready = new AtomicInteger();
    try {
      Brokers.with(
          broker,
          channel -> ready.set(channel.queueDeclarePassive(prefix + queue).getMessageCount()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return ready.get();
  }
}
