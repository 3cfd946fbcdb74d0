package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.corpus.Collected;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Names in the statements of the corpus, attacks included, mean what PostgreSQL takes them for. */
@OnEveryPostgres
final class CorpusAnalysisTest {

  private final TestDatabase database;

  CorpusAnalysisTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void findsAllThatPostgresqlUses() throws SQLException {
    Collected.fill(database);
    var oracle = new Oracle(database, "pg_catalog, public");
    var comparison = oracle.compare("corpus", Collected.statements(database.major()));

    assertThat(comparison.missed()).isEmpty();
    assertThat(comparison.refused()).isEmpty();
    assertThat(comparison.more()).doesNotContainKey(Surplus.UNEXPLAINED);
    assertThat(comparison.invalid()).hasSizeLessThan(5);
    assertThat(comparison.compared()).isGreaterThan(1_200);
  }
}
