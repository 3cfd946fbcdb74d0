package dev.howdah.db;

import dev.howdah.sql.AgentSql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements of an agent that are kept together or not at all.
 *
 * @param numbered whether a failure names the statement by its index, however many there are
 * @param ceiling for each of them, by the plan that it has when its turn comes
 */
public record Writing(List<Step> steps, Isolation isolation, boolean numbered, Ceiling ceiling) {

  /**
   * One of them.
   *
   * @param text what will be judged
   */
  public record Step(AgentSql text, Values values) {}

  /** The values of a step's {@code $1…$n}, which may come from the steps before it. */
  @FunctionalInterface
  public interface Values {
    /** String, Number, Boolean, List, Map, {@link Printed} or null. */
    List<? extends @Nullable Object> after(Earlier earlier);
  }

  /** What the steps before have done, in the same transaction. */
  public interface Earlier {

    /** In order. */
    List<Written> results();

    /** The name of the table that a column of a result comes from, or null for no table's. */
    @Nullable String table(Rows rows, int column);
  }

  public Writing {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a transaction needs a statement");
    }
  }

  /** One statement alone, whatever it costs. */
  public static Writing one(Statement statement) {
    return one(statement, Ceiling.NONE);
  }

  /** One statement alone. */
  public static Writing one(Statement statement, Ceiling ceiling) {
    return new Writing(
        List.of(new Step(statement.text(), earlier -> statement.values())),
        Isolation.READ_COMMITTED,
        false,
        ceiling);
  }
}
