package dev.howdah.task.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AttemptsTest {

  private final RabbitmqSettings settings =
      RabbitmqSettings.at(URI.create("amqp://broker")).withOperationTimeout(Duration.ofMillis(200));
  private final IOException rejected = new RejectedException("task", "work");
  private final AtomicInteger count = new AtomicInteger();

  @Test
  void whoRejectsAndThenSaysNothingIsFull() {
    TaskQueueException failure = failure(rejected, new TimeoutException());

    assertThat(failure.reason()).isEqualTo(Reason.FULL);
    assertThat(failure).hasMessageContaining("its queue work is full");
    assertThat(count).hasValueGreaterThan(1);
  }

  @Test
  void whoRejectsAndThenIsLostIsAway() {
    assertThat(failure(rejected, new IOException("gone")).reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void whoSaysNothingIsAway() {
    TaskQueueException failure = failure(new TimeoutException(), new TimeoutException());

    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure).hasMessageEndingWith("does not answer: out of time");
  }

  private TaskQueueException failure(Exception first, Exception others) {
    return catchThrowableOfType(
        TaskQueueException.class,
        () ->
            new Attempts(settings)
                .run(
                    _ -> {
                      Exception failure = count.getAndIncrement() == 0 ? first : others;
                      if (failure instanceof IOException lost) {
                        throw lost;
                      }
                      throw (TimeoutException) failure;
                    }));
  }
}
