package dev.howdah.task.postgres;

import dev.howdah.task.Answered;
import dev.howdah.task.Lease;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Questions and answers. All but {@link #answers} are parts of a transaction. */
final class Inputs {

  private final Statements texts;
  private final TaskLimits limits;

  Inputs(Statements texts, TaskLimits limits) {
    this.texts = texts;
    this.limits = limits;
  }

  Task ask(Connection connection, Lease lease, Map<String, String> questions) throws SQLException {
    Optional<Integer> before =
        Query.first(texts.lockToAsk()).lease(lease).one(connection, row -> row.getInt(1));
    if (before.isEmpty()) {
      throw notHeld(connection, lease);
    }
    int inserted =
        new Query(texts.ask())
            .array("text", questions.keySet().toArray())
            .array("text", questions.values().toArray())
            .number(before.get())
            .text(lease.id().value())
            .update(connection);
    if (inserted < questions.size()) {
      throw TaskException.asked(lease.id());
    }
    limits.checkQuestions(before.get() + inserted);
    return waitOrWork(connection, lease.id());
  }

  Answered answer(Connection connection, TaskId id, String owner, Map<String, String> answers)
      throws SQLException {
    String state =
        Query.first(texts.lockToAnswer())
            .text(id.value())
            .owner(owner)
            .one(connection, row -> row.getString(1))
            .orElseThrow(() -> TaskException.notFound(id));
    Set<String> accepted =
        state.equals("input_required")
            ? new LinkedHashSet<>(
                new Query(texts.answer())
                    .array("text", answers.keySet().toArray())
                    .array("text", answers.values().toArray())
                    .text(id.value())
                    .list(connection, row -> row.getString(1)))
            : Set.of();
    return new Answered(
        accepted.isEmpty() ? any(connection, id) : waitOrWork(connection, id), accepted);
  }

  private Task waitOrWork(Connection connection, TaskId id) throws SQLException {
    return new Query(texts.waitOrWork())
        .text(id.value())
        .one(connection, TaskRow::task)
        .orElseThrow(() -> TaskException.notFound(id));
  }

  private Task any(Connection connection, TaskId id) throws SQLException {
    return new Query(texts.findAny())
        .text(id.value())
        .one(connection, TaskRow::task)
        .orElseThrow(() -> TaskException.notFound(id));
  }

  Map<String, String> answers(Connection connection, Lease lease) throws SQLException {
    List<Map.Entry<Optional<String>, String>> rows =
        new Query(texts.answers())
            .lease(lease)
            .list(
                connection,
                row ->
                    Map.entry(
                        Optional.ofNullable(row.getString(1)),
                        Optional.ofNullable(row.getString(2)).orElse("")));
    if (rows.isEmpty()) {
      throw notHeld(connection, lease);
    }
    var byKey = new LinkedHashMap<String, String>();
    rows.forEach(row -> row.getKey().ifPresent(key -> byKey.put(key, row.getValue())));
    return byKey;
  }

  /** Why a change by a holder found nothing to change. */
  TaskException notHeld(Connection connection, Lease lease) throws SQLException {
    Task task = any(connection, lease.id());
    return task.terminal()
        ? TaskException.ended(lease.id(), task.state())
        : TaskException.leaseLost(lease.id());
  }
}
