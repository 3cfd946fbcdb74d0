package dev.howdah.task.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every queue of task messages does. */
public abstract class TaskMessageQueueContract {

  protected static final Duration TTL = Duration.ofMinutes(10);
  protected static final int MOST = 100;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(200);

  protected final String task = Messages.newTask();
  protected TaskMessageQueue queue;

  /** A queue with these limits, whose tasks live that long. */
  protected abstract TaskMessageQueue open(TaskQueueLimits limits, Duration ttl);

  protected static TaskQueueLimits limits(int maxMessages) {
    return new TaskQueueLimits(maxMessages, 64 * 1024, 1000);
  }

  @BeforeEach
  void open() {
    queue = open(limits(MOST), TTL);
  }

  @AfterEach
  void clearAndClose() {
    try (var last = open(limits(MOST), TTL)) {
      queue.close();
      last.clear(task);
    }
  }

  @Test
  void deliversInOrder() throws Exception {
    List<TaskMessage> sent = Messages.requests(50);
    Messages.enqueueAll(queue, task, sent);

    assertThat(Messages.takeAll(queue, task, sent.size())).isEqualTo(sent);
    assertThat(queue.isEmpty(task)).isTrue();
  }

  @Test
  void keepsAMessageExactly() throws Exception {
    Instant then = Instant.parse("2026-11-21T00:00:00.000000001Z");
    var sent =
        List.of(
            TaskMessage.of(
                TaskMessage.Type.NOTIFICATION,
                "{ \"n\": 1.50, \"big\":12345678901234567890.0e3, \"s\":\"\\u00e9 ü 象 \\/\" }",
                then,
                null),
            TaskMessage.of(TaskMessage.Type.REQUEST, "{\"id\":\"a b\"}", then, text("a b")),
            TaskMessage.of(
                TaskMessage.Type.RESPONSE, "{}", then, new RequestId.Numeric(Long.MIN_VALUE)),
            TaskMessage.of(TaskMessage.Type.ERROR, "{\"error\":{}}", then, text("")));
    Messages.enqueueAll(queue, task, sent);

    assertThat(Messages.takeAll(queue, task, sent.size())).isEqualTo(sent);
  }

  private static RequestId text(String id) {
    return new RequestId.Text(id);
  }

  @Test
  void isEmptyForATaskItNeverHeardOf() {
    assertThat(queue.isEmpty(task)).isTrue();
    assertThat(queue.peek(task)).isEmpty();
    assertThat(queue.dequeue(task)).isEmpty();
    assertThat(queue.clear(task)).isEmpty();
  }

  @Test
  void deliversAgainWhatWasNotAcknowledged() throws Exception {
    List<TaskMessage> sent = Messages.requests(3);
    Messages.enqueueAll(queue, task, sent);

    try (Delivery first = Eventually.get(() -> queue.dequeue(task))) {
      assertThat(first.message()).isEqualTo(sent.getFirst());
      assertThat(first.redelivered()).isFalse();
    }
    try (Delivery again = Eventually.get(() -> queue.dequeue(task))) {
      assertThat(again.message()).isEqualTo(sent.getFirst());
      assertThat(again.redelivered()).isTrue();
    }
    assertThat(Messages.takeAll(queue, task, sent.size())).isEqualTo(sent);
  }

  @Test
  void givesNobodyElseWhatIsTaken() throws Exception {
    List<TaskMessage> sent = Messages.requests(2);
    Messages.enqueueAll(queue, task, sent);

    try (Delivery first = Eventually.get(() -> queue.dequeue(task))) {
      assertThat(queue.dequeue(task)).isEmpty();
      assertThat(queue.peek(task)).isEmpty();
      assertThat(queue.isEmpty(task)).isFalse();
      assertThat(first.acknowledge()).isTrue();
      assertThat(first.acknowledge()).isTrue();
    }
    assertThat(Messages.takeAll(queue, task, 1)).isEqualTo(sent.subList(1, 2));
  }

  @Test
  void keepsTheOrderHoweverOftenItIsLookedAt() throws Exception {
    List<TaskMessage> sent = Messages.requests(5);
    Messages.enqueueAll(queue, task, sent);

    for (int i = 0; i < 30; i++) {
      assertThat(Eventually.get(() -> queue.peek(task))).isEqualTo(sent.getFirst());
    }
    assertThat(Messages.takeAll(queue, task, sent.size())).isEqualTo(sent);
  }

  @Test
  void clearsWhatWasNotDelivered() throws Exception {
    List<TaskMessage> sent = Messages.requests(5);
    Messages.enqueueAll(queue, task, sent);
    Messages.takeOne(queue, task);

    assertThat(queue.clear(task)).isEqualTo(sent.subList(1, 5));
    assertThat(queue.isEmpty(task)).isTrue();
    assertThat(queue.dequeue(task)).isEmpty();

    queue.enqueue(task, Messages.request(6));
    assertThat(Messages.takeAll(queue, task, 1)).hasSize(1);
  }

  @Test
  void clearsWhileAMessageIsTakenAndSomebodyWaits() throws Exception {
    List<TaskMessage> sent = Messages.requests(3);
    Messages.enqueueAll(queue, task, sent);
    try (var _ = queue.onMessage(task, () -> {});
        Delivery taken = Eventually.get(() -> queue.dequeue(task))) {
      assertThat(queue.clear(task)).isEqualTo(sent.subList(1, 3));
      assertThat(queue.isEmpty(task)).isTrue();
      assertThat(taken.acknowledge()).isFalse();
      queue.enqueue(task, Messages.request(9));
      assertThat(Messages.takeOne(queue, task).originalRequestId())
          .isEqualTo(new RequestId.Numeric(9));
    }
  }

  @Test
  void keepsTasksApart() throws Exception {
    List<String> tasks = IntStream.range(0, 12).mapToObj(i -> task + "-" + i).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (String each : tasks) {
        work.add(
            () -> {
              List<TaskMessage> sent = Messages.requests(10);
              Messages.enqueueAll(queue, each, sent);
              assertThat(Messages.takeAll(queue, each, sent.size())).isEqualTo(sent);
              queue.clear(each);
              return true;
            });
      }
      for (var result : threads.invokeAll(work)) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  /** How many messages more than its limit the queue may have. */
  protected int overshoot() {
    return 0;
  }

  @Test
  void takesNoMoreThanItsLimit() throws Exception {
    try (var small = open(limits(3), TTL)) {
      List<TaskMessage> accepted = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (TaskMessage next : Messages.requests(10)) {
                  small.enqueue(task, next);
                  accepted.add(next);
                }
              })
          .isInstanceOf(TaskQueueException.class)
          .hasMessage("the task has 3 messages waiting, and no more are taken")
          .extracting(e -> ((TaskQueueException) e).reason())
          .isEqualTo(TaskQueueException.Reason.FULL);
      assertThat(accepted).hasSizeBetween(3, 3 + overshoot());

      assertThat(Messages.takeAll(small, task, accepted.size())).isEqualTo(accepted);
      small.enqueue(task, Messages.request(5));
      assertThat(Messages.takeAll(small, task, 1)).hasSize(1);
    }
  }

  @Test
  void deliversARepeatedMessageOnce() throws Exception {
    List<TaskMessage> sent = Messages.requests(3);
    Messages.enqueueAll(queue, task, sent);
    queue.enqueue(task, sent.getFirst());
    queue.enqueue(task, sent.getLast());

    assertThat(Messages.takeAll(queue, task, sent.size())).isEqualTo(sent);
    assertThat(queue.isEmpty(task)).isTrue();
  }

  @Test
  void wakesEverybodyWhoWaits() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> waiting = () -> queue.waitForMessage(task, LONG);
      var waiters =
          List.of(threads.submit(waiting), threads.submit(waiting), threads.submit(waiting));

      queue.enqueue(task, Messages.request(1));

      for (var waiter : waiters) {
        assertThat(waiter.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(Messages.takeAll(queue, task, 1)).hasSize(1);
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    assertThat(queue.waitForMessage(task, SHORT)).isFalse();

    queue.enqueue(task, Messages.request(1));
    assertThat(queue.waitForMessage(task, LONG)).isTrue();
    try (Delivery _ = Eventually.get(() -> queue.dequeue(task))) {
      assertThat(queue.waitForMessage(task, SHORT)).isFalse();
    }
    assertThat(queue.waitForMessage(task, LONG)).isTrue();
  }

  @Test
  void callsBackForEachMessageUntilClosed() throws Exception {
    List<TaskMessage> sent = Messages.requests(20);
    Messages.enqueueAll(queue, task, sent.subList(0, 2));
    List<TaskMessage> got = new ArrayList<>();
    var all = new CountDownLatch(sent.size());
    Runnable read =
        () -> {
          synchronized (got) {
            Messages.takeAll(queue, task)
                .forEach(
                    message -> {
                      got.add(message);
                      all.countDown();
                    });
          }
        };
    try (var _ = queue.onMessage(task, read)) {
      Messages.enqueueAll(queue, task, sent.subList(2, sent.size()));
      assertThat(all.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertThat(got).isEqualTo(sent);
  }

  @Test
  void deliversEachMessageToOneOfManyReaders() throws Exception {
    int count = 90;
    Set<String> got = ConcurrentHashMap.newKeySet();
    var all = new CountDownLatch(count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        work.add(
            threads.submit(
                () -> {
                  while (all.getCount() > 0) {
                    if (queue.waitForMessage(task, SHORT)) {
                      queue.dequeue(task).ifPresent(delivery -> take(delivery, got, all));
                    }
                  }
                  return true;
                }));
      }
      for (int i = 0; i < 3; i++) {
        work.add(
            threads.submit(
                () -> {
                  Messages.enqueueAll(queue, task, Messages.requests(count / 3));
                  return true;
                }));
      }
      assertThat(all.await(180, TimeUnit.SECONDS)).isTrue();
      for (var each : work) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(queue.isEmpty(task)).isTrue();
  }

  private static void take(Delivery delivery, Set<String> got, CountDownLatch all) {
    try (delivery) {
      assertThat(got.add(delivery.message().id())).isTrue();
      delivery.acknowledge();
      all.countDown();
    }
  }

  @Test
  void forgetsMessagesWithTheirTask() throws Exception {
    try (var brief = open(limits(MOST), Duration.ofSeconds(1))) {
      brief.enqueue(task, Messages.request(1));
      Eventually.is(() -> brief.isEmpty(task));
      assertThat(brief.dequeue(task)).isEmpty();
      assertThat(brief.clear(task)).isEmpty();
    }
  }

  @Test
  void refusesWhatIsTooLong() {
    var large =
        TaskMessage.of(
            TaskMessage.Type.NOTIFICATION,
            "{\"s\":\"%s\"}".formatted("ü".repeat(40_000)),
            Instant.EPOCH,
            null);
    assertThatThrownBy(() -> queue.enqueue(task, large))
        .isInstanceOf(TaskQueueException.class)
        .hasMessage("a message may have at most 65536 bytes");
    assertThat(queue.isEmpty(task)).isTrue();
  }

  @Test
  void refusesWhatIsNoTaskId() {
    for (String wrong : List.of("", "a b", "ü", "@dead", "x".repeat(181), "a\n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> queue.enqueue(wrong, Messages.request(1)));
      assertThatIllegalArgumentException().isThrownBy(() -> queue.onMessage(wrong, () -> {}));
    }
  }

  @Test
  void endsWaitingWhenItIsClosed() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new CountDownLatch(1);
      var waiter =
          threads.submit(
              () -> {
                waiting.countDown();
                return queue.waitForMessage(task, LONG);
              });
      waiting.await();
      queue.close();

      assertThatThrownBy(() -> waiter.get(LONG.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(TaskQueueException.class)
          .hasMessage("the task queue was closed");
    }
    assertThatThrownBy(() -> queue.enqueue(task, Messages.request(1)))
        .isInstanceOf(TaskQueueException.class);
  }
}
