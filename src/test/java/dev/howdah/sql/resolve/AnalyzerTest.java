package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names in statements mean what PostgreSQL takes them for. */
@OnEveryPostgres
final class AnalyzerTest {

  private static final int GENERATED = 3000;

  private final TestDatabase database;
  private final Oracle oracle;

  AnalyzerTest(TestDatabase database) throws SQLException {
    this.database = database;
    this.oracle = Oracle.ofZoo(database);
  }

  @Test
  void findsAllThatPostgresqlUses() throws SQLException {
    var comparison = oracle.compare("written", Oracle.written(database.major()));

    agreed(comparison);
    assertThat(comparison.compared()).isGreaterThan(450);
    assertThat(comparison.equal()).isGreaterThan(comparison.compared() * 3 / 4);
  }

  @Test
  void findsAllThatPostgresqlUsesInGeneratedStatements() throws SQLException {
    var generator = new Generator(20261121 + database.major());
    var comparison =
        oracle.compare(
            "generated",
            Stream.generate(generator::statement).distinct().limit(GENERATED).toList());

    agreed(comparison);
    assertThat(comparison.compared()).isEqualTo(GENERATED);
    assertThat(comparison.equal()).isGreaterThan(comparison.compared() * 3 / 4);
  }

  private static void agreed(Comparison comparison) {
    assertThat(comparison.invalid()).isEmpty();
    assertThat(comparison.others()).isEmpty();
    assertThat(comparison.missed()).isEmpty();
    assertThat(comparison.refused()).isEmpty();
    assertThat(comparison.more()).doesNotContainKey(Surplus.UNEXPLAINED);
  }
}
