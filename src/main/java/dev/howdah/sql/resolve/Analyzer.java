package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds what the names in a parsed statement mean, as PostgreSQL's parse analysis does. Thread-safe
 * as the catalogue is.
 *
 * <p>It knows SELECT, INSERT, UPDATE, DELETE and MERGE. Which of them may run is for others to say.
 */
public final class Analyzer {

  private final Catalogue catalogue;
  private final Arguments arguments;
  private final Predicate<Relation> known;
  private final Predicate<Function> callable;

  /** Parameters have no types of their own: PostgreSQL takes them from where they stand. */
  public Analyzer(Catalogue catalogue) {
    this(catalogue, Arguments.open());
  }

  private Analyzer(Catalogue catalogue, Arguments arguments) {
    this(catalogue, arguments, relation -> true, function -> true);
  }

  private Analyzer(
      Catalogue catalogue,
      Arguments arguments,
      Predicate<Relation> known,
      Predicate<Function> callable) {
    this.catalogue = catalogue;
    this.arguments = arguments;
    this.known = known;
    this.callable = callable;
  }

  /**
   * For somebody who may not know of all relations and functions: to name another is to name one
   * that is not there, whatever else the statement says.
   *
   * @param callable of functions that are called by their schemas
   */
  public static Analyzer knowing(
      Catalogue catalogue, Predicate<Relation> known, Predicate<Function> callable) {
    return new Analyzer(catalogue, Arguments.open(), known, callable);
  }

  /**
   * For statements whose parameters are sent with types.
   *
   * @param types OIDs, 0 for those that are not given one
   */
  public static Analyzer withParameters(Catalogue catalogue, List<Long> types) {
    return new Analyzer(catalogue, Arguments.given(types));
  }

  /** For the body of a function in the language {@code sql}, with its arguments by $n and name. */
  public static Analyzer ofBody(Catalogue catalogue, Function function) {
    return new Analyzer(catalogue, Arguments.of(function));
  }

  /**
   * Analyses a statement.
   *
   * @throws UnknownName when it names a relation that is not there, or not known
   * @throws Unsupported when it holds something that is not understood
   * @throws Catalogue.Missing when the catalogue has to load something first
   */
  public Analysis analyze(Node statement) {
    KnownFields.check(statement);
    var reading = new Reading(catalogue, arguments, known, callable, statement);
    try {
      var columns = reading.queries.statement(statement, null, true);
      return reading.notes.analysis(columns);
    } catch (Unsupported unsupported) {
      throw unsupported.after(reading.notes.analysis(List.of()));
    }
  }
}
