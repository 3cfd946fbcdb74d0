package dev.howdah.tools.server;

import dev.howdah.db.Database;
import dev.howdah.db.DatabaseStatus;

/** Shows the state of a database. */
final class Described {

  private Described() {}

  static ServerInfo.Configured of(Database database) {
    DatabaseStatus status = database.status();
    String error = status.lastError();
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
