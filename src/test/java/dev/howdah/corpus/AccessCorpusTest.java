package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two databases that differ only in what the caller may not see give the same answers, and the same
 * errors; so whatever is asked, nothing is learned.
 */
@OnEveryPostgres(withoutGap = true)
final class AccessCorpusTest {

  /** The group of cases that stay open: they must be answered, too. */
  private static final String ALLOWED = "allowed";

  private final TestDatabase database;

  AccessCorpusTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void answersDoNotDependOnSecrets() {
    Shop.fill(database, Shop.SECRETS);
    try (var twin = database.another(AccessCorpusTest.class)) {
      Shop.fill(twin, Shop.OTHER_SECRETS);
      Findings findings = new Findings("Access on " + database);
      compare(twin, "superuser", TestDatabase::superuser, findings);
      compare(twin, "reader", TestDatabase::reader, findings);
      assertThat(differentWithoutRules(twin)).isGreaterThan(240);
      findings.check();
    }
  }

  @Test
  void whatIsWrittenOrPlannedDoesNotDependOnSecrets() {
    try (var one = database.another(AccessCorpusTest.class);
        var twin = database.another(AccessCorpusTest.class)) {
      Shop.fill(one, Shop.SECRETS);
      Shop.fill(twin, Shop.OTHER_SECRETS);
      Findings findings = new Findings("Access by the other tools on " + database);
      try (var here = writer(one);
          var there = writer(twin)) {
        for (Case test : Corpus.access()) {
          if (test.needs().metBy(database.major()) && !test.group().equals(ALLOWED)) {
            compare(test, "explain", here.explain(test), there.explain(test), findings);
            compare(test, "execute", here.execute(test), there.execute(test), findings);
            compare(test, "transaction", here.transaction(test), there.transaction(test), findings);
          }
        }
      }
      findings.check();
    }
  }

  private static Door writer(TestDatabase database) {
    return Door.restrictedWriter(database, database.superuser(), Rules.OF_THE_SHOP);
  }

  /**
   * How many answers show a difference where nothing is forbidden, so that there is one to hide.
   */
  private long differentWithoutRules(TestDatabase twin) {
    try (var here = Door.readOnly(database, database.reader());
        var there = Door.readOnly(twin, twin.reader())) {
      return Corpus.access().stream()
          .filter(test -> test.needs().metBy(database.major()))
          .filter(test -> !comparable(here.query(test)).equals(comparable(there.query(test))))
          .count();
    }
  }

  private void compare(
      TestDatabase twin, String role, Function<TestDatabase, Login> login, Findings findings) {
    try (var here = Door.restricted(database, login.apply(database), Rules.OF_THE_SHOP);
        var there = Door.restricted(twin, login.apply(twin), Rules.OF_THE_SHOP)) {
      for (Case test : Corpus.access()) {
        if (test.needs().metBy(database.major())) {
          compare(test, role, here.query(test), there.query(test), findings);
        }
      }
    }
  }

  private static void compare(
      Case test, String role, Outcome here, Outcome there, Findings findings) {
    findings.ran(test, here);
    if (!comparable(here).equals(comparable(there))) {
      findings.add(test, "for the %s %s or %s".formatted(role, here, there));
    } else if (shows(here, test)) {
      findings.add(test, "for the %s it shows a secret: %s".formatted(role, here));
    }
    if (test.group().equals(ALLOWED)) {
      if (here.answered()) {
        here.differences(test).forEach(said -> findings.add(test, role + ": " + said));
      } else {
        findings.add(test, "for the %s %s".formatted(role, here));
      }
    }
  }

  private static JsonNode comparable(Outcome outcome) {
    JsonNode answer = outcome.answer().deepCopy();
    if (answer instanceof ObjectNode object) {
      object.remove("execution_time_ms");
    }
    return answer;
  }

  /** Whether a secret stands in the answer that is not in the question. */
  private static boolean shows(Outcome outcome, Case test) {
    String answer = outcome.answer().toString();
    return Shop.SECRETS.values().stream()
        .filter(secret -> secret.startsWith("S3CR3T"))
        .anyMatch(
            secret ->
                answer.contains(secret)
                    && !test.sql().contains(secret)
                    && !test.group().equals(ALLOWED));
  }
}
