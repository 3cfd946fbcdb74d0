package dev.howdah.bench;

import dev.howdah.auth.AccessSettings;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.TestServers;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Week;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long each tool of the job queue takes over 5 million log rows and 500 000 waiting jobs,
 * folded and not, warm. {@code docs/queue.md} says how to run it and what came of it.
 *
 * <p>Arguments: jobs (1 666 667, three log rows each), waiting jobs (500 000), PostgreSQL (18).
 */
public final class QueueBenchmark {

  private static final int WARM = 3;
  private static final int MEASURED = 9;

  private static final List<String> CALLS =
      List.of(
          "queue_health {}",
          "queue_size {}",
          "queue_age {}",
          "queue_table_info {}",
          "queue_table_info {'status':'queued','entrypoint':'sync'}",
          "failed_jobs {}",
          "failed_jobs {'include_retries':true}",
          "stale_jobs {}",
          "active_workers {}",
          "queue_log {}",
          "queue_log {'entrypoint':'sync','status':'exception'}",
          "schedules {}",
          "schema_info {}",
          "queue_stats {}",
          "queue_stats {'period':'PT1H'}",
          "queue_stats {'entrypoint':'nobody'}",
          "throughput_summary {}",
          "throughput_summary {'period':'PT1H'}",
          "throughput_summary {'period':'P1D'}",
          "job_durations {}",
          "job_durations {'period':'P1D'}",
          "job_history {'job_id':1000000}");

  private QueueBenchmark() {}

  /** Prints the median and the slowest in milliseconds. */
  public static void main(String[] arguments) {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_666_667;
    int queued = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500_000;
    int major = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 18;
    PrintStream out = System.out;
    try (var servers = new TestServers(System.getenv());
        var database = TestDatabase.create(servers.postgres(major), QueueBenchmark.class)) {
      for (var version : List.of(PgQueuerVersion.V1_3, PgQueuerVersion.V1_0)) {
        for (boolean folded : new boolean[] {true, false}) {
          var schema = (version + (folded ? "_folded" : "_unfolded")).toLowerCase(Locale.ROOT);
          try (var queue = PgQueuer.install(database, version, schema, "")) {
            Week.fill(database, queue, jobs, queued, folded);
            measure(database, schema, out);
          }
          database.run("drop schema %s cascade".formatted(schema));
        }
      }
    }
  }

  private static void measure(TestDatabase database, String schema, PrintStream out) {
    out.printf("%n%s, PostgreSQL %d%n", schema, database.major());
    try (var client =
        new ToolClient(
            ToolClient.QUERY,
            AccessSettings.NONE,
            new Queues(List.of(QueueSettings.DEFAULT.at(schema, null))),
            ToolClient.database("default", database.dsn(database.reader())))) {
      for (var call : CALLS) {
        int space = call.indexOf(' ');
        var millis = new double[WARM + MEASURED];
        for (int i = 0; i < millis.length; i++) {
          long start = System.nanoTime();
          client.ok(call.substring(0, space), call.substring(space + 1));
          millis[i] = (System.nanoTime() - start) / 1e6;
        }
        var warm = Arrays.copyOfRange(millis, WARM, millis.length);
        Arrays.sort(warm);
        out.printf(
            Locale.ROOT,
            "%7.1f %7.1f  %s%n",
            warm[MEASURED / 2],
            warm[MEASURED - 1],
            call.replace('\'', '"'));
      }
    }
  }
}
