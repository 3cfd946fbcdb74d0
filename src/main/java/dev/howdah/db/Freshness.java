package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.sql.Sql;
import dev.howdah.sql.catalog.Recorder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statement of ours that fails when a verdict rests on a catalogue that has changed. */
final class Freshness {

  /** {@code division_by_zero}, by which it fails. */
  private static final String STALE = "22012";

  private static final Sql CHECK = Sql.resource(Freshness.class, "catalogue_check.sql");
  private static final Sql.Numbered NUMBERED = CHECK.numbered();

  /** Its parameters, by name; all but the last are arrays. */
  record Looked(
      String relationNames,
      String relations,
      String functionNames,
      String functions,
      String operatorNames,
      String types,
      String typeNames,
      String schemas,
      String changed,
      String expected) {

    static Looked of(Recorder.Stamps stamps) {
      return new Looked(
          ArrayTexts.write(stamps.relationNames()),
          ArrayTexts.write(stamps.relations()),
          ArrayTexts.write(stamps.functionNames()),
          ArrayTexts.write(stamps.functions()),
          ArrayTexts.write(stamps.operatorNames()),
          ArrayTexts.write(stamps.types()),
          ArrayTexts.write(stamps.typeNames()),
          ArrayTexts.write(stamps.schemas()),
          ArrayTexts.write(stamps.changed()),
          stamps.expected());
    }
  }

  private record Fresh(int fresh) {}

  private Freshness() {}

  /** The statement with its values. */
  static Wire.Part check(Recorder.Stamps stamps) {
    List<Wire.Value> values = new ArrayList<>();
    for (@Nullable Object value : Records.values(Looked.of(stamps), NUMBERED.parameters())) {
      values.add(new Wire.Value(String.valueOf(value), 0));
    }
    return new Wire.Part(NUMBERED.text(), values);
  }

  /** Whether it was the check that failed, of a reply to it or to the statement right behind it. */
  static boolean failed(Reply reply) {
    SQLException failure = reply.failure();
    return failure != null && !reply.answered() && SqlStates.state(failure).equals(STALE);
  }

  /** Whether something that was looked up is no longer what it was. */
  static boolean stale(CatalogueReader.Source source, Recorder.Stamps stamps) {
    try {
      source.query(CHECK, Looked.of(stamps), Fresh.class);
      return false;
    } catch (CallException e) {
      if (STALE.equals(e.details().get("sqlstate"))) {
        return true;
      }
      throw e;
    }
  }
}
