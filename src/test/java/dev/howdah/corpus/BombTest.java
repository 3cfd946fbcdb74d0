package dev.howdah.corpus;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No statement keeps the server or the database busy beyond its time. */
@OnPostgres(18)
final class BombTest {

  private static final int TIMEOUT_MS = 250;

  /** The parser's deadline or the statement's limit, and what a busy machine adds to it. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** What is said when PostgreSQL did not stop at its own limit. */
  private static final String UNSTOPPED = "counts as running until it has ended";

  @BeforeAll
  static void fill(TestDatabase database) {
    Shop.fill(database, Shop.SECRETS);
  }

  @Test
  void textsAreRefused(TestDatabase database) throws SQLException {
    Findings findings = new Findings("Bombs of text on " + database);
    try (var door = Door.readOnly(database, database.reader());
        var watch = new Watch(database, database.reader())) {
      for (Case bomb : Bombs.ofText()) {
        Outcome outcome = timed(bomb, door, watch, findings);
        if (outcome.answered() || outcome.code().equals("ERR_010")) {
          findings.add(bomb, outcome.toString());
        }
      }
    }
    findings.check();
  }

  @Test
  void workEnds(TestDatabase database) throws SQLException {
    Findings findings = new Findings("Bombs of work on " + database);
    try (var door = Door.readOnly(database, database.reader());
        var watch = new Watch(database, database.reader())) {
      for (Case bomb : Bombs.ofWork()) {
        timed(bomb, door, watch, findings);
      }
    }
    findings.check();
  }

  private static Outcome timed(Case bomb, Door door, Watch watch, Findings findings)
      throws SQLException {
    long start = System.nanoTime();
    Outcome outcome = door.query(bomb.sql(), bomb.params(), TIMEOUT_MS);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    findings.ran(bomb, outcome);
    if (outcome.toString().contains(UNSTOPPED)) {
      findings.add(bomb, outcome.toString());
    }
    if (took.compareTo(LONGEST) > 0) {
      findings.add(bomb, "took %d ms: %s".formatted(took.toMillis(), outcome));
    }
    if (!door.query("select 1", List.of()).answered()) {
      findings.add(bomb, "the next statement was not answered");
    }
    watch.changes().forEach(change -> findings.add(bomb, change));
    return outcome;
  }
}
