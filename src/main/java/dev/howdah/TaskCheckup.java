package dev.howdah;

import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.OwnPool;
import dev.howdah.task.TaskException;
import dev.howdah.task.postgres.PostgresTaskStore;
import dev.howdah.task.postgres.SchemaState;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.rabbit.RabbitmqTaskDispatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks where tasks are to be kept, and who hands them out. Changes nothing there. */
final class TaskCheckup {

  private final List<Line> lines = new ArrayList<>();
  private final Settings settings;
  private final ConfiguredDatabases databases;

  /**
   * One topic.
   *
   * @param well false for what keeps tasks from being kept or handed out
   */
  record Line(String term, String meaning, boolean well) {}

  private TaskCheckup(Settings settings, ConfiguredDatabases databases) {
    this.settings = settings;
    this.databases = databases;
  }

  /** What was found; nothing where tasks are kept in memory or there are none. */
  static List<Line> of(Settings settings, ConfiguredDatabases databases) {
    var checkup = new TaskCheckup(settings, databases);
    checkup.look();
    return List.copyOf(checkup.lines);
  }

  private void look() {
    ConnectionSettings own;
    try {
      own = TaskServices.database(settings.tasks());
    } catch (IllegalArgumentException e) {
      bad("store", "configured wrongly: " + e.getMessage());
      return;
    }
    if (own == null) {
      return;
    }
    good("store", own.display() + ", sslmode=" + own.sslMode());
    try {
      databases.refuseShared("tasks.dsn", own);
      good("login", "of its own: none that agents' statements have");
    } catch (IllegalArgumentException e) {
      bad("login", "refused: " + e.getMessage());
    }
    schema(own);
    broker(TaskServices.dispatcher(settings.tasks()));
  }

  private void schema(ConnectionSettings own) {
    String schema = PostgresTaskStore.SCHEMA;
    try (var pool = new OwnPool(own, 1)) {
      SchemaState state = SchemaState.of(pool::open, schema);
      good("connection", "made");
      switch (state) {
        case READY -> good("schema", schema + " is there");
        case TO_BE_MADE -> good("schema", schema + " is not there yet; its first use makes it");
        case MISSING ->
            bad(
                "schema",
                ("%1$s has no tables, and %2$s may not make them; to let it: grant create on"
                        + " database %3$s to %2$s; or, where the schema is there: grant usage,"
                        + " create on schema %1$s to %2$s;")
                    .formatted(schema, own.user(), own.database()));
        case CLOSED ->
            bad(
                "schema",
                "%s belongs to another role, and %s may not use its tables"
                    .formatted(schema, own.user()));
      }
    } catch (TaskException e) {
      bad("connection", "failed: " + e.getMessage());
    }
  }

  private void broker(@Nullable RabbitmqTaskDispatcher dispatcher) {
    if (dispatcher == null) {
      return;
    }
    try (dispatcher) {
      dispatcher.logIn();
      good("broker", "takes the login");
    } catch (TaskQueueException e) {
      bad("broker", "failed: " + e.getMessage());
    }
  }

  private void good(String term, String meaning) {
    lines.add(new Line(term, meaning, true));
  }

  private void bad(String term, String meaning) {
    lines.add(new Line(term, meaning, false));
  }
}
