package dev.howdah.task.postgres;

import dev.howdah.task.Claim;
import dev.howdah.task.Lease;
import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the columns that all statements about tasks return. */
final class TaskRow {

  private TaskRow() {}

  static Task task(ResultSet row) throws SQLException {
    return new Task(
        new TaskId(row.getString("id")),
        row.getString("owner"),
        row.getString("kind"),
        state(row),
        row.getString("status_message"),
        progress(row),
        row.getBoolean("cancel_requested"),
        time(row, "created"),
        time(row, "begun"),
        time(row, "updated"),
        time(row, "expires"),
        Duration.ofMillis(row.getLong("poll_interval_ms")),
        row.getLong("version"),
        row.getString("holder"),
        timeOrNull(row, "lease_until"),
        row.getInt("restarts"));
  }

  static Claim claim(ResultSet row) throws SQLException {
    Task task = task(row);
    var holder = Objects.requireNonNull(task.holder(), "what is claimed has a holder");
    return new Claim(
        task, new Lease(task.id(), holder, row.getLong("token")), row.getString("request"));
  }

  private static TaskState state(ResultSet row) throws SQLException {
    String word = row.getString("state");
    long size = row.getLong("result_size");
    return switch (word) {
      case "working" -> new TaskState.Working();
      case "input_required" -> new TaskState.InputRequired(questions(row));
      case "completed" -> new TaskState.Completed(row.getBoolean("result_error"), size);
      case "failed" -> new TaskState.Failed(size);
      case "cancelled" -> new TaskState.Cancelled();
      default -> throw new IllegalStateException("no state of a task: " + word);
    };
  }

  private static Map<String, String> questions(ResultSet row) throws SQLException {
    String[] keys = (String[]) row.getArray("keys").getArray();
    String[] questions = (String[]) row.getArray("questions").getArray();
    var byKey = new LinkedHashMap<String, String>();
    for (int i = 0; i < keys.length; i++) {
      byKey.put(keys[i], questions[i]);
    }
    return byKey;
  }

  private static @Nullable Progress progress(ResultSet row) throws SQLException {
    double value = row.getDouble("progress");
    if (row.wasNull()) {
      return null;
    }
    double total = row.getDouble("progress_total");
    return new Progress(value, row.wasNull() ? null : total, row.getString("progress_message"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
