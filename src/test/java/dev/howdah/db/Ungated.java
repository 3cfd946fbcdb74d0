package dev.howdah.db;

import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.catalog.Recorder;
import dev.howdah.sql.guard.Unjudged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that no gate has judged: what stands behind it must hold without it, too. */
final class Ungated {

  private static final Recorder.Stamps NOTHING =
      new Recorder.Stamps(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of(), "");

  private Ungated() {}

  static Rows run(Database database, String sql, Limits limits, Cancellation cancellation) {
    return run(database, sql, List.of(), limits, cancellation);
  }

  static Rows run(
      Database database,
      String sql,
      List<? extends @Nullable Object> values,
      Limits limits,
      Cancellation cancellation) {
    return run(database, RunAs.ITSELF, sql, values, limits, cancellation);
  }

  static Rows run(
      Database database,
      RunAs as,
      String sql,
      List<? extends @Nullable Object> values,
      Limits limits,
      Cancellation cancellation) {
    var way = new ReadOnlyTransaction.Way(as, false, null, null);
    return database.leased(
        cancellation,
        (open, lease) -> database.read(open.reading(), lease, sql, values, limits, way));
  }

  /** A statement of a transaction. */
  static Judges.Step step(String sql, Writing.Values values) {
    var judged = new Judged(Unjudged.sql(sql), NOTHING, List.of());
    return new Judges.Step(null, values, null, inside -> judged, Ceiling.NONE);
  }

  static List<Written> write(
      Database database,
      RunAs as,
      Isolation isolation,
      List<Judges.Step> steps,
      Limits limits,
      Cancellation cancellation) {
    database.requireWritable();
    return Conflicts.retrying(
        cancellation,
        () ->
            database.leased(
                cancellation,
                (open, lease) ->
                    open.writing()
                        .run(lease, steps, as, isolation, limits, Ending.COMMIT)
                        .results()));
  }
}
