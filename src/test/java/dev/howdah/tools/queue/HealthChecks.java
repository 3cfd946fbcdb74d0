package dev.howdah.tools.queue;

import static java.time.Duration.ofMinutes;

import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.tool.Format;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What tests of {@link QueueHealth} do alike. */
interface HealthChecks {

  UUID WORKER = new UUID(0, 1);

  UUID DEAD = new UUID(0, 2);

  /** Where the queue is. */
  TestDatabase database();

  default QueueHealth.Result judge(PgQueuerVersion version, Consumer<PgQueuer> life) {
    return judge(version, life, "PT30S");
  }

  default QueueHealth.Result judge(
      PgQueuerVersion version, Consumer<PgQueuer> life, String heartbeatTimeout) {
    var schema = "h" + version.name().toLowerCase(Locale.ROOT);
    database().run("drop schema if exists %s cascade".formatted(schema));
    try (var queue = PgQueuer.install(database(), version, schema, "")) {
      life.accept(queue);
      try (var bench = Bench.of(database(), database().reader(), queue)) {
        return new QueueHealth(bench.installations())
            .answer(bench.queue(), new QueueHealth.Arguments(heartbeatTimeout, null, Format.JSON));
      }
    }
  }

  default @Nullable Verdict verdict(QueueHealth.Result result, String entrypoint) {
    return of(result, entrypoint).verdict();
  }

  default QueueHealth.Entrypoint of(QueueHealth.Result result, String entrypoint) {
    return result.entrypoints().stream()
        .filter(each -> each.entrypoint().equals(entrypoint))
        .findFirst()
        .orElseThrow();
  }

  /** Jobs that wait a second and run for two. */
  default void work(PgQueuer queue, String entrypoint, int jobs, int minutesAgo) {
    for (int i = 0; i < jobs; i++) {
      var ago = ofMinutes(minutesAgo).plusSeconds(i);
      long job = queue.enqueue(entrypoint, 0, null, ago);
      queue.claim(job, WORKER, ago.minusSeconds(1));
      queue.finish(job, "successful", null, ago.minusSeconds(3));
    }
  }
}
