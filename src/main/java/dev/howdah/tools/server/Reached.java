package dev.howdah.tools.server;

import dev.howdah.db.Database;
import dev.howdah.error.CallException;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Tries databases side by side, so that one that does not answer holds up no other. */
final class Reached {

  private static final Sql NOTHING = Sql.of("select true as reached");

  private record None() {}

  private record Answer(boolean reached) {}

  private Reached() {}

  /** What is wrong with those that do not answer. */
  static Map<Database, String> problems(List<Database> databases, Call call) {
    Map<Database, String> problems = new ConcurrentHashMap<>();
    var done = new CountDownLatch(databases.size());
    for (Database database : databases) {
      Thread.ofVirtual()
          .name("reach " + database.name())
          .start(
              () -> {
                try {
                  database.query(NOTHING, new None(), Answer.class, call.cancellation());
                } catch (CallException e) {
                  problems.put(database, e.getMessage());
                } finally {
                  done.countDown();
                }
              });
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Map.copyOf(problems);
  }
}
