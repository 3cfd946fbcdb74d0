package dev.howdah;

import dev.howdah.db.Checkup;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.db.Examiner;
import dev.howdah.db.Finding;
import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import java.util.List;
import java.util.Map;

/** Examines every configured database and says what is wrong, and what mends it. */
final class Doctor {

  private static final String NOTHING =
      """
      No database is configured. Say where one is by

        --dsn=postgresql://user@host/database   or the variable DATABASE_URL,
        PGHOST and PGDATABASE                   and the other variables of libpq,
        --config=FILE                           for several: "howdah help serve" has the settings.
      """;

  private final ConfiguredDatabases databases;
  private final StringBuilder text = new StringBuilder();
  private boolean well = true;

  private Doctor(ConfiguredDatabases databases) {
    this.databases = databases;
  }

  /**
   * The report; its exit code is 1 when a database cannot be used or something about its role is
   * dangerous.
   */
  static Command.Print examine(Settings settings, Map<String, String> environment) {
    var databases = new ConfiguredDatabases(settings, environment);
    List<DatabaseSettings> all = databases.all();
    if (all.isEmpty()) {
      return new Command.Print(NOTHING, 1);
    }
    var doctor = new Doctor(databases);
    all.forEach(doctor::examine);
    return new Command.Print(doctor.text.toString(), doctor.well ? 0 : 1);
  }

  private void examine(DatabaseSettings settings) {
    text.append(text.isEmpty() ? "" : "\n");
    text.append("Database ").append(settings.name()).append("\n\n");
    ConnectionSettings connection;
    try {
      connection = databases.connection(settings);
    } catch (IllegalArgumentException e) {
      fail("configured", "wrongly: " + e.getMessage());
      return;
    }
    line("configured", connection.display() + ", sslmode=" + connection.sslMode());
    try (Database database = databases.open(settings)) {
      show(settings, connection, new Examiner(database).checkup(new Cancellation()));
    } catch (CallException e) {
      fail("connection", "failed: " + e.getMessage());
    }
  }

  private void show(DatabaseSettings settings, ConnectionSettings connection, Checkup checkup) {
    CheckupText.of(connection, checkup).forEach(this::line);
    List<Finding> findings = checkup.posture().findings();
    line("role", role(settings, checkup));
    for (Finding finding : findings) {
      text.append('\n');
      line(finding.severity().toString(), finding.sentence());
      text.append(finding.mend().indent(CheckupText.COLUMN));
      well &= finding.severity() != Finding.Severity.DANGEROUS;
    }
    if (findings.stream().anyMatch(finding -> finding.severity() != Finding.Severity.NOTE)) {
      text.append("\nOr leave that role as it is, and make one that can only read:\n\n");
      text.append(checkup.script().indent(2).replaceAll("(?m)^ +$", ""));
    }
  }

  private String role(DatabaseSettings settings, Checkup checkup) {
    String user = checkup.posture().user();
    String role = checkup.posture().role();
    String who = user.equals(role) ? user : user + " as " + role;
    if (checkup.posture().findings().isEmpty()) {
      return who + ", which can read and nothing else";
    }
    if (checkup.posture().powers().isEmpty()) {
      return who + ", which can do more than it needs";
    }
    return who
        + (databases.refusesPower(settings)
            ? ", which is too powerful: over a network no call is answered"
            : ", which is too powerful, and would be refused over a network");
  }

  private void fail(String term, String meaning) {
    line(term, meaning);
    well = false;
  }

  private void line(String term, String meaning) {
    text.append(CheckupText.line(term, meaning));
  }
}
