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
@OnEveryPostgres
final class AttackCorpusTest {

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
    try (var door = Door.readOnly(database, login);
        var watch = new Watch(database, login)) {
      Session session = Session.of(door);
      for (Case attack : attacks) {
        if (attack.needs().metBy(database.major())) {
          Outcome outcome = door.query(attack);
          findings.ran(attack, outcome);
          if (!outcome.refused()) {
            findings.add(attack, outcome.toString());
          }
          for (String change : watch.changes()) {
            findings.add(attack, change);
          }
          Session after = Session.of(door);
          if (!after.equals(session)) {
            findings.add(attack, "the session was %s, is %s".formatted(session, after));
            session = after;
          }
        }
      }
    }
    assertThat(findings.count()).isGreaterThan(attacks.size() * 9 / 10);
    findings.check();
  }
}
