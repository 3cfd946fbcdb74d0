package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** No attack runs or leaves anything behind, whoever the server is to the database. */
@OnEveryPostgres(withoutGap = true)
final class AttackCorpusTest {

  /** How many are run between two looks at the database. */
  private static final int TOGETHER = 10;

  private final TestDatabase database;

  AttackCorpusTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    Shop.fill(database, Shop.SECRETS);
  }

  @Test
  void nothingRunsAsSuperuser() throws SQLException {
    refuses("superuser", database.superuser(), Corpus.attacks());
  }

  @Test
  void nothingRunsAsReader() throws SQLException {
    refuses("reader", database.reader(), Corpus.attacks());
  }

  private void refuses(String role, Login login, List<Case> attacks) throws SQLException {
    Findings findings = new Findings("Attacks on %s as %s".formatted(database, role));
    List<Case> here =
        attacks.stream().filter(attack -> attack.needs().metBy(database.major())).toList();
    try (var door = Door.readOnly(database, login);
        var watch = new Watch(database, login)) {
      Traces traces = new Traces(door, watch);
      for (int i = 0; i < here.size(); i += TOGETHER) {
        List<Case> together = here.subList(i, Math.min(i + TOGETHER, here.size()));
        for (Case attack : together) {
          Outcome outcome = door.query(attack);
          findings.ran(attack, outcome);
          if (!outcome.refused()) {
            findings.add(attack, outcome.toString());
          }
        }
        List<String> seen = traces.found();
        if (!seen.isEmpty()) {
          traces.attribute(together, seen, findings);
        }
      }
    }
    assertThat(findings.count()).isGreaterThan(attacks.size() * 9 / 10);
    findings.check();
  }
}
