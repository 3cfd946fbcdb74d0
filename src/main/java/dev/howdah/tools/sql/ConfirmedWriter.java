package dev.howdah.tools.sql;

import dev.howdah.db.Ceiling;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.db.Writing;
import dev.howdah.db.Written;
import dev.howdah.sql.guard.Door;
import dev.howdah.tool.Call;
import dev.howdah.tool.Writer;

/** One statement that writes: not too expensive, and confirmed where the operator wants that. */
public final class ConfirmedWriter implements Writer {

  private final QuerySettings settings;

  public ConfirmedWriter(QuerySettings settings) {
    this.settings = settings;
  }

  @Override
  public Written write(Session session, Statement statement, Limits limits, Call call) {
    return new Confirmation(session, settings, call)
        .write(Writing.one(statement, new Ceiling(settings.maxCost())), Door.WRITE, limits)
        .getFirst();
  }
}
