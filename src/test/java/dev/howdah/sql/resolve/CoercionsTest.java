package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conversions are possible where PostgreSQL makes them, and run the functions that it runs. */
@OnEveryPostgres
final class CoercionsTest {

  private static final String CANNOT_COERCE = "42846";
  private static final String MISMATCH = "42804";

  private final Connection connection;
  private final WholeCatalogue catalogue;
  private final Coercions coercions;
  private final Samples samples;
  private final Verdicts verdicts;

  CoercionsTest(TestDatabase own) throws SQLException {
    this.connection = Overloaded.in(own);
    this.catalogue = new WholeCatalogueReader(connection).read();
    this.coercions = new Coercions(catalogue);
    this.samples = new Samples(connection, catalogue);
    this.verdicts = new Verdicts(connection, samples);
    Described.switchOn(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void castsWherePostgresqlCastsAndByTheSameFunctions() {
    List<String> wrong = new ArrayList<>();
    for (var from : samples.spread()) {
      for (var to : samples.spread()) {
        var sql = "select cast(%s as %s)".formatted(samples.expression(from), samples.name(to));
        var theirs = Described.of(connection, sql);
        var accepted = theirs.failure() == null;
        if (!accepted) {
          assertThat(theirs.failure()).as(sql).isEqualTo(CANNOT_COERCE);
        }
        if (accepted != coercions.possible(from, to, Cast.Context.EXPLICIT) && !open(from, to)) {
          wrong.add(sql + (accepted ? " is possible" : " is not possible"));
        }
        compare(sql, theirs, from, coercions.functionsOf(from, to, Cast.Context.EXPLICIT), wrong);
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void assignsWherePostgresqlAssignsAndByTheSameFunctions() throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (var to : samples.spread()) {
      if (to == Types.RECORD) {
        continue;
      }
      try (var statement = connection.createStatement()) {
        statement.execute(
            "create temporary table target_%d (value %s)".formatted(to, samples.name(to)));
      }
      for (var from : samples.spread()) {
        var sql =
            "with put as (insert into target_%d values (%s) returning 1) select 1"
                .formatted(to, samples.expression(from));
        var theirs = Described.of(connection, sql);
        var accepted = theirs.failure() == null;
        if (!accepted) {
          assertThat(theirs.failure()).as(sql).isIn(MISMATCH, CANNOT_COERCE);
        }
        if (accepted != coercions.possible(from, to, Cast.Context.ASSIGNMENT) && !open(from, to)) {
          wrong.add(sql + (accepted ? " is possible" : " is not possible"));
        }
        compare(sql, theirs, from, coercions.functionsOf(from, to, Cast.Context.ASSIGNMENT), wrong);
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** Only a row constructor, and not every record, becomes a row of a type. */
  private boolean open(long from, long to) {
    return from == Types.RECORD || coercions.unsure(from, to);
  }

  private void compare(
      String sql, Described theirs, long from, Set<Long> ours, List<String> wrong) {
    Set<Long> functions = new HashSet<>(theirs.functions());
    functions.removeAll(verdicts.own(from));
    if (!ours.containsAll(functions)) {
      wrong.add(sql + " runs " + functions + ", not " + ours);
    }
  }

  @Test
  void anUndecidedTypeMayRunEveryCastFromOrToTheOther() {
    var mood = type("mood");
    var toMood = coercions.functionsOf(Types.UNDECIDED, mood, Cast.Context.ASSIGNMENT);
    var fromMood = coercions.functionsOf(mood, Types.UNDECIDED, Cast.Context.IMPLICIT);

    assertThat(toMood).contains(function("as_mood"));
    assertThat(fromMood).contains(function("as_int"));
    assertThat(coercions.functionsOf(Types.UNDECIDED, mood, Cast.Context.IMPLICIT))
        .doesNotContain(function("as_mood"));
  }

  @Test
  void aCastThroughTextReadsAndPrintsWhatTheTypesAreMadeOf() {
    var distances = catalogue.type(catalogue.type(type("distance")).array());
    var own = function("apart");

    assertThat(coercions.functionsOf(distances.oid(), Types.TEXT, Cast.Context.EXPLICIT))
        .contains(own);
    assertThat(coercions.functionsOf(Types.UNKNOWN, distances.oid(), Cast.Context.EXPLICIT))
        .contains(own);
  }

  private long type(String name) {
    return catalogue.type(Identifier.of("first", name)).orElseThrow().oid();
  }

  private long function(String name) {
    return catalogue.functions(Identifier.of("first", name)).getFirst().oid();
  }
}
