package dev.howdah;

import dev.howdah.auth.Permissions;
import dev.howdah.db.Checkup;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.db.Examiner;
import dev.howdah.db.Finding;
import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.guard.Guard;
import dev.howdah.sql.guard.Policies;
import dev.howdah.sql.parser.Parsers;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Examines every configured database, and where tasks are kept, and says what is wrong, and what
 * mends it.
 */
final class Doctor {

  private static final String NOTHING =
      """
      No database is configured. Say where one is by

        --dsn=postgresql://user@host/database   or the variable DATABASE_URL,
        PGHOST and PGDATABASE                   and the other variables of libpq,
        --config=FILE                           for several: "howdah help serve" has the settings.
      """;

  private final ConfiguredDatabases databases;
  private final Settings settings;
  private final RulesOfCallers rules;
  private final StringBuilder text = new StringBuilder();
  private boolean well = true;

  private Doctor(ConfiguredDatabases databases, Settings settings, RulesOfCallers rules) {
    this.databases = databases;
    this.settings = settings;
    this.rules = rules;
  }

  /**
   * The report; its exit code is 1 when a database cannot be used, something about its role is
   * dangerous, or tasks could not be kept or handed out as configured.
   */
  static Command.Print examine(
      Settings settings, Permissions permissions, Map<String, String> environment) {
    var databases = new ConfiguredDatabases(settings, environment);
    List<DatabaseSettings> all = databases.all();
    if (all.isEmpty()) {
      return new Command.Print(NOTHING, 1);
    }
    try (var parsers = new Parsers()) {
      Supplier<Guard> guard =
          () -> new Guard(parsers, Policies.of(settings.access().functionRules()));
      var rules = new RulesOfCallers(settings.transport(), permissions, guard);
      var doctor = new Doctor(databases, settings, rules);
      all.forEach(doctor::examine);
      doctor.examineTasks();
      return new Command.Print(doctor.text.toString(), doctor.well ? 0 : 1);
    }
  }

  private void examine(DatabaseSettings database) {
    text.append(text.isEmpty() ? "" : "\n");
    text.append("Database ").append(database.name()).append("\n\n");
    ConnectionSettings connection;
    try {
      connection = databases.connection(database);
    } catch (IllegalArgumentException e) {
      fail("configured", "wrongly: " + e.getMessage());
      return;
    }
    line("configured", connection.display() + ", sslmode=" + connection.sslMode());
    try (Database opened = databases.open(database)) {
      show(
          database,
          connection,
          new Examiner(opened).checkup(rules.in(database), new Cancellation()));
    } catch (CallException e) {
      fail("connection", "failed: " + e.getMessage());
    }
  }

  private void examineTasks() {
    List<TaskCheckup.Line> lines = TaskCheckup.of(settings, databases);
    if (!lines.isEmpty()) {
      text.append("\nTasks\n\n");
    }
    for (TaskCheckup.Line found : lines) {
      line(found.term(), found.meaning());
      well &= found.well();
    }
  }

  private void show(DatabaseSettings database, ConnectionSettings connection, Checkup checkup) {
    CheckupText.of(connection, checkup, settings.limits()).forEach(this::line);
    List<Finding> findings = checkup.posture().findings();
    line("role", role(database, checkup));
    for (Finding finding : findings) {
      text.append('\n');
      line(finding.severity().toString(), finding.sentence());
      text.append(finding.mend().indent(CheckupText.COLUMN));
      well &= finding.severity() != Finding.Severity.DANGEROUS;
    }
    if (findings.stream().anyMatch(finding -> finding.severity() != Finding.Severity.NOTE)) {
      text.append("\nOr leave that role as it is, and make one that can do what callers may:\n\n");
      text.append(checkup.script().indent(2).replaceAll("(?m)^ +$", ""));
    }
  }

  private String role(DatabaseSettings database, Checkup checkup) {
    String user = checkup.posture().user();
    String role = checkup.posture().role();
    String who = user.equals(role) ? user : user + " as " + role;
    if (checkup.posture().findings().isEmpty()) {
      return who
          + (database.readOnly()
              ? ", which can read and nothing else"
              : ", which can do nothing that callers may not");
    }
    if (checkup.posture().powers().isEmpty()) {
      return who + ", which can do more than it needs";
    }
    return who
        + (databases.refusesPower(database)
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
