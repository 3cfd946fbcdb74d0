package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.CheckedSql;
import dev.howdah.sql.guard.Operation;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The most that PostgreSQL may estimate a statement to cost.
 *
 * @param maxCost 0 for no limit
 */
public record Ceiling(long maxCost) {

  /** No limit. */
  static final Ceiling NONE = new Ceiling(0);

  /**
   * Asks for the plan. In JSON, since names stand in the text of a plan as they are, and may look
   * like a cost.
   */
  static final String PLAN = "EXPLAIN (FORMAT JSON) ";

  /** The cost of a whole plan; a rule may have made several of one statement. */
  private static final Pattern COST = Pattern.compile("(?m)^ {6}\"Total Cost\": ([\\d.]+)");

  /** Definitions that EXPLAIN takes: they keep what a query gives. */
  private static final Set<String> PLANNED = Set.of("CREATE TABLE AS", "CREATE MATERIALIZED VIEW");

  /** Whether a statement has a plan whose cost has to be looked at. */
  public boolean limits(CheckedSql statement) {
    return maxCost > 0
        && !statement.explains()
        && !statement.command().equals("SHOW")
        && (!statement.operations().contains(Operation.DDL)
            || PLANNED.contains(statement.command()));
  }

  /**
   * Lets a plan pass that is estimated to cost no more.
   *
   * @param plan as PostgreSQL wrote it in JSON
   */
  public void check(String plan) {
    double cost =
        COST.matcher(plan).results().mapToDouble(each -> Double.parseDouble(each.group(1))).sum();
    if (maxCost > 0 && cost > maxCost) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "PostgreSQL estimates the cost of this statement at %.0f, and at most %d is allowed here;"
                  .formatted(cost, maxCost)
              + " explain shows where it comes from. Add conditions that an index serves, or ask"
              + " for less.",
          Map.of("estimated_cost", cost, "max_cost", maxCost));
    }
  }
}
