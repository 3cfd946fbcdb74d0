package dev.howdah.tools.sql;

import dev.howdah.db.Ceiling;
import dev.howdah.db.Explaining;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.sql.guard.CheckedSql;
import dev.howdah.sql.guard.Door;

/** Refuses statements whose plan is too expensive, before they run. */
final class PlannedCost {

  private PlannedCost() {}

  /**
   * Lets a statement pass that is estimated to cost no more than is allowed, and one that has no
   * plan or only shows one.
   */
  static void check(
      Session session, Statement statement, Door door, QuerySettings settings, Limits limits) {
    if (settings.maxCost() == 0) {
      return;
    }
    var ceiling = new Ceiling(settings.maxCost());
    CheckedSql checked = session.check(statement.text(), door);
    Statement planned = statement;
    if (checked.explains()) {
      var explained = Explained.in(statement.text().text());
      if (!explained.runs()) {
        return;
      }
      planned = new Statement(explained.statement(), statement.values());
      checked = session.check(planned.text(), door);
    }
    if (ceiling.limits(checked)) {
      ceiling.check(session.explain(planned, new Explaining(false, true), limits).text());
    }
  }
}
