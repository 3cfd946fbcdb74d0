package dev.howdah.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.howdah.task.TaskException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link TaskStore} does. {@code here} and {@code there} are two servers that share one
 * store.
 */
@Timeout(300)
public abstract class TaskStoreContract {

  protected static final String ANN = "ann";
  protected static final String BOB = "bob";
  protected static final Duration LEASE = Duration.ofSeconds(30);
  protected static final Duration SOON = Duration.ofMinutes(1);

  /**
   * More than a lease and what a store adds to it that was slow to answer, as on a busy machine.
   */
  protected static final Duration LOST = Duration.ofMinutes(3);

  private static final Duration TTL = Duration.ofMinutes(10);
  private static final TaskTimes TIMES =
      new TaskTimes(TTL, Duration.ofHours(1), LEASE, Duration.ofSeconds(2));
  private static final TaskLimits LIMITS = new TaskLimits(60, 80, 2000, 3, 1000, 500_000, 1000);

  protected TaskStore here;
  protected TaskStore there;

  /** A store without tasks. */
  protected abstract TaskStore empty(TaskTimes times, TaskLimits limits);

  /** Another server's view of the same tasks. */
  protected abstract TaskStore another(TaskStore store, TaskTimes times, TaskLimits limits);

  /** Lets this time pass for the tasks. */
  protected abstract void pass(Duration time);

  protected abstract boolean isDurable();

  @BeforeEach
  void open() {
    here = empty(TIMES, LIMITS);
    there = another(here, TIMES, LIMITS);
  }

  @AfterEach
  void close() {
    there.close();
    here.close();
  }

  protected static NewTask task() {
    return NewTask.of(ANN, "tools/call query", "{\"sql\":\"select 1\"}");
  }

  protected static NewTask restartable(int times) {
    return new NewTask(TaskId.random(), ANN, "tools/call query", "{}", null, null, times);
  }

  private static Outcome done(String result) {
    return new Outcome.Completed(false, result.getBytes(UTF_8), "done");
  }

  protected static void refused(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(TaskException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  @Test
  void saysWhetherItIsDurable() {
    assertThat(here.durable()).isEqualTo(isDurable());
  }

  @Test
  void aTaskKnowsSinceWhenItsWorkGoesOn() {
    Task fresh = here.create(task());
    Task older = here.create(task().aged(Duration.ofMillis(5_250)), "s1").task();

    assertThat(fresh.begun()).isEqualTo(fresh.created());
    assertThat(older.begun()).isEqualTo(older.created().minusMillis(5_250));
    assertThat(there.find(older.id(), ANN)).contains(older);
  }

  @Test
  void aNewTaskIsThereForEveryServer() {
    NewTask fresh =
        new NewTask(
            TaskId.random(), ANN, "tools/call query", "{}", "queued", Duration.ofSeconds(90), 0);

    Task made = here.create(fresh);

    assertThat(there.find(fresh.id(), ANN)).contains(made);
    assertThat(made.id()).isEqualTo(fresh.id());
    assertThat(made.owner()).isEqualTo(ANN);
    assertThat(made.kind()).isEqualTo("tools/call query");
    assertThat(made.state()).isEqualTo(new TaskState.Working());
    assertThat(made.statusMessage()).isEqualTo("queued");
    assertThat(made.progress()).isNull();
    assertThat(made.cancelRequested()).isFalse();
    assertThat(made.ttl()).isEqualTo(Duration.ofSeconds(90));
    assertThat(made.updated()).isEqualTo(made.created());
    assertThat(made.pollInterval()).isEqualTo(TIMES.pollInterval());
    assertThat(made.holder()).isNull();
    assertThat(made.leaseUntil()).isNull();
    assertThat(made.restarts()).isZero();
    assertThat(there.result(fresh.id(), ANN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {BOB, "", "ANN", "ann ", "ann\0", "\0", "ann\ud800", "%"})
  void anothersTaskIsNotThere(String other) {
    TaskId id = here.create(task()).id();

    assertThat(there.find(id, other)).isEmpty();
    assertThat(there.result(id, other)).isEmpty();
    assertThat(there.list(other, Optional.empty(), 10).tasks()).isEmpty();
    assertThat(there.await(id, other, 0, SOON)).isEmpty();
    refused(Reason.NOT_FOUND, () -> there.cancel(id, other, "mine now"));
    refused(Reason.NOT_FOUND, () -> there.requestCancel(id, other));
    refused(Reason.NOT_FOUND, () -> there.answer(id, other, Map.of("a", "b")));
    assertThat(here.find(id, ANN).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void anUnknownTaskIsNotThere() {
    TaskId id = TaskId.random();

    assertThat(here.find(id, ANN)).isEmpty();
    assertThat(here.claim(id, "s1")).isEmpty();
    assertThat(here.renew(List.of(new Lease(id, "s1", 1)))).isEmpty();
    refused(Reason.NOT_FOUND, () -> here.requestCancel(id, ANN));
    refused(Reason.NOT_FOUND, () -> here.finish(new Lease(id, "s1", 1), done("{}")));
    refused(Reason.NOT_FOUND, () -> here.answers(new Lease(id, "s1", 1)));
  }

  @Test
  void anIdIsTakenOnce() {
    NewTask fresh = task();
    here.create(fresh);

    refused(Reason.DUPLICATE, () -> there.create(fresh));
    refused(
        Reason.DUPLICATE,
        () -> there.create(new NewTask(fresh.id(), BOB, "kind", "{}", null, null, 0), "s2"));
  }

  @Test
  void theStoreBoundsTheTtl() {
    NewTask greedy =
        new NewTask(TaskId.random(), ANN, "kind", "{}", null, Duration.ofDays(9999), 0);

    assertThat(here.create(greedy).ttl()).isEqualTo(TIMES.maxTtl());
    assertThat(here.create(task()).ttl()).isEqualTo(TTL);
  }

  @Test
  void listsNewestFirstPageByPage() {
    List<TaskId> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.addFirst(here.create(task()).id());
      pass(Duration.ofMillis(1));
    }
    here.create(NewTask.of(BOB, "kind", "{}"));

    TaskPage first = there.list(ANN, Optional.empty(), 3);
    here.create(task());
    TaskPage second = there.list(ANN, Optional.ofNullable(first.next()), 3);
    TaskPage third = there.list(ANN, Optional.ofNullable(second.next()), 3);

    List<TaskId> listed = new ArrayList<>();
    List.of(first, second, third).forEach(page -> page.tasks().forEach(t -> listed.add(t.id())));
    assertThat(listed).isEqualTo(made);
    assertThat(third.next()).isNull();
    assertThat(there.list(ANN, Optional.empty(), 8).next()).isNull();
    for (String invented : List.of("x", "", "MSAy", "' or 1=1", "9".repeat(500))) {
      refused(Reason.BAD_CURSOR, () -> there.list(ANN, Optional.of(invented), 3));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> there.list(ANN, Optional.empty(), 0));
  }

  @Test
  void tasksOfOneInstantAreEachListedOnce() {
    Set<TaskId> made = Collections.newSetFromMap(new ConcurrentHashMap<>());
    inParallel(20, i -> made.add((i % 2 == 0 ? here : there).create(task()).id()));

    List<TaskId> listed = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      TaskPage page = there.list(ANN, cursor, 3);
      page.tasks().forEach(task -> listed.add(task.id()));
      cursor = Optional.ofNullable(page.next());
    } while (cursor.isPresent());

    assertThat(listed).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void resultsComeBackAsTheyWereGiven() {
    for (int size : List.of(0, 1, 999, 1000, 400_000)) {
      byte[] result = "[\"é\",1]".repeat(size / 8 + 1).substring(0, size / 2).getBytes(UTF_8);
      Claim claim = here.create(task(), "s1");

      Task ended = here.finish(claim.lease(), new Outcome.Completed(true, result, "7 rows"));

      assertThat(ended.state()).isEqualTo(new TaskState.Completed(true, result.length));
      assertThat(ended.state().word()).isEqualTo("completed");
      assertThat(ended.state().word2025()).isEqualTo("failed");
      assertThat(ended.statusMessage()).isEqualTo("7 rows");
      assertThat(ended.holder()).isNull();
      assertThat(there.find(ended.id(), ANN)).contains(ended);
      assertThat(there.result(ended.id(), ANN)).hasValue(result);
      assertThat(there.result(ended.id(), BOB)).isEmpty();
    }
  }

  @Test
  void errorsComeBackAsTheyWereGiven() {
    Claim claim = here.create(task(), "s1");
    byte[] error = "{\"code\":-32603}".getBytes(UTF_8);

    Task ended = here.finish(claim.lease(), new Outcome.Failed(error, "it broke"));

    assertThat(ended.state()).isEqualTo(new TaskState.Failed(error.length));
    assertThat(ended.statusMessage()).isEqualTo("it broke");
    assertThat(there.result(ended.id(), ANN)).hasValue(error);
  }

  @Test
  void aResultThatIsTooLargeIsRefusedAndTheTaskGoesOn() {
    Claim claim = here.create(task(), "s1");

    refused(
        Reason.TOO_LARGE,
        () -> here.finish(claim.lease(), new Outcome.Completed(false, new byte[500_001], null)));

    assertThat(here.find(claim.task().id(), ANN)).contains(claim.task());
    assertThat(here.finish(claim.lease(), done("{}")).terminal()).isTrue();
  }

  @Test
  void aRequestThatIsTooLargeIsRefused() {
    refused(Reason.TOO_LARGE, () -> here.create(NewTask.of(ANN, "kind", "é".repeat(1001))));
    assertThat(here.list(ANN, Optional.empty(), 10).tasks()).isEmpty();
  }

  @Test
  void whatHasEndedStaysAsItIs() {
    List<Outcome> outcomes =
        List.of(
            done("{}"),
            new Outcome.Failed("{}".getBytes(UTF_8), "no"),
            new Outcome.Cancelled("stopped"));
    for (Outcome outcome : outcomes) {
      Lease lease = here.create(restartable(9), "s1").lease();
      TaskId id = lease.id();
      Task ended = here.finish(lease, outcome);

      for (Outcome next : outcomes) {
        refused(Reason.ILLEGAL_TRANSITION, () -> there.finish(lease, next));
      }
      refused(Reason.ILLEGAL_TRANSITION, () -> there.cancel(id, ANN, "too late"));
      refused(Reason.ILLEGAL_TRANSITION, () -> there.report(lease, new Progress(1, null, null)));
      refused(Reason.ILLEGAL_TRANSITION, () -> there.ask(lease, Map.of("a", "?")));
      refused(Reason.ILLEGAL_TRANSITION, () -> there.release(lease));
      assertThat(there.requestCancel(id, ANN)).isEqualTo(ended);
      assertThat(there.answer(id, ANN, Map.of("a", "!")).accepted()).isEmpty();
      assertThat(there.claim(id, "s2")).isEmpty();
      assertThat(there.renew(List.of(lease))).isEmpty();
      pass(LOST);
      assertThat(there.tidy().nothing()).isTrue();
      assertThat(there.find(id, ANN).orElseThrow().state()).isEqualTo(ended.state());
      assertThat(there.find(id, ANN).orElseThrow().version()).isEqualTo(ended.version());
    }
  }

  @Test
  void ofAHundredThatEndATaskOneDoes() {
    Claim claim = here.create(task(), "s1");
    Lease lease = claim.lease();

    Map<Boolean, Integer> wins =
        inParallel(
            100,
            i -> {
              TaskStore store = i % 2 == 0 ? here : there;
              try {
                Task ended =
                    i % 4 < 2
                        ? store.finish(lease, done("[" + i + "]"))
                        : store.cancel(lease.id(), ANN, "by " + i);
                return ended.terminal();
              } catch (TaskException e) {
                assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_TRANSITION);
                return false;
              }
            });

    assertThat(wins).containsExactlyInAnyOrderEntriesOf(Map.of(true, 1, false, 99));
    Task ended = here.find(lease.id(), ANN).orElseThrow();
    assertThat(ended.version()).isEqualTo(claim.task().version() + 1);
    assertThat(there.result(lease.id(), ANN).isPresent())
        .isEqualTo(ended.state() instanceof TaskState.Completed);
  }

  @Test
  void aWishToCancelReachesTheHolderElsewhere() throws Exception {
    Claim claim = there.create(task(), "s2");
    Future<Optional<Task>> seen =
        inBackground(() -> there.await(claim.task().id(), ANN, claim.task().version(), SOON));

    Task asked = here.requestCancel(claim.task().id(), ANN);

    assertThat(asked.cancelRequested()).isTrue();
    assertThat(asked.state()).isEqualTo(new TaskState.Working());
    assertThat(seen.get()).contains(asked);
    assertThat(there.renew(List.of(claim.lease())))
        .singleElement()
        .satisfies(task -> assertThat(task.cancelRequested()).isTrue());
    assertThat(here.requestCancel(asked.id(), ANN).version()).isEqualTo(asked.version());
    Task ended = there.finish(claim.lease(), new Outcome.Cancelled("stopped"));
    assertThat(ended.state()).isEqualTo(new TaskState.Cancelled());
    assertThat(ended.cancelRequested()).isTrue();
  }

  @Test
  void aTaskThatNobodyHoldsIsCancelledAtOnce() {
    TaskId waiting = here.create(task()).id();
    TaskId abandoned = here.create(task(), "s1").task().id();
    pass(LOST);

    assertThat(there.requestCancel(waiting, ANN).state()).isEqualTo(new TaskState.Cancelled());
    assertThat(there.requestCancel(abandoned, ANN).state()).isEqualTo(new TaskState.Cancelled());
    assertThat(there.claim(waiting, "s2")).isEmpty();
  }

  @Test
  void aHolderLearnsThatItsTaskWasCancelled() {
    Claim claim = here.create(task(), "s1");

    Task cancelled = there.cancel(claim.task().id(), ANN, "not needed any more");

    assertThat(cancelled.state()).isEqualTo(new TaskState.Cancelled());
    assertThat(cancelled.statusMessage()).isEqualTo("not needed any more");
    assertThat(here.renew(List.of(claim.lease()))).isEmpty();
    refused(Reason.ILLEGAL_TRANSITION, () -> here.finish(claim.lease(), done("{}")));
    assertThat(here.result(claim.task().id(), ANN)).isEmpty();
  }

  @Test
  void questionsAreAnsweredFromAnywhereInParts() {
    Lease lease = here.create(task(), "s1").lease();
    Map<String, String> questions = new TreeMap<>(Map.of("a", "{\"q\":1}", "b", "{\"q\":2}"));

    Task asking = here.ask(lease, questions);
    assertThat(asking.state()).isEqualTo(new TaskState.InputRequired(questions));
    assertThat(there.find(lease.id(), ANN)).contains(asking);

    Answered part = there.answer(lease.id(), ANN, Map.of("b", "2", "z", "?"));
    assertThat(part.accepted()).containsExactly("b");
    assertThat(part.task().state())
        .isEqualTo(new TaskState.InputRequired(Map.of("a", "{\"q\":1}")));
    assertThat(here.answers(lease)).isEqualTo(Map.of("b", "2"));

    Answered all = there.answer(lease.id(), ANN, Map.of("a", "1", "b", "other"));
    assertThat(all.accepted()).containsExactly("a");
    assertThat(all.task().state()).isEqualTo(new TaskState.Working());
    assertThat(new ArrayList<>(here.answers(lease).entrySet()))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));

    assertThat(there.answer(lease.id(), ANN, Map.of("a", "again")).accepted()).isEmpty();
    assertThat(here.find(lease.id(), ANN)).contains(all.task());
  }

  @Test
  void aTaskAsksWithNewKeysAndNotForEver() {
    Lease lease = here.create(task(), "s1").lease();
    Task asking = here.ask(lease, Map.of("a", "?"));

    refused(Reason.DUPLICATE, () -> here.ask(lease, Map.of("b", "?", "a", "?")));
    there.answer(lease.id(), ANN, Map.of("a", "!"));
    refused(Reason.DUPLICATE, () -> here.ask(lease, Map.of("a", "?")));
    refused(Reason.TOO_MANY, () -> here.ask(lease, Map.of("b", "?", "c", "?", "d", "?")));
    refused(Reason.TOO_LARGE, () -> here.ask(lease, Map.of("b", "é".repeat(501))));
    assertThat(here.find(lease.id(), ANN).orElseThrow().state()).isEqualTo(new TaskState.Working());
    Task more = here.ask(lease, Map.of("b", "?"));
    assertThat(here.ask(lease, Map.of("c", "?")).state())
        .isEqualTo(new TaskState.InputRequired(Map.of("b", "?", "c", "?")));

    refused(Reason.TOO_LARGE, () -> there.answer(lease.id(), ANN, Map.of("b", "x".repeat(1001))));
    assertThat(more.version()).isGreaterThan(asking.version());
    assertThatIllegalArgumentException().isThrownBy(() -> here.ask(lease, Map.of()));
  }

  @Test
  void aTaskThatAsksCanEnd() {
    Lease asking = here.create(task(), "s1").lease();
    here.ask(asking, Map.of("a", "?"));
    assertThat(here.finish(asking, done("{}")).state()).isInstanceOf(TaskState.Completed.class);

    Lease cancelled = here.create(task(), "s1").lease();
    here.ask(cancelled, Map.of("a", "?"));
    assertThat(there.cancel(cancelled.id(), ANN, "no").state())
        .isEqualTo(new TaskState.Cancelled());
    assertThat(there.answer(cancelled.id(), ANN, Map.of("a", "!")).accepted()).isEmpty();
  }

  @Test
  void aTaskGoesOnWhereItsAnswersArrive() {
    Claim first = here.create(task(), "s1");
    here.ask(first.lease(), Map.of("a", "?"));
    Task waiting = here.release(first.lease());

    assertThat(waiting.holder()).isNull();
    assertThat(there.claimNext("s2")).isEmpty();
    refused(Reason.LEASE_LOST, () -> here.report(first.lease(), new Progress(1, null, null)));
    pass(LOST);
    assertThat(there.tidy().nothing()).isTrue();

    there.answer(first.task().id(), ANN, Map.of("a", "!"));
    Claim second = there.claimNext("s2").orElseThrow();
    assertThat(second.task().id()).isEqualTo(first.task().id());
    assertThat(second.task().restarts()).isZero();
    assertThat(second.request()).isEqualTo(task().request());
    assertThat(second.lease().token()).isGreaterThan(first.lease().token());
    assertThat(there.answers(second.lease())).isEqualTo(Map.of("a", "!"));
  }

  @Test
  void everyTaskIsClaimedOnce() {
    for (int i = 0; i < 40; i++) {
      here.create(task());
    }
    List<TaskId> claimed = Collections.synchronizedList(new ArrayList<>());

    inParallel(
        8,
        i -> {
          TaskStore store = i % 2 == 0 ? here : there;
          Optional<Claim> claim = store.claimNext("s" + i);
          while (claim.isPresent()) {
            claimed.add(claim.get().task().id());
            claim = store.claimNext("s" + i);
          }
          return true;
        });

    assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
    assertThat(here.claim(claimed.getFirst(), "s9")).isEmpty();
  }

  @Test
  void oldTasksAreClaimedFirst() {
    TaskId older = here.create(task()).id();
    pass(Duration.ofMillis(1));
    TaskId newer = here.create(task()).id();

    assertThat(there.claimNext("s1").orElseThrow().task().id()).isEqualTo(older);
    assertThat(there.claimNext("s1").orElseThrow().task().id()).isEqualTo(newer);
  }

  @Test
  void aHolderThatRenewsKeepsItsTask() {
    Claim claim = here.create(restartable(1), "s1");
    for (int i = 0; i < 3; i++) {
      pass(LEASE.minusSeconds(1));
      assertThat(here.renew(List.of(claim.lease(), new Lease(TaskId.random(), "s1", 1))))
          .extracting(Task::id)
          .containsExactly(claim.task().id());
    }
    assertThat(there.tidy().nothing()).isTrue();
    assertThat(there.claimNext("s2")).isEmpty();
    assertThat(here.find(claim.task().id(), ANN).orElseThrow().version())
        .isEqualTo(claim.task().version());
  }

  @Test
  void aTaskWhoseServerDiedHasFailed() throws Exception {
    Claim claim = here.create(task(), "s1");
    pass(LOST);
    assertThat(there.claimNext("s2")).isEmpty();
    assertThat(there.claim(claim.task().id(), "s2")).isEmpty();
    Future<Optional<Task>> seen =
        inBackground(() -> there.await(claim.task().id(), ANN, claim.task().version(), SOON));

    assertThat(there.tidy()).isEqualTo(new Tidied(1, 0, 0, 0));

    Task failed = there.find(claim.task().id(), ANN).orElseThrow();
    assertThat(failed.state()).isEqualTo(new TaskState.Failed(0));
    assertThat(failed.statusMessage()).isEqualTo(TaskStore.LOST);
    assertThat(failed.holder()).isNull();
    assertThat(seen.get()).contains(failed);
    assertThat(there.result(failed.id(), ANN)).isEmpty();
    refused(Reason.ILLEGAL_TRANSITION, () -> here.finish(claim.lease(), done("{}")));
  }

  @Test
  void whatMayBeBegunAgainIsTakenOver() {
    Claim first = here.create(restartable(1), "s1");
    pass(LOST);
    assertThat(there.tidy().nothing()).isTrue();

    Claim second = there.claimNext("s2").orElseThrow();

    assertThat(second.task().id()).isEqualTo(first.task().id());
    assertThat(second.task().restarts()).isEqualTo(1);
    assertThat(second.task().state()).isEqualTo(new TaskState.Working());
    refused(Reason.LEASE_LOST, () -> here.report(first.lease(), new Progress(1, null, null)));
    refused(Reason.LEASE_LOST, () -> here.ask(first.lease(), Map.of("a", "?")));
    refused(Reason.LEASE_LOST, () -> here.answers(first.lease()));
    refused(Reason.LEASE_LOST, () -> here.release(first.lease()));
    refused(Reason.LEASE_LOST, () -> here.finish(first.lease(), done("{}")));
    assertThat(here.renew(List.of(first.lease()))).isEmpty();
    pass(LOST);
    assertThat(here.claim(first.task().id(), "s3")).isEmpty();
    assertThat(there.tidy()).isEqualTo(new Tidied(1, 0, 0, 0));
  }

  @Test
  void theSameServerStartedAgainIsAnother() {
    Claim first = here.create(restartable(2), "s1");
    pass(LOST);

    Claim second = here.claim(first.task().id(), "s1").orElseThrow();

    refused(Reason.LEASE_LOST, () -> here.finish(first.lease(), done("old")));
    assertThat(here.finish(second.lease(), done("new")).terminal()).isTrue();
  }

  @Test
  void aLateHolderWhoseTaskNobodyTookIsNotLost() {
    Claim claim = here.create(restartable(1), "s1");
    pass(LOST);

    assertThat(here.report(claim.lease(), new Progress(1, null, null)).holder()).isEqualTo("s1");
    assertThat(here.renew(List.of(claim.lease()))).hasSize(1);
    assertThat(there.claimNext("s2")).isEmpty();
    pass(LOST);
    assertThat(here.finish(claim.lease(), done("{}")).state())
        .isInstanceOf(TaskState.Completed.class);
  }

  @Test
  void whatADeadServerWasAskedToEndIsCancelled() {
    Claim claim = here.create(restartable(5), "s1");
    there.requestCancel(claim.task().id(), ANN);
    pass(LOST);

    assertThat(there.claimNext("s2")).isEmpty();
    assertThat(there.tidy()).isEqualTo(new Tidied(0, 1, 0, 0));
    assertThat(there.find(claim.task().id(), ANN).orElseThrow().state())
        .isEqualTo(new TaskState.Cancelled());
  }

  @Test
  void aQuestionOutlivesTheServerThatAsked() {
    Claim claim = here.create(restartable(1), "s1");
    here.ask(claim.lease(), Map.of("a", "?"));
    pass(LOST);

    assertThat(there.tidy()).isEqualTo(new Tidied(0, 0, 1, 0));
    Task waiting = there.find(claim.task().id(), ANN).orElseThrow();
    assertThat(waiting.state()).isEqualTo(new TaskState.InputRequired(Map.of("a", "?")));
    assertThat(waiting.restarts()).isEqualTo(1);
    there.answer(waiting.id(), ANN, Map.of("a", "!"));
    assertThat(there.answers(there.claimNext("s2").orElseThrow().lease()))
        .isEqualTo(Map.of("a", "!"));
  }

  @Test
  void aQuestionOfATaskThatMayNotRestartEndsWithItsServer() {
    Claim claim = here.create(task(), "s1");
    here.ask(claim.lease(), Map.of("a", "?"));
    pass(LOST);

    assertThat(there.tidy()).isEqualTo(new Tidied(1, 0, 0, 0));
    assertThat(there.find(claim.task().id(), ANN).orElseThrow().state())
        .isEqualTo(new TaskState.Failed(0));
  }

  @Test
  void whatIsOverIsGone() throws Exception {
    Claim ended = here.create(task(), "s1");
    here.finish(ended.lease(), done("[1]"));
    Claim running = here.create(restartable(1), "s1");
    TaskId waiting = here.create(task()).id();
    pass(TTL.minusMinutes(2));
    assertThat(here.renew(List.of(running.lease()))).hasSize(1);
    assertThat(there.result(ended.task().id(), ANN)).isPresent();
    Future<Optional<Task>> seen = inBackground(() -> there.await(waiting, ANN, 1, SOON));

    pass(Duration.ofMinutes(2));

    for (TaskId id : List.of(ended.task().id(), running.task().id(), waiting)) {
      assertThat(there.find(id, ANN)).isEmpty();
      assertThat(there.result(id, ANN)).isEmpty();
      assertThat(there.claim(id, "s2")).isEmpty();
    }
    assertThat(there.claimNext("s2")).isEmpty();
    assertThat(there.list(ANN, Optional.empty(), 10).tasks()).isEmpty();
    assertThat(here.renew(List.of(running.lease()))).isEmpty();
    refused(Reason.NOT_FOUND, () -> here.finish(running.lease(), done("{}")));
    assertThat(there.tidy().deleted()).isEqualTo(3);
    assertThat(seen.get()).isEmpty();
    assertThat(there.tidy().nothing()).isTrue();
  }

  @Test
  void anOwnerHasSoManyTasksAndNoMore() {
    List<Lease> open = new ArrayList<>();
    for (int i = 0; i < LIMITS.maxOpen(); i++) {
      open.add(here.create(task(), "s1").lease());
    }
    refused(Reason.TOO_MANY, () -> there.create(task()));
    assertThat(there.create(NewTask.of(BOB, "kind", "{}")).owner()).isEqualTo(BOB);

    for (int i = LIMITS.maxOpen(); i < LIMITS.maxKept(); i++) {
      here.finish(open.removeFirst(), done("{}"));
      open.add(here.create(task(), "s1").lease());
    }
    here.finish(open.removeFirst(), done("{}"));
    assertThat(there.create(task()).owner()).isEqualTo(ANN);
    refused(Reason.TOO_MANY, () -> there.create(task()));

    pass(TTL);
    assertThat(there.create(task()).owner()).isEqualTo(ANN);
  }

  @Test
  void forANewTaskThoseThatEndedFirstGo() {
    TaskId running = here.create(task(), "s1").task().id();
    Lease slow = here.create(task(), "s1").lease();
    TaskId others = here.create(NewTask.of(BOB, "kind", "{}"), "s1").task().id();
    here.cancel(others, BOB, "done with");
    List<TaskId> ended = new ArrayList<>();
    while (ended.size() < LIMITS.maxKept() - 2) {
      Lease lease = here.create(task(), "s1").lease();
      pass(Duration.ofMillis(1));
      ended.add(here.finish(lease, done("{}")).id());
    }
    pass(Duration.ofMillis(1));
    here.finish(slow, done("{}"));

    NewTask twice = task();
    here.create(twice, "s1");
    refused(Reason.DUPLICATE, () -> there.create(twice));
    there.create(task());

    assertThat(there.find(ended.get(0), ANN)).isEmpty();
    assertThat(there.result(ended.get(1), ANN)).isEmpty();
    for (TaskId kept : List.of(running, slow.id(), ended.get(2), ended.getLast(), twice.id())) {
      assertThat(there.find(kept, ANN)).isPresent();
    }
    assertThat(there.find(others, BOB)).isPresent();
    assertThat(there.list(ANN, Optional.empty(), 1000).tasks()).hasSize(LIMITS.maxKept());
  }

  @Test
  void whatAnOwnerKeepsIsBoundedHoweverManyCreateAtOnce() {
    for (int i = 0; i < LIMITS.maxKept() - 5; i++) {
      here.finish(here.create(task(), "s1").lease(), done("{}"));
    }

    Map<Boolean, Integer> made =
        inParallel(40, i -> (i % 2 == 0 ? here : there).create(task()).version() == 1);

    assertThat(made).isEqualTo(Map.of(true, 40));
    assertThat(there.list(ANN, Optional.empty(), 1000).tasks()).hasSize(LIMITS.maxKept());
  }

  @Test
  void theLimitHoldsHoweverManyCreateAtOnce() {
    for (int i = 0; i < LIMITS.maxOpen() - 5; i++) {
      here.create(task());
    }

    Map<Boolean, Integer> made =
        inParallel(
            40,
            i -> {
              try {
                return (i % 2 == 0 ? here : there).create(task()).version() == 1;
              } catch (TaskException e) {
                assertThat(e.reason()).isEqualTo(Reason.TOO_MANY);
                return false;
              }
            });

    assertThat(made).containsExactlyInAnyOrderEntriesOf(Map.of(true, 5, false, 35));
  }

  @Test
  void progressIsSeenEverywhere() {
    Claim claim = here.create(task(), "s1");
    here.report(claim.lease(), new Progress(10, 100.0, "10 rows"));
    pass(Duration.ofSeconds(1));

    Task after = here.report(claim.lease(), new Progress(20.5, null, null));

    assertThat(there.find(after.id(), ANN)).contains(after);
    assertThat(after.progress()).isEqualTo(new Progress(20.5, null, null));
    assertThat(after.updated()).isAfter(claim.task().created());
    assertThat(after.version()).isEqualTo(claim.task().version() + 2);
  }

  @Test
  void waitingEndsWithTheNextChange() throws Exception {
    Claim claim = here.create(task(), "s1");
    long seen = claim.task().version();
    List<Future<Optional<Task>>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TaskStore store = i % 2 == 0 ? here : there;
      waiting.add(inBackground(() -> store.await(claim.task().id(), ANN, seen, SOON)));
    }

    Task changed = here.report(claim.lease(), new Progress(1, null, null));

    for (Future<Optional<Task>> each : waiting) {
      assertThat(each.get()).contains(changed);
    }
    assertThat(there.await(changed.id(), ANN, seen, SOON)).contains(changed);
    assertThat(there.await(changed.id(), ANN, changed.version(), Duration.ofMillis(1)))
        .contains(changed);
    assertThat(there.await(TaskId.random(), ANN, 1, SOON)).isEmpty();
  }

  @Test
  void aWatchTellsWhichTasksChanged() {
    Claim one = here.create(task(), "s1");
    Claim two = here.create(task(), "s1");
    Claim other = here.create(task(), "s1");
    try (TaskWatch watch = there.watch(List.of(one.task().id(), two.task().id()))) {
      here.report(other.lease(), new Progress(1, null, null));
      here.report(two.lease(), new Progress(1, null, null));

      Set<TaskId> changed = new HashSet<>();
      while (!changed.contains(two.task().id())) {
        assertThat(watch.await(SOON)).isTrue();
        changed.addAll(watch.changed());
      }
      assertThat(changed).doesNotContain(other.task().id());
    }
    TaskWatch closed = there.watch(List.of(one.task().id()));
    closed.close();
    assertThat(closed.await(SOON)).isFalse();
  }

  @Test
  void whoWaitsForWorkIsWoken() throws Exception {
    try (TaskWatch watch = there.watchWork()) {
      Future<Optional<Claim>> worker =
          inBackground(
              () -> {
                Optional<Claim> claim = there.claimNext("s2");
                while (claim.isEmpty() && watch.await(SOON)) {
                  claim = there.claimNext("s2");
                }
                return claim;
              });

      Task made = here.create(task());

      assertThat(worker.get().orElseThrow().task().id()).isEqualTo(made.id());
    }
  }

  @Test
  void closingWakesWhoWaits() throws Exception {
    Task made = here.create(task());
    TaskWatch watch = there.watch(List.of(made.id()));
    Future<Boolean> waiting =
        inBackground(
            () -> {
              try (watch) {
                while (watch.await(Duration.ofHours(1))) {
                  // Woken, but not closed.
                }
                return watch.closed();
              }
            });
    inBackground(() -> there.await(made.id(), ANN, 0, SOON)).get();

    there.close();

    assertThat(waiting.get()).isTrue();
    refused(Reason.CLOSED, () -> there.find(made.id(), ANN));
    refused(Reason.CLOSED, () -> there.create(task()));
    refused(Reason.CLOSED, () -> there.watch(List.of(made.id())));
  }

  @Test
  void oddTextsAreTextsLikeAnyOther() {
    String odd = "x'; drop table task; -- \\ \" ${s} {s} ? $1 :a é 🐘 \n\t";
    Claim claim = here.create(new NewTask(TaskId.random(), odd, odd, odd, odd, null, 0), odd);
    here.ask(claim.lease(), Map.of(odd, odd));

    Task asking = there.find(claim.task().id(), odd).orElseThrow();
    assertThat(asking.owner()).isEqualTo(odd);
    assertThat(asking.kind()).isEqualTo(odd);
    assertThat(asking.statusMessage()).isEqualTo(odd);
    assertThat(asking.holder()).isEqualTo(odd);
    assertThat(asking.state()).isEqualTo(new TaskState.InputRequired(Map.of(odd, odd)));
    assertThat(there.answer(asking.id(), odd, Map.of(odd, odd)).accepted()).containsExactly(odd);
    assertThat(there.answers(claim.lease())).isEqualTo(Map.of(odd, odd));
    assertThat(there.list(odd, Optional.empty(), 10).tasks()).hasSize(1);
  }

  @Test
  void whatCannotBeStoredIsReplacedInMessagesAndRefusedElsewhere() {
    Claim claim = here.create(task(), "s1");
    Task after = here.report(claim.lease(), new Progress(1, null, "a\0b\ud800c"));
    assertThat(after.progress()).isEqualTo(new Progress(1, null, "a\uFFFDb\uFFFDc"));
    assertThat(there.find(after.id(), ANN)).contains(after);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> NewTask.of(ANN, "kind", "{\0}"))
        .withMessage("request has a NUL or half of a surrogate pair");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> here.ask(claim.lease(), Map.of("a", "\ud800")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> there.answer(after.id(), ANN, Map.of("\0", "a")));
  }

  @Test
  void timesAreThoseOfTheStore() {
    Task made = here.create(task());

    assertThat(made.expires()).isEqualTo(made.created().plus(TTL));
    assertThat(here.claim(made.id(), "s1").orElseThrow().task().leaseUntil())
        .isBetween(made.created().plus(LEASE), made.created().plus(LEASE).plus(SOON));
    assertThat(made.created()).isAfter(Instant.EPOCH);
  }

  /** Runs something in so many threads, and counts what they say. */
  protected static Map<Boolean, Integer> inParallel(int threads, Try each) {
    Map<Boolean, Integer> counts = new TreeMap<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        tries.add(() -> each.run(number));
      }
      for (Future<Boolean> done : executor.invokeAll(tries)) {
        counts.merge(done.get(), 1, Integer::sum);
      }
      return counts;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** One of many. */
  protected interface Try {
    boolean run(int number);
  }

  protected static <T> Future<T> inBackground(Callable<T> call) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .name("background " + UUID.randomUUID())
        .start(
            () -> {
              try {
                result.complete(call.call());
              } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  @Test
  void pagesAreKeptWithTheirTaskForItsOwner() {
    Lease lease = here.create(task(), "s1").lease();
    byte[] rows = "row ".repeat(5_000).getBytes(UTF_8);

    here.keepPage(lease, 0, "first".getBytes(UTF_8));
    here.keepPage(lease, 0, "first again".getBytes(UTF_8));
    here.keepPage(lease, 7, rows);
    here.finish(lease, done("result"));

    for (int i = 0; i < 2; i++) {
      assertThat(there.page(lease.id(), ANN, 0)).hasValue("first again".getBytes(UTF_8));
      assertThat(there.page(lease.id(), ANN, 7)).hasValue(rows);
    }
    assertThat(there.result(lease.id(), ANN)).hasValue("result".getBytes(UTF_8));
    assertThat(there.page(lease.id(), ANN, 1)).isEmpty();
    assertThat(there.page(TaskId.random(), ANN, 0)).isEmpty();
    for (String other : List.of(BOB, "", "ann\0", "ann\ud800")) {
      assertThat(there.page(lease.id(), other, 0)).isEmpty();
    }
    pass(TTL);
    assertThat(there.page(lease.id(), ANN, 0)).isEmpty();
  }

  @Test
  void onlyTheHolderKeepsPagesAndTheyAreNoChange() {
    Claim claim = here.create(restartable(1), "s1");
    Lease old = claim.lease();
    here.keepPage(old, 1, new byte[] {1});
    assertThat(there.find(old.id(), ANN)).map(Task::version).hasValue(claim.task().version());

    here.release(old);
    Lease now = there.claim(old.id(), "s2").orElseThrow().lease();
    refused(Reason.LEASE_LOST, () -> here.keepPage(old, 1, new byte[] {2}));
    refused(Reason.TOO_LARGE, () -> there.keepPage(now, 1, new byte[500_001]));
    assertThat(here.page(old.id(), ANN, 1)).hasValue(new byte[] {1});

    there.finish(now, done("x"));
    refused(Reason.ILLEGAL_TRANSITION, () -> there.keepPage(now, 1, new byte[] {3}));
    pass(TTL);
    refused(Reason.NOT_FOUND, () -> there.keepPage(now, 1, new byte[] {4}));
  }
}
