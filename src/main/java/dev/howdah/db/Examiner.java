package dev.howdah.db;

import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.List;

/**
 * Examines a database and the role used there, whatever the policy says about that role. Every
 * method asks the server, and throws a {@code CallException} when it cannot be asked.
 */
public final class Examiner {

  private final Database database;

  public Examiner(Database database) {
    this.database = database;
  }

  /** What the role can do beyond what it needs, whatever the access rules say. */
  public Posture posture(Cancellation cancellation) {
    return new PostureReader(database.catalog(cancellation)).read(database.settings());
  }

  /** What the role can read although the rules close it. */
  List<Finding> grants(CallerRules rules, Cancellation cancellation) {
    return rules.restricted()
        ? new Openings(database.catalog(cancellation), rules, database.settings()).findings()
        : List.of();
  }

  /** Everything that decides how well the database can be used. */
  public Checkup checkup(CallerRules rules, Cancellation cancellation) {
    long start = System.nanoTime();
    int announced = database.announcedProcess(cancellation);
    Duration connecting = Duration.ofNanos(System.nanoTime() - start);
    return reader(rules, cancellation).read(connecting, announced, RoleScript.ROLE);
  }

  /** The SQL that makes a role which can do what the rules let callers do, and nothing else. */
  public String roleScript(String role, CallerRules rules, Cancellation cancellation) {
    return reader(rules, cancellation).read(Duration.ZERO, 0, role).script();
  }

  private CheckupReader reader(CallerRules rules, Cancellation cancellation) {
    return new CheckupReader(
        database.catalog(cancellation), database.settings(), database.work(), rules);
  }
}
