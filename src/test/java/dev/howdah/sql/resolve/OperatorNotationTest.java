package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operators with a schema, before a list and before an array are those that PostgreSQL takes. */
@OnEveryPostgres
final class OperatorNotationTest {

  private static final int LISTS = 1_500;

  private final Connection connection;
  private final WholeCatalogue catalogue;
  private final Overloads overloads;
  private final Samples samples;

  OperatorNotationTest(TestDatabase own) throws SQLException {
    this.connection = Overloaded.in(own);
    this.catalogue = new WholeCatalogueReader(connection).read();
    this.overloads = new Overloads(catalogue);
    this.samples = new Samples(connection, catalogue);
    Described.switchOn(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void anOperatorMayBeWrittenWithItsSchema() {
    for (var schema : List.of("first", "second")) {
      var theirs =
          Described.of(
              connection, "select null::text operator(%s.+) null::varchar".formatted(schema));
      var ours =
          overloads.operator(Identifier.of(schema, "+"), Types.TEXT, type("pg_catalog.varchar"));

      assertThat(ours.certain()).isTrue();
      assertThat(ours.candidates().getFirst().oid()).isEqualTo(theirs.object());
    }
  }

  @Test
  void aListComparesByTheOperatorsThatPostgresqlTakes() {
    var accepted = 0;
    for (var i = 0; i < LISTS; i++) {
      var left = samples.any();
      var plain = samples.near(List.of(left, left));
      var others = i % 3 == 0 ? List.of(samples.any()) : List.<Long>of();
      if (plain.contains(Types.PARAMETER)) {
        continue;
      }
      var sql =
          "select %s in (%s%s) from (select %s as x) as list%d"
              .formatted(
                  samples.expression(left),
                  String.join(", ", samples.expressions(plain)),
                  others.isEmpty() ? "" : ", x",
                  others.isEmpty() ? "1" : samples.expression(others.getFirst()),
                  i);
      var theirs = Described.of(connection, sql);
      if (theirs.failure() == null) {
        accepted++;
        var ours =
            overloads.in(Identifier.of("="), left, plain, others).stream()
                .flatMap(one -> one.candidates().stream())
                .map(Operator::oid)
                .collect(Collectors.toSet());
        assertThat(ours).as(sql).isEqualTo(theirs.operators());
      }
    }
    assertThat(accepted).isGreaterThan(LISTS / 5);
  }

  @Test
  void anyOfAnArrayComparesWithItsElements() {
    for (var array : List.of("pg_catalog._int8", "first.numbers", "first._positive")) {
      var sql = "select null = any (null::%s)".formatted(array);
      var ours = overloads.anyOrAll(Identifier.of("="), Types.UNKNOWN, type(array));

      assertThat(ours.candidates())
          .extracting(Operator::oid)
          .containsExactlyElementsOf(Described.of(connection, sql).operators());
    }
    assertThat(overloads.anyOrAll(Identifier.of("="), Types.TEXT, Types.TEXT).missing()).isTrue();
  }

  private long type(String name) {
    var dot = name.indexOf('.');
    return catalogue
        .type(Identifier.of(name.substring(0, dot), name.substring(dot + 1)))
        .orElseThrow()
        .oid();
  }
}
