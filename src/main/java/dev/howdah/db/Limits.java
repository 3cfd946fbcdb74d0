package dev.howdah.db;

import dev.howdah.resilience.Overtime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one statement may use.
 *
 * @param maxRows most rows to return
 * @param maxBytes most bytes of the rows in their JSON form
 * @param maxCellBytes most bytes of one value as PostgreSQL prints it; longer ones are cut
 * @param statementTimeout longest time PostgreSQL may work on the statement
 * @param lockTimeout longest wait for one lock
 * @param leash when we stop it before that; null for never
 * @param stops whether PostgreSQL stops once it has given a row more than the most
 */
public record Limits(
    int maxRows,
    int maxBytes,
    int maxCellBytes,
    Duration statementTimeout,
    Duration lockTimeout,
    @Nullable Leash leash,
    boolean stops) {

  private static final int MOST = Integer.MAX_VALUE - 8;

  /** For statements of ours, whose size we know, where no database says less. */
  public static final Limits OURS =
      new Limits(100_000, 64 << 20, 8 << 20, Duration.ofSeconds(30), Duration.ofSeconds(5));

  /**
   * A limit that ends a statement only if its call has not become a task by then.
   *
   * @param usual shorter than the statement timeout
   */
  record Leash(Duration usual, Overtime overtime) {}

  public Limits {
    positive("maxRows", maxRows);
    positive("maxBytes", maxBytes);
    positive("maxCellBytes", maxCellBytes);
    positive("statementTimeout", statementTimeout.toMillis());
    positive("lockTimeout", lockTimeout.toMillis());
  }

  /** Limits that hold whatever becomes of the call. */
  public Limits(
      int maxRows,
      int maxBytes,
      int maxCellBytes,
      Duration statementTimeout,
      Duration lockTimeout) {
    this(maxRows, maxBytes, maxCellBytes, statementTimeout, lockTimeout, null, true);
  }

  /** See {@link Database#limits}. */
  static Limits of(
      DatabaseSettings settings,
      QuerySettings query,
      int maxRows,
      @Nullable Duration asked,
      Overtime overtime) {
    Duration usual = settings.statementTimeout();
    Duration allowed = overtime.most().compareTo(usual) > 0 ? overtime.most() : usual;
    Duration most = asked != null && asked.compareTo(allowed) < 0 ? asked : allowed;
    return new Limits(
        maxRows,
        (int) query.maxResultBytes(),
        (int) query.maxCellBytes(),
        most,
        settings.lockTimeout(),
        most.compareTo(usual) > 0 ? new Leash(usual, overtime) : null,
        true);
  }

  /** For statements of ours in a database, which may give them less time than we would. */
  static Limits ours(DatabaseSettings settings) {
    Duration most = settings.statementTimeout();
    return new Limits(
        OURS.maxRows,
        OURS.maxBytes,
        OURS.maxCellBytes,
        most.compareTo(OURS.statementTimeout) < 0 ? most : OURS.statementTimeout,
        OURS.lockTimeout);
  }

  /** The same for a statement that limits its rows itself, and so may have parallel workers. */
  Limits bounded() {
    return new Limits(maxRows, maxBytes, maxCellBytes, statementTimeout, lockTimeout, leash, false);
  }

  /** The same times for a result of another size. */
  public Limits sized(int rows, int bytes, int cellBytes) {
    return new Limits(rows, bytes, cellBytes, statementTimeout, lockTimeout, leash, stops);
  }

  /**
   * At how many rows PostgreSQL stops; 0 for nowhere. A plan that is stopped at a number of rows
   * gets no parallel workers (PostgreSQL manual, When Can Parallel Query Be Used?).
   */
  int stop() {
    return stops ? maxRows + 1 : 0;
  }

  /** Whether a statement had to end because its call was no task. */
  boolean overdue() {
    return leash != null && leash.overtime().refused();
  }

  /** Why the call of a statement that had to end was no task, or null when there is no telling. */
  @Nullable String obstacle() {
    return leash != null && overdue() ? leash.overtime().obstacle() : null;
  }

  /** How long a statement was allowed to take in the end. */
  Duration allowed() {
    return leash != null && overdue() ? leash.usual() : statementTimeout;
  }

  private static void positive(String what, long value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(what + " must be at least 1, was " + value);
    }
  }
}
