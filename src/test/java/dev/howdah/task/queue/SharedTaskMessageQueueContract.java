package dev.howdah.task.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a queue does that several processes share; each object of one stands for a process. */
public abstract class SharedTaskMessageQueueContract extends TaskMessageQueueContract {

  private static final Duration LONG = Duration.ofMinutes(2);

  @Test
  void deliversWhatAnotherProcessSent() throws Exception {
    try (var other = open(limits(MOST), TTL)) {
      List<TaskMessage> sent = Messages.requests(5);
      Messages.enqueueAll(other, task, sent);

      assertThat(Eventually.get(() -> queue.peek(task))).isEqualTo(sent.getFirst());
      assertThat(Messages.takeAll(queue, task, sent.size())).isEqualTo(sent);
      assertThat(other.isEmpty(task)).isTrue();
    }
  }

  @Test
  void keepsMessagesWhenNoProcessIsThere() throws Exception {
    List<TaskMessage> sent = Messages.requests(5);
    Messages.enqueueAll(queue, task, sent);
    queue.close();
    queue = open(limits(MOST), TTL);

    assertThat(Messages.takeAll(queue, task, sent.size())).isEqualTo(sent);
  }

  @Test
  void wakesWhoWaitsInAnotherProcess() throws Exception {
    try (var other = open(limits(MOST), TTL);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiter = threads.submit(() -> queue.waitForMessage(task, LONG));
      other.enqueue(task, Messages.request(1));

      assertThat(waiter.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void hasOneReaderAtATimeInAllProcesses() throws Exception {
    List<TaskMessage> sent = Messages.requests(2);
    Messages.enqueueAll(queue, task, sent);
    try (var other = open(limits(MOST), TTL)) {
      try (Delivery first = Eventually.get(() -> queue.dequeue(task))) {
        assertThat(other.dequeue(task)).isEmpty();
        assertThat(first.acknowledge()).isTrue();
      }
      assertThat(Messages.takeOne(other, task)).isEqualTo(sent.get(1));
    }
  }

  /** The order holds even for one that stands in line already. */
  @Test
  void givesBackInOrderToOneThatWaitsInAnotherProcess() throws Exception {
    List<TaskMessage> sent = Messages.requests(4);
    Messages.enqueueAll(queue, task, sent);
    try (var other = open(limits(MOST), TTL)) {
      for (int round = 0; round < 5; round++) {
        try (var _ = Eventually.get(() -> queue.dequeue(task))) {
          // The other one gets in line while we hold the first message.
          try (var _ = other.onMessage(task, () -> {})) {
            assertThat(other.dequeue(task)).isEmpty();
          }
        }
      }
      Delivery held = Eventually.get(() -> queue.dequeue(task));
      try (var _ = other.onMessage(task, () -> {})) {
        held.close();
        for (TaskMessage expected : sent) {
          assertThat(Messages.takeOne(other, task)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void bringsAnswersToTheProcessThatRunsTheTask() throws Exception {
    try (var other = open(limits(MOST), TTL)) {
      var here = new TaskAnswers(queue);
      var there = new TaskAnswers(other);
      try (var first = here.expect(task, new RequestId.Text("q1"));
          var second = here.expect(task, new RequestId.Text("q2"))) {
        there.give(task, Messages.response("unknown", "nobody asked"));
        there.give(task, Messages.response("q2", "two"));
        there.give(task, Messages.response("q1", "one"));

        assertThat(first.await(LONG).orElseThrow().message()).contains("\"one\"");
        assertThat(second.await(LONG).orElseThrow().message()).contains("\"two\"");
      }
      Eventually.is(() -> queue.isEmpty(task));
    }
  }

  @Test
  void keepsAnAnswerUntilSomebodyExpectsIt() throws Exception {
    try (var other = open(limits(MOST), TTL)) {
      new TaskAnswers(other).give(task, Messages.response("q1", "early"));
    }
    try (var expected = new TaskAnswers(queue).expect(task, new RequestId.Text("q1"))) {
      assertThat(expected.await(LONG).orElseThrow().message()).contains("early");
      assertThat(expected.await(Duration.ZERO)).isPresent();
    }
  }
}
