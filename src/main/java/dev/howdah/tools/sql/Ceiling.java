package dev.howdah.tools.sql;

import dev.howdah.db.Explaining;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.CheckedSql;
import dev.howdah.sql.guard.Door;
import dev.howdah.sql.guard.Operation;
import java.util.Map;
import java.util.regex.Pattern;

/** Refuses statements whose plan is too expensive, before they run. */
final class Ceiling {

  private static final Pattern COST = Pattern.compile("\\(cost=[\\d.]+\\.\\.([\\d.]+) ");

  private Ceiling() {}

  /**
   * Lets a statement pass that is estimated to cost no more than is allowed, and one that has no
   * plan, such as SHOW or DDL.
   */
  static void check(Session session, Statement statement, QuerySettings settings, Limits limits) {
    if (settings.maxCost() == 0) {
      return;
    }
    CheckedSql checked = session.check(statement.text(), Door.EITHER);
    if (checked.operations().contains(Operation.DDL)
        || checked.explains()
        || checked.command().equals("SHOW")) {
      return;
    }
    var how = new Explaining(false, false);
    String plan = session.explain(statement, how, limits).text();
    var found = COST.matcher(plan);
    double cost = found.find() ? Double.parseDouble(found.group(1)) : 0;
    if (cost > settings.maxCost()) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "PostgreSQL estimates the cost of this statement at %.0f, and at most %d is allowed here;"
                  .formatted(cost, settings.maxCost())
              + " explain shows where it comes from. Add conditions that an index serves, or ask"
              + " for less.",
          Map.of("estimated_cost", cost, "max_cost", settings.maxCost()));
    }
  }
}
