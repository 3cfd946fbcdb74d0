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

/**
 * Reads the columns that all statements about tasks return. Somebody else may have written into
 * them: times that no calendar has become far ones, with which everybody can calculate, and what is
 * no number is left out.
 */
final class TaskRow {

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final long LONGEST_POLL = Duration.ofDays(1).toMillis();

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
        Duration.ofMillis(Math.clamp(row.getLong("poll_interval_ms"), 1, LONGEST_POLL)),
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
    if (row.wasNull() || !Double.isFinite(value)) {
      return null;
    }
    double total = row.getDouble("progress_total");
    boolean known = !row.wasNull() && Double.isFinite(total);
    return new Progress(value, known ? total : null, row.getString("progress_message"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return near(row.getObject(column, OffsetDateTime.class));
  }

  private static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : near(time);
  }

  /** What {@code infinity} is read as, no text and no cursor could hold. */
  private static Instant near(OffsetDateTime time) {
    Instant instant = time.toInstant();
    if (instant.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return instant.isAfter(LATEST) ? LATEST : instant;
  }
}
