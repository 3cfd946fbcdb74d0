package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** Every harmless statement is answered, with what it should give, and changes nothing. */
@OnEveryPostgres(withoutGap = true)
final class HarmlessCorpusTest {

  private final TestDatabase database;

  HarmlessCorpusTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    Shop.fill(database, Shop.SECRETS);
  }

  @Test
  void everythingIsAnsweredForSuperuser() throws SQLException {
    answers("superuser", database.superuser(), Corpus.harmless());
  }

  @Test
  void everythingIsAnsweredForReader() throws SQLException {
    answers(
        "reader",
        database.reader(),
        Corpus.harmless().stream().filter(statement -> statement.role().equals("any")).toList());
  }

  private void answers(String role, Login login, List<Case> statements) throws SQLException {
    Findings findings = new Findings("Harmless on %s as %s".formatted(database, role));
    try (var door = Door.readOnly(database, login);
        var watch = new Watch(database, login)) {
      for (Case statement : statements) {
        if (statement.needs().metBy(database.major())) {
          Outcome outcome = door.query(statement);
          findings.ran(statement, outcome);
          if (!outcome.answered()) {
            findings.add(statement, outcome.toString());
          } else {
            outcome.differences(statement).forEach(said -> findings.add(statement, said));
          }
          watch.changes().forEach(change -> findings.add(statement, change));
        }
      }
    }
    assertThat(findings.count()).isGreaterThan(statements.size() * 9 / 10);
    findings.check();
  }
}
