package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.tool.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code queue_size} says of a queue that is too long to be read whole. */
@OnEveryPostgres
record QueueSizeTest(TestDatabase database) {

  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_0", "V1_3"})
  void estimatesWhatWaitsInALongQueueAndCountsTheRest(PgQueuerVersion version) {
    try (var queue = LongQueue.install(database, version, "long")) {
      fill(queue);
      try (var bench = Bench.of(database, database.reader(), queue)) {
        var sampled = ask(bench, null, null, false);
        assertSampled(sampled);
        assertEstimated(sampled);
        assertThat(count(sampled, 0, "email", "picked")).isEqualTo(3);
        assertThat(count(sampled, 1, "rare", "picked")).isEqualTo(1);
        assertThat(count(sampled, 0, "email", "failed")).isEqualTo(version.attempts() ? 2 : 0);
        assertThat(sampled.result()).extracting(QueueSize.Size::count).isSorted();

        var waiting = ask(bench, null, "queued", false);
        assertSampled(waiting);
        assertEstimated(waiting);
        assertThat(waiting.result()).extracting(QueueSize.Size::status).containsOnly("queued");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_0", "V1_3"})
  void countsEveryJobWhereThatIsAskedFor(PgQueuerVersion version) {
    try (var queue = LongQueue.install(database, version, "exact")) {
      fill(queue);
      try (var bench = Bench.of(database, database.reader(), queue)) {
        for (var exact :
            List.of(
                ask(bench, null, null, true),
                ask(bench, null, "queued", true),
                ask(bench, "email", null, false),
                ask(bench, "email", "queued", false))) {
          assertWhole(exact);
          assertThat(count(exact, 0, "email", "queued")).isEqualTo(15_000);
          assertThat(count(exact, 5, "email", "queued")).isEqualTo(5_000);
        }
        assertThat(count(ask(bench, "rare", null, false), 1, "rare", "queued")).isEqualTo(1);

        var picked = ask(bench, null, "picked", false);
        assertWhole(picked);
        assertThat(picked.result())
            .containsExactly(
                new QueueSize.Size(1, 1, "rare", "picked"),
                new QueueSize.Size(3, 0, "email", "picked"));
        if (version.attempts()) {
          var failed = ask(bench, null, "failed", false);
          assertWhole(failed);
          assertThat(failed.result()).containsExactly(new QueueSize.Size(2, 0, "email", "failed"));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V1_0")
  void givesTheFewestOfALongQueueAndSaysThatThereAreMore(PgQueuerVersion version) {
    try (var queue = LongQueue.install(database, version, "cut")) {
      fill(queue);
      try (var bench = Bench.of(database, database.reader(), queue)) {
        var cut = ask(bench, new QueueSize.Arguments(null, null, null, false, 1, Format.JSON));
        assertSampled(cut);
        assertThat(cut.result()).containsExactly(new QueueSize.Size(1, 1, "rare", "picked"));
        assertThat(cut.truncated()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V1_0")
  void samplesThePartitionsOfAQueueAndReadsAViewWhole(PgQueuerVersion version) {
    try (var queue = LongQueue.install(database, version, "parts")) {
      LongQueue.partition(database, queue);
      fill(queue);
      try (var bench = Bench.of(database, database.reader(), queue)) {
        var sampled = ask(bench, null, null, false);
        assertSampled(sampled);
        assertEstimated(sampled);
        assertThat(count(sampled, 0, "email", "picked")).isEqualTo(3);
        assertThat(count(sampled, 0, "email", "failed")).isEqualTo(2);
      }
      LongQueue.view(database, queue);
      try (var bench = Bench.of(database, database.reader(), queue)) {
        var whole = ask(bench, null, null, false);
        assertWhole(whole);
        assertThat(count(whole, 0, "email", "queued")).isEqualTo(15_000);
      }
    }
  }

  /**
   * Some 20 000 jobs that wait, every fourth of them urgent, and one of another entrypoint; between
   * them a few that are picked and, where there is that status, held.
   */
  private void fill(PgQueuer queue) {
    var table = queue.table();
    database.run(
        """
        insert into %1$s (priority, status, entrypoint)
        select case when n %% 4 = 0 then 5 else 0 end, 'queued', 'email'
        from generate_series(1, 12000) n;
        insert into %1$s (priority, status, entrypoint)
        values (0, 'picked', 'email'), (0, 'picked', 'email'), (1, 'picked', 'rare');
        insert into %1$s (priority, status, entrypoint)
        select case when n %% 4 = 0 then 5 else 0 end, 'queued', 'email'
        from generate_series(1, 8000) n;
        insert into %1$s (priority, status, entrypoint)
        values (0, 'picked', 'email'), (1, 'queued', 'rare')"""
            .formatted(table));
    if (queue.version().attempts()) {
      database.run(
          """
          insert into %1$s (priority, status, entrypoint)
          values (0, 'failed', 'email'), (0, 'failed', 'email')"""
              .formatted(table));
    }
  }

  private static QueueSize.Result ask(
      Bench bench, @Nullable String entrypoint, @Nullable String status, boolean exact) {
    var arguments = new QueueSize.Arguments(null, entrypoint, status, exact, 1000, Format.JSON);
    return ask(bench, arguments);
  }

  private static QueueSize.Result ask(Bench bench, QueueSize.Arguments arguments) {
    return new QueueSize(bench.installations(), LongQueue.SMALL)
        .answer(bench.queue(), arguments, arguments.limit());
  }

  private static void assertSampled(QueueSize.Result result) {
    assertThat(result.exact()).isFalse();
    assertThat(result.sampled())
        .matches(
            "Estimated from [0-9.]+ % of the queue: the counts of waiting jobs are estimates, and"
                + " entrypoints and priorities with few of them may be missing; picked and failed"
                + " jobs are counted. exact: true, or an entrypoint, reads every job.");
  }

  private static void assertWhole(QueueSize.Result result) {
    assertThat(result.exact()).isTrue();
    assertThat(result.sampled()).isNull();
  }

  private static void assertEstimated(QueueSize.Result result) {
    assertThat(count(result, 0, "email", "queued")).isBetween(9_000L, 21_000L);
    assertThat(count(result, 5, "email", "queued")).isBetween(3_000L, 7_000L);
  }

  private static long count(
      QueueSize.Result result, int priority, String entrypoint, String status) {
    return result.result().stream()
        .filter(size -> size.priority() == priority)
        .filter(size -> size.entrypoint().equals(entrypoint))
        .filter(size -> size.status().equals(status))
        .mapToLong(QueueSize.Size::count)
        .sum();
  }
}
