package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.sql.Sql;
import dev.howdah.sql.catalog.Recorder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statement of ours that fails when a verdict rests on a catalogue that has changed. */
final class Freshness {

  /** {@code division_by_zero}, by which it fails. */
  private static final String STALE = "22012";

  private static final Sql CHECK = Sql.resource(Freshness.class, "catalogue_check.sql");
  private static final Sql NOTHING = Sql.of("null");
  private static final Map<Set<Stamp>, Sql> TEXTS = new ConcurrentHashMap<>();

  private static final Map<Stamp, Sql> PIECES =
      Map.of(
          Stamp.RELATION_NAMES, Sql.resource(Freshness.class, "stamp_relation_names.sql"),
          Stamp.RELATIONS, Sql.resource(Freshness.class, "stamp_relations.sql"),
          Stamp.FUNCTIONS, Sql.resource(Freshness.class, "stamp_functions.sql"),
          Stamp.OPERATORS, Sql.resource(Freshness.class, "stamp_operators.sql"),
          Stamp.TYPES, Sql.resource(Freshness.class, "stamp_types.sql"),
          Stamp.SCHEMAS, Sql.resource(Freshness.class, "stamp_schemas.sql"),
          Stamp.TYPE_NAMES, Sql.resource(Freshness.class, "stamp_type_names.sql"),
          Stamp.DEPENDENTS, Sql.resource(Freshness.class, "stamp_dependents.sql"));

  /** What there may be to look at. */
  private enum Stamp {
    RELATION_NAMES,
    RELATIONS,
    FUNCTIONS,
    OPERATORS,
    TYPES,
    SCHEMAS,
    TYPE_NAMES,
    DEPENDENTS;

    private boolean neededFor(Recorder.Stamps stamps) {
      return switch (this) {
        case RELATION_NAMES -> !stamps.relationNames().isEmpty();
        case RELATIONS -> !stamps.relations().isEmpty();
        case FUNCTIONS -> !stamps.functionNames().isEmpty() || !stamps.functions().isEmpty();
        case OPERATORS -> !stamps.operatorNames().isEmpty();
        case TYPES -> !stamps.types().isEmpty();
        case SCHEMAS -> !stamps.schemas().isEmpty();
        case TYPE_NAMES -> !stamps.typeNames().isEmpty();
        case DEPENDENTS -> !stamps.changed().isEmpty();
      };
    }
  }

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

  /** The statement for what was looked up. */
  static Sql text(Recorder.Stamps stamps) {
    Set<Stamp> needed = EnumSet.noneOf(Stamp.class);
    for (Stamp stamp : Stamp.values()) {
      if (stamp.neededFor(stamps)) {
        needed.add(stamp);
      }
    }
    return TEXTS.computeIfAbsent(needed, Freshness::text);
  }

  private static Sql text(Set<Stamp> needed) {
    Function<Stamp, Sql> piece =
        stamp -> needed.contains(stamp) ? PIECES.getOrDefault(stamp, NOTHING) : NOTHING;
    return CHECK
        .with("relation_names", piece.apply(Stamp.RELATION_NAMES))
        .with("relations", piece.apply(Stamp.RELATIONS))
        .with("functions", piece.apply(Stamp.FUNCTIONS))
        .with("operators", piece.apply(Stamp.OPERATORS))
        .with("types", piece.apply(Stamp.TYPES))
        .with("schemas", piece.apply(Stamp.SCHEMAS))
        .with("type_names", piece.apply(Stamp.TYPE_NAMES))
        .with("dependents", piece.apply(Stamp.DEPENDENTS));
  }

  /** The statement with its values. */
  static Wire.Part check(Recorder.Stamps stamps) {
    Sql.Numbered numbered = text(stamps).numbered();
    List<Wire.Value> values = new ArrayList<>();
    for (@Nullable Object value : Records.values(Looked.of(stamps), numbered.parameters())) {
      values.add(new Wire.Value(String.valueOf(value), 0));
    }
    return new Wire.Part(numbered.text(), values);
  }

  /** Whether it was the check that failed, of a reply to it or to the statement right behind it. */
  static boolean failed(Reply reply) {
    SQLException failure = reply.failure();
    return failure != null && !reply.answered() && SqlStates.state(failure).equals(STALE);
  }

  /** Whether something that was looked up is no longer what it was. */
  static boolean stale(CatalogueReader.Source source, Recorder.Stamps stamps) {
    try {
      source.query(text(stamps), Looked.of(stamps), Fresh.class);
      return false;
    } catch (CallException e) {
      if (STALE.equals(e.details().get("sqlstate"))) {
        return true;
      }
      throw e;
    }
  }
}
