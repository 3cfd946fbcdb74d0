package dev.howdah.db;

import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/** Takes the answer to one part of a flush. */
final class Taking extends ResultHandlerBase {

  private final Reply reply;
  private final Query part;
  private final @Nullable Query previous;
  private final boolean tagged;

  Taking(Reply reply, Query part, @Nullable Query previous, boolean tagged) {
    this.reply = reply;
    this.part = part;
    this.previous = previous;
    this.tagged = tagged;
  }

  // The driver hands back the very parts it was given.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public void handleResultRows(
      Query from, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
    reply.received(true);
    if (from == part) {
      reply.take(fields, tuples, cursor);
    } else if (from == previous) {
      reply.previousAnswered();
    }
  }

  @Override
  public void handleCommandStatus(String status, long count, long id) {
    reply.received(true);
    boolean due = !reply.tabular() && (previous == null || reply.answered());
    if ((due || tagged) && reply.command() == null) {
      reply.done(status, count);
    }
  }

  @Override
  public void handleWarning(SQLWarning warning) {}
}
