package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.tool.Format;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code queue_age} says of a queue that is too long to be read whole. */
@OnEveryPostgres
record QueueAgeTest(TestDatabase database) {

  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_0", "V1_3"})
  void estimatesALongQueueAndSaysSo(PgQueuerVersion version) {
    try (var queue = LongQueue.install(database, version, "long")) {
      fill(queue.table());
      try (var bench = Bench.of(database, database.reader(), queue)) {
        var sampled = ask(bench, null, false);
        assertThat(sampled.exact()).isFalse();
        assertThat(sampled.sampled())
            .matches(
                "Estimated from [0-9.]+ % of the queue: the times are of the jobs that were looked"
                    + " at, and entrypoints with few jobs may be missing. exact: true, or an"
                    + " entrypoint, reads every job.");
        var email = of(sampled, "email");
        assertThat(email.queuedCount()).isBetween(9_000L, 21_000L);
        assertThat(email.deferredCount()).isBetween(3_000L, 7_000L);
        assertThat(email.oldestAgeSeconds()).isBetween(7_200.0, 7_300.0);
        assertThat(email.avgAgeSeconds()).isBetween(7_200.0, 7_300.0);

        for (var exact :
            new QueueAge.Result[] {ask(bench, null, true), ask(bench, "email", false)}) {
          assertThat(exact.exact()).isTrue();
          assertThat(exact.sampled()).isNull();
          assertThat(of(exact, "email").queuedCount()).isEqualTo(15_000);
          assertThat(of(exact, "email").deferredCount()).isEqualTo(5_000);
        }
        assertThat(of(ask(bench, "one", false), "one").queuedCount()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V1_0")
  void samplesThePartitionsOfAQueueAndReadsAViewWhole(PgQueuerVersion version) {
    try (var queue = LongQueue.install(database, version, "parts")) {
      LongQueue.partition(database, queue);
      fill(queue.table());
      try (var bench = Bench.of(database, database.reader(), queue)) {
        var sampled = ask(bench, null, false);
        assertThat(sampled.exact()).isFalse();
        assertThat(of(sampled, "email").queuedCount()).isBetween(9_000L, 21_000L);
      }
      LongQueue.view(database, queue);
      try (var bench = Bench.of(database, database.reader(), queue)) {
        var whole = ask(bench, null, false);
        assertThat(whole.exact()).isTrue();
        assertThat(of(whole, "email").queuedCount()).isEqualTo(15_000);
      }
    }
  }

  /** Some 20 000 jobs, of which every fourth is put off, and one of another entrypoint. */
  private void fill(String table) {
    database.run(
        """
        insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
        select 0,
               now() - interval '2 hours',
               now() - interval '2 hours',
               now() + case when n %% 4 = 0 then interval '1 hour' else interval '-2 hours' end,
               'queued',
               'email'
        from generate_series(1, 20000) n;
        insert into %1$s (priority, status, entrypoint) values (0, 'queued', 'one')"""
            .formatted(table));
  }

  private static QueueAge.Result ask(Bench bench, @Nullable String entrypoint, boolean exact) {
    var arguments = new QueueAge.Arguments(null, entrypoint, exact, 1000, Format.JSON);
    return new QueueAge(bench.installations(), LongQueue.SMALL)
        .answer(bench.queue(), arguments, 1000);
  }

  private static QueueAge.Age of(QueueAge.Result result, String entrypoint) {
    return result.result().stream()
        .filter(age -> age.entrypoint().equals(entrypoint))
        .findFirst()
        .orElseThrow();
  }
}
