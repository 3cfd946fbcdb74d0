package dev.howdah.tool;

import dev.howdah.db.Limits;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.db.Written;

/** Runs statements that write as the tool {@code execute} does, by whatever tool made them. */
@FunctionalInterface
public interface Writer {

  /**
   * Runs one statement and commits it, within the limits on cost and, where the operator wants
   * that, after the user has confirmed it. To be called without a turn.
   *
   * @throws InputRequired when the user has to be asked first
   * @throws dev.howdah.error.CallException whatever stands against it
   */
  Written write(Session session, Statement statement, Limits limits, Call call);
}
