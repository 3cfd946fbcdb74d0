package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.postgresql.core.Parser;

/**
 * The driver's splitter and PostgreSQL count statements differently, the gate's parser counts as
 * PostgreSQL does; what the server runs is never more than what was judged.
 */
@OnEveryPostgres(withoutGap = true)
final class StatementCountTest {

  private static final long SEED = 20_261_121;

  /**
   * The driver takes a comment behind a semicolon for a statement, and finds no semicolon behind
   * {@code BEGIN ATOMIC}.
   */
  private static final List<String> KNOWN =
      List.of(
          "basics/semicolon-and-comment: the server says NONE_OR_ONE",
          "basics/semicolon-and-block: the server says NONE_OR_ONE",
          "stacked/function-create-then: the server says SEVERAL");

  private final TestDatabase database;

  StatementCountTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    Shop.fill(database, Shop.SECRETS);
  }

  @Test
  void splitterAndServerAgreeOnTheCorpus() throws SQLException {
    List<String> differences = new ArrayList<>();
    try (var server = new ServerCount(database)) {
      for (Case test : all().toList()) {
        if (test.needs().metBy(database.major())) {
          ServerCount.Count count = server.of(test.sql());
          if (count != ServerCount.Count.INVALID
              && driverSeesOne(test.sql()) != (count == ServerCount.Count.NONE_OR_ONE)) {
            differences.add(test.name() + ": the server says " + count);
          }
        }
      }
    }
    assertThat(differences).containsExactlyInAnyOrderElementsOf(KNOWN);
  }

  @Test
  void aTextThatTheSplitterWouldCutRunsWholeOrNotAtAll() throws SQLException {
    int different = 0;
    Findings findings = new Findings("Continued strings on " + database);
    try (var server = new ServerCount(database);
        var door = Door.readOnly(database, database.superuser());
        var watch = new Watch(database, database.superuser())) {
      for (String text : StringContinuations.some(2_000, SEED)) {
        ServerCount.Count count = server.of(text);
        boolean several = count == ServerCount.Count.SEVERAL;
        boolean cut = count == ServerCount.Count.NONE_OR_ONE && !driverSeesOne(text);
        if (several || cut) {
          different += cut ? 1 : 0;
          Case test = Case.of("continued", Integer.toString(findings.count()), text, "");
          Outcome outcome = door.query(test);
          findings.ran(test, outcome);
          if (several ? !outcome.refused() : !whole(outcome)) {
            findings.add(test, outcome.toString());
          }
        }
      }
      assertThat(watch.changes()).isEmpty();
    }
    assertThat(different).isPositive();
    findings.check();
  }

  @Test
  void parserAndServerAgreeOnTheCorpusAndOnContinuedStrings() throws SQLException {
    List<String> texts = new ArrayList<>(StringContinuations.some(10_000, SEED + 1));
    all().filter(test -> test.needs().metBy(database.major())).map(Case::sql).forEach(texts::add);
    List<String> differences = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    Map<ServerCount.Count, Integer> agreed = new EnumMap<>(ServerCount.Count.class);
    try (var server = new ServerCount(database);
        var parser = new ParserCount(database.major())) {
      for (String text : texts) {
        ServerCount.Count wanted = server.of(text);
        Optional<ServerCount.Count> count = parser.of(text);
        if (wanted == ServerCount.Count.INVALID || count.isEmpty()) {
          continue;
        }
        if (count.get() == wanted) {
          agreed.merge(wanted, 1, Integer::sum);
        } else if (count.get() == ServerCount.Count.INVALID) {
          rejected.add(text);
        } else {
          differences.add(text + ": the server says " + wanted);
        }
      }
    }
    assertThat(differences).isEmpty();
    // It takes the comment between the halves of a string for a token, and so rejects the text.
    assertThat(rejected).allMatch(text -> text.contains("--"));
    assertThat(agreed.values()).allMatch(count -> count > 100).hasSize(2);
  }

  /**
   * Whether one row came, as of one SELECT, or none because the statement was refused or failed.
   */
  private static boolean whole(Outcome outcome) {
    return !outcome.answered() || outcome.answer().path("row_count").intValue(0) == 1;
  }

  private static Stream<Case> all() {
    return Stream.of(Corpus.attacks(), Corpus.harmless(), Corpus.access()).flatMap(List::stream);
  }

  /** Whether the driver would send the text as it stands. */
  private static boolean driverSeesOne(String text) throws SQLException {
    var queries = Parser.parseJdbcSql(text, true, false, true, false, true);
    return queries.size() <= 1;
  }
}
