package dev.howdah.task.queue.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.queue.Messages;
import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.RabbitmqServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The example in docs/task-queue.md does what it says, between three processes' worth of objects.
 */
@NeedsRabbitmq
class QuestionsAndAnswersTest {

  private static final String FOLDER = "src/test/java/dev/howdah/task/queue/example/";

  @Test
  void bringsAQuestionToTheClientAndTheAnswerBack(RabbitmqServer server) throws Exception {
    String task = Messages.newTask();
    var runs = new AtomicBoolean(true);
    try (var running = new QuestionsAndAnswers(server.uri());
        var streaming = new QuestionsAndAnswers(server.uri());
        var receiving = new QuestionsAndAnswers(server.uri());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = threads.submit(() -> running.ask(task, "q1", "{\"id\":\"q1\"}"));
      var stream =
          threads.submit(
              () -> {
                streaming.passOn(
                    task,
                    runs::get,
                    question -> {
                      assertThat(question).isEqualTo("{\"id\":\"q1\"}");
                      receiving.answered(task, "q1", "{\"id\":\"q1\",\"result\":{}}");
                    });
                return true;
              });

      assertThat(answer.get(3, TimeUnit.MINUTES).orElseThrow().message())
          .isEqualTo("{\"id\":\"q1\",\"result\":{}}");
      runs.set(false);
      running.over(task);
      assertThat(stream.get(3, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void isShownAsItIs() throws Exception {
    assertThat(Files.readString(Path.of("docs/task-queue.md")))
        .contains(Files.readString(Path.of(FOLDER + "QuestionsAndAnswers.java")));
  }
}
