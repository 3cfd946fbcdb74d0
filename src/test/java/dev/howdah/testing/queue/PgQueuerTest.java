package dev.howdah.testing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OnEveryPostgres
record PgQueuerTest(TestDatabase database) {

  @ParameterizedTest
  @EnumSource
  void livesThroughADay(PgQueuerVersion version) {
    var schema = version.name().toLowerCase(Locale.ROOT);
    try (var queue = PgQueuer.install(database, version, schema, "My_")) {
      Shift.fill(queue);
      assertThat(queue.table()).isEqualTo(schema + ".My_pgqueuer");
      assertThat(
              database.ask(
                  "select string_agg(status || ' ' || n, ', ' order by status) from"
                      + " (select status, count(*) as n from %s group by status) as each"
                          .formatted(queue.table())))
          .isEqualTo(version.attempts() ? "queued 8, picked 5, failed 1" : "queued 7, picked 5");
      assertThat(database.ask("select sum(count) from " + queue.table() + "_statistics"))
          .isEqualTo("160");
      queue.fold();
      assertThat(database.ask("select sum(count) from " + queue.table() + "_statistics"))
          .isEqualTo(database.ask("select count(*) from " + queue.table() + "_log"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void standsCrashesAsFarAsItIsTold(Durability durability) {
    for (var version : List.of(PgQueuerVersion.V1_3, PgQueuerVersion.UPGRADED)) {
      var schema = "d_" + (durability + "_" + version).toLowerCase(Locale.ROOT);
      PgQueuer.install(database, version, schema, "", durability).close();
      assertThat(
              database.ask(
                  "select string_agg(relpersistence, '' order by relname) from pg_class"
                      + " where relkind = 'r' and relnamespace = '%s'::regnamespace"
                          .formatted(schema)))
          .isEqualTo(expected(durability, version));
    }
  }

  /** Of the queue, the log, the schedules and the statistics; an old log stays unlogged. */
  private static String expected(Durability durability, PgQueuerVersion version) {
    return switch (durability) {
      case VOLATILE -> "uuuu";
      case BALANCED -> "pupu";
      case DURABLE -> version.upgraded() ? "pupp" : "pppp";
    };
  }

  @Test
  void queuesAHeldJobAgain() {
    try (var queue = PgQueuer.install(database, PgQueuerVersion.V1_3, "held", "")) {
      var ago = Duration.ofMinutes(1);
      long job = queue.enqueue("email", 0, null, ago);
      queue.claim(job, Shift.ANN, ago);
      queue.hold(job, PgQueuer.traceback(job, "KeyError", "x", 0), ago);
      queue.requeue(job, ago);
      assertThat(database.ask("select status || ' ' || attempts from held.pgqueuer"))
          .isEqualTo("queued 0");
      assertThat(
              database.ask(
                  "select string_agg(status::text, ',' order by id) from held.pgqueuer_log"))
          .isEqualTo("queued,picked,failed,queued");
    }
  }
}
