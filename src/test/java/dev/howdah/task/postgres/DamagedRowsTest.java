package dev.howdah.task.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskPage;
import dev.howdah.task.TaskState;
import dev.howdah.task.Tidied;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that somebody else has written into: they can be read, and nobody else's task suffers. */
@OnPostgres
@Timeout(300)
final class DamagedRowsTest {

  private static final String ANN = "ann";

  private final TestDatabase database;
  private final Stores stores;
  private PostgresTaskStore store;

  DamagedRowsTest(TestDatabase database) throws SQLException {
    this.database = database;
    this.stores = new Stores(database);
  }

  @BeforeEach
  void open() {
    database.run("drop schema if exists howdah cascade");
    store = stores.store();
  }

  @AfterEach
  void close() {
    store.close();
    stores.close();
  }

  private static NewTask task() {
    return NewTask.of(ANN, "tools/call query", "{}");
  }

  private void damage(TaskId id, String columns) {
    database.run("update howdah.task set %s where id = '%s'".formatted(columns, id));
  }

  /** What may be refused, but in the words of the store. */
  private static void attempt(Runnable change) {
    try {
      change.run();
    } catch (TaskException e) {
      assertThat(e.getMessage()).doesNotContain("SQLSTATE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "expires = 'infinity'",
        "expires = '-infinity'",
        "lease_until = 'infinity'",
        "lease_until = '-infinity'",
        "created = 'infinity', updated = 'infinity', begun = 'infinity'",
        "created = '-infinity', updated = '-infinity', begun = '-infinity'",
        "created = '-infinity', expires = 'infinity', lease_until = '-infinity'",
        "version = 9223372036854775807",
        "version = -9223372036854775808",
        "version = 9223372036854775807, lease_until = '-infinity'",
        "token = 9223372036854775807, lease_until = '-infinity'",
        "token = -1",
        "restarts = 2147483647, max_restarts = 2147483647, lease_until = '-infinity'",
        "restarts = -2147483648, max_restarts = -2147483648, lease_until = '-infinity'",
        "poll_interval_ms = -1",
        "poll_interval_ms = 9223372036854775807",
        "progress = 'NaN', progress_total = 'Infinity'",
        "progress = 1, progress_total = 'NaN', progress_message = E'a\\nb'",
        "state = 'input_required'",
        "result_size = -1"
      })
  void aTaskIsStillOneAndAllOthersAreTakenCareOf(String columns) {
    Claim damaged = store.create(task(), "s1");
    Claim lost = store.create(task(), "s1");
    TaskId free = store.create(task()).id();
    database.run(
        "update howdah.task set lease_until = '-infinity' where id = '%s'"
            .formatted(lost.task().id()));
    damage(damaged.task().id(), columns);

    store.tidy();

    assertThat(store.find(lost.task().id(), ANN).orElseThrow().state())
        .isEqualTo(new TaskState.Failed(0));
    assertThat(store.claimNext("s2").orElseThrow().task().id()).isEqualTo(free);
    assertThat(store.claimNext("s2")).isEmpty();
    assertThat(store.list(ANN, Optional.empty(), 10).tasks()).hasSizeBetween(2, 3);
    store.find(damaged.task().id(), ANN).ifPresent(DamagedRowsTest::assertUsable);
    attempt(() -> store.renew(List.of(damaged.lease())));
    attempt(() -> store.report(damaged.lease(), new Progress(1, null, null)));
    attempt(() -> store.requestCancel(damaged.task().id(), ANN));
    attempt(
        () ->
            store.finish(
                damaged.lease(), new Outcome.Completed(false, "{}".getBytes(UTF_8), null)));
    store.find(damaged.task().id(), ANN).ifPresent(DamagedRowsTest::assertUsable);
    assertThat(store.tidy()).isNotNull();
  }

  /** Everything that is told to a client can be calculated and written. */
  private static void assertUsable(Task task) {
    assertThat(Math.abs(task.ttl().toMillis())).isLessThan(1L << 53);
    assertThat(task.pollInterval()).isBetween(Duration.ofMillis(1), Duration.ofDays(1));
    assertThat(Duration.between(task.begun(), task.updated())).isNotNull();
    for (var time : List.of(task.created(), task.updated(), task.begun(), task.expires())) {
      assertThat(time.toString()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    }
  }

  @Test
  void oneWithoutAnEndIsKeptWithItsResult() {
    Claim claim = store.create(task(), "s1");
    damage(claim.task().id(), "expires = 'infinity'");
    store.finish(claim.lease(), new Outcome.Completed(false, "{\"a\":1}".getBytes(UTF_8), null));

    assertThat(store.tidy()).isEqualTo(new Tidied(0, 0, 0, 0));

    assertThat(store.find(claim.task().id(), ANN).orElseThrow().terminal()).isTrue();
    assertThat(store.result(claim.task().id(), ANN).orElseThrow())
        .asString()
        .isEqualTo("{\"a\":1}");
  }

  @Test
  void oneWhoseEndWasBeforeAllTimesIsDeleted() {
    Claim claim = store.create(task(), "s1");
    damage(claim.task().id(), "expires = '-infinity'");

    assertThat(store.tidy()).isEqualTo(new Tidied(0, 0, 0, 1));
  }

  @Test
  void oneThatCannotBeClaimedAnyMoreIsInNobodysWay() {
    TaskId first = store.create(task()).id();
    TaskId second = store.create(task()).id();
    damage(first, "token = 9223372036854775807, created = created - interval '1 minute'");

    assertThat(store.claim(first, "s1")).isEmpty();
    assertThat(store.claimNext("s1").orElseThrow().task().id()).isEqualTo(second);
  }

  @Test
  void ofOddTimesAListHasAllPages() {
    List<TaskId> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(store.create(task()).id());
    }
    damage(made.get(1), "created = 'infinity'");
    damage(made.get(3), "created = '-infinity'");

    List<TaskId> listed = new ArrayList<>();
    TaskPage page = store.list(ANN, Optional.empty(), 1);
    page.tasks().forEach(task -> listed.add(task.id()));
    while (page.next() != null && listed.size() < 10) {
      page = store.list(ANN, Optional.of(page.next()), 1);
      page.tasks().forEach(task -> listed.add(task.id()));
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(made);
  }

  /** A holder and the end of its lease come and go together. */
  @Test
  void aLeaseWithoutAnEndIsRefusedByTheTable() {
    Claim claim = store.create(task(), "s1");

    assertThatThrownBy(() -> damage(claim.task().id(), "lease_until = null"))
        .hasRootCauseInstanceOf(SQLException.class)
        .rootCause()
        .hasMessageContaining("check constraint");
    assertThatThrownBy(() -> damage(claim.task().id(), "expires = null"))
        .rootCause()
        .hasMessageContaining("not-null");
  }
}
