package dev.howdah.queue;

import java.util.List;
import java.util.Locale;

/** One of the four tables of an installation. */
public enum Part {
  QUEUE(
      "PGQUEUER_QUEUE_TABLE",
      "id priority queue_manager_id created updated heartbeat execute_after status entrypoint"),
  LOG("PGQUEUER_QUEUE_TABLE_LOG", "id created job_id status priority entrypoint aggregated"),
  STATISTICS("PGQUEUER_STATISTICS_TABLE", "id created count priority status entrypoint"),
  SCHEDULES(
      "PGQUEUER_SCHEDULES_TABLE",
      "id expression entrypoint heartbeat created updated next_run last_run status");

  private final String variable;
  private final String columns;

  Part(String variable, String columns) {
    this.variable = variable;
    this.columns = columns;
  }

  /** PgQueuer's own setting of its name. */
  public String variable() {
    return variable;
  }

  /** The columns that every version from 0.19 on has. */
  public List<String> columns() {
    return List.of(columns.split(" ", -1));
  }

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
