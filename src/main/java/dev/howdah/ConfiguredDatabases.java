package dev.howdah;

import dev.howdah.config.Secret;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.db.RolePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The databases that settings and environment tell of. */
final class ConfiguredDatabases {

  private final Settings settings;
  private final Map<String, String> environment;

  ConfiguredDatabases(Settings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /** How each is configured, the default one first; possibly none. */
  List<DatabaseSettings> all() {
    List<DatabaseSettings> all = new ArrayList<>();
    if (settings.database().dsn() == null && ConnectionSettings.inEnvironment(environment)) {
      all.add(settings.database());
    }
    all.addAll(settings.configuredDatabases());
    return all;
  }

  /**
   * Where one of them is.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong with it
   */
  ConnectionSettings connection(DatabaseSettings database) {
    Secret dsn = database.dsn();
    return ConnectionSettings.of(dsn == null ? null : dsn.reveal(), environment)
        .within(database.connectTimeout());
  }

  /**
   * Refuses tables of the server's own where agents' statements run as the role that owns them.
   *
   * @param key the setting that says where they are to be
   * @throws IllegalArgumentException with a sentence that names the setting and the database
   */
  void refuseShared(String key, ConnectionSettings own) {
    for (DatabaseSettings database : all()) {
      if (connection(database).sameLogin(own)) {
        throw new IllegalArgumentException(
            "%s must be another database, or the same with another role, than database %s: agents"
                    .formatted(key, database.name())
                + " could read and change the tasks of others, was "
                + own.display());
      }
    }
  }

  /** One of them, to which nothing connects yet. */
  Database open(DatabaseSettings database) {
    ConnectionSettings connection = connection(database);
    return new Database(database, () -> connection, settings.limits(), policy(database));
  }

  /** Over a network a powerful role is refused, unless the operator insists. */
  private RolePolicy policy(DatabaseSettings database) {
    return refusesPower(database) ? RolePolicy.REFUSE : RolePolicy.WARN;
  }

  /** Whether that database is not served with a powerful role. */
  boolean refusesPower(DatabaseSettings database) {
    return settings.transport() != Settings.Transport.STDIO
        && !settings.http().isLoopback()
        && !database.allowPowerfulRole();
  }
}
