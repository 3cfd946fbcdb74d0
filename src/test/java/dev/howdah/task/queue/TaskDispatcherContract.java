package dev.howdah.task.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every dispatcher of tasks does; it hands out a task five times at most. */
public abstract class TaskDispatcherContract {

  private static final int LIMIT = 5;
  private static final long LONG_SECONDS = 180;

  protected TaskDispatcher dispatcher;

  /** A dispatcher with a queue of this test's own. */
  protected abstract TaskDispatcher open();

  @BeforeEach
  void begin() {
    dispatcher = open();
  }

  @AfterEach
  void end() {
    dispatcher.close();
  }

  protected static List<String> tasks(int count) {
    return IntStream.range(0, count).mapToObj(_ -> Messages.newTask()).toList();
  }

  @Test
  void runsEachTaskOnceAndNotTooManyAtATime() throws Exception {
    List<String> tasks = tasks(60);
    tasks.subList(0, 30).forEach(dispatcher::submit);
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var all = new CountDownLatch(tasks.size());
    try (var _ =
        dispatcher.serve(
            4,
            work -> {
              // Saying so early does not make room for more.
              work.acknowledge();
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              ran.add(work.taskId());
              assertThat(work.delivery()).isEqualTo(1);
              running.decrementAndGet();
              all.countDown();
            })) {
      tasks.subList(30, 60).forEach(dispatcher::submit);
      assertThat(all.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ran).hasSize(60).containsExactlyInAnyOrderElementsOf(new HashSet<>(tasks));
    assertThat(most.get()).isBetween(1, 4);
  }

  @Test
  void triesAFailingTaskAgainButNotForEver() throws Exception {
    String poison = Messages.newTask();
    String fine = Messages.newTask();
    List<Integer> deliveries = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(1);
    try (var _ =
        dispatcher.serve(
            1,
            work -> {
              if (work.taskId().equals(poison)) {
                deliveries.add(work.delivery());
                throw new IllegalStateException("poison");
              }
              done.countDown();
            })) {
      dispatcher.submit(poison);
      Eventually.is(() -> deliveries.size() == tries());
      dispatcher.submit(fine);
      assertThat(done.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(deliveries).isEqualTo(IntStream.rangeClosed(1, tries()).boxed().toList());
  }

  /** How often a failing task is handed out. */
  protected int tries() {
    return LIMIT;
  }

  @Test
  void doesNotRunAgainWhatWasAcknowledgedBeforeItFailed() throws Exception {
    String task = Messages.newTask();
    var count = new AtomicInteger();
    var next = new CountDownLatch(1);
    try (var _ =
        dispatcher.serve(
            1,
            work -> {
              if (work.taskId().equals(task)) {
                count.incrementAndGet();
                work.acknowledge();
                throw new IllegalStateException("too late");
              }
              next.countDown();
            })) {
      dispatcher.submit(task);
      Eventually.is(() -> count.get() == 1);
      dispatcher.submit(Messages.newTask());
      assertThat(next.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(count).hasValue(1);
  }

  @Test
  void keepsTasksUntilSomebodyServes() throws Exception {
    List<String> tasks = tasks(5);
    dispatcher.serve(1, _ -> {}).close();
    tasks.forEach(dispatcher::submit);
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    try (var _ = dispatcher.serve(1, work -> ran.add(work.taskId()))) {
      Eventually.is(() -> ran.size() == tasks.size());
    }
    assertThat(ran).containsExactlyInAnyOrderElementsOf(tasks);
  }

  @Test
  void refusesWhatIsNoTaskAndAnythingOnceClosed() {
    assertThatIllegalArgumentException().isThrownBy(() -> dispatcher.submit("a b"));
    dispatcher.close();
    assertThatThrownBy(() -> dispatcher.submit(Messages.newTask()))
        .isInstanceOf(TaskQueueException.class);
  }
}
