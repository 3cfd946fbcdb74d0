package dev.howdah.db;

import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Identifier;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Examines a database and the role used there, whatever the policy says about that role. Every
 * method asks the server, and throws a {@code CallException} when it cannot be asked.
 */
public final class Examiner {

  private final Database database;

  public Examiner(Database database) {
    this.database = database;
  }

  /** What the role can do beyond what it needs. */
  public Posture posture(Cancellation cancellation) {
    return new PostureReader(database.catalog(cancellation)).read(database.settings().readOnly());
  }

  /** Everything that decides how well the database can be used. */
  public Checkup checkup(Cancellation cancellation) {
    long start = System.nanoTime();
    int announced = database.announcedProcess(cancellation);
    Duration connecting = Duration.ofNanos(System.nanoTime() - start);
    return new CheckupReader(database.catalog(cancellation))
        .read(connecting, announced, database.settings());
  }

  /**
   * The SQL that makes a role which can read and do nothing else.
   *
   * @param tables those it shall not read, with their schemas
   * @param columns those it shall not read, by table with its schema
   */
  public String roleScript(
      String role,
      Set<Identifier> tables,
      Map<Identifier, Set<String>> columns,
      Cancellation cancellation) {
    Posture posture = posture(cancellation);
    return new RoleScript(database.catalog(cancellation), role, database.settings())
        .text(posture, tables, columns);
  }
}
