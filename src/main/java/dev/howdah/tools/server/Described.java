package dev.howdah.tools.server;

import dev.howdah.db.Database;
import dev.howdah.db.DatabaseStatus;
import org.jspecify.annotations.Nullable;

/** Shows the state of a database. */
final class Described {

  private Described() {}

  /**
   * The state of a database.
   *
   * @param problem what is wrong with it now; null when nothing is known to be
   */
  static ServerInfo.Configured of(Database database, @Nullable String problem) {
    DatabaseStatus status = database.status();
    String error = problem == null ? status.lastError() : problem;
    return new ServerInfo.Configured(
        status.name(),
        database.settings().description(),
        database.settings().environment(),
        database.settings().statementTimeout().toMillis(),
        error != null ? error : status.connected() ? "connected" : "not connected yet",
        status.serverVersion(),
        new ServerInfo.Pool(status.inUse(), status.idle(), status.maxSize()));
  }
}
