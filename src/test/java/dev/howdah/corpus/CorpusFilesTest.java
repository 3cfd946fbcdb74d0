package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The corpus is as large as it should be, and every case runs on some server. */
@OnEveryPostgres(withoutGap = true)
final class CorpusFilesTest {

  private static final List<Integer> SERVERS = List.of(15, 16, 17, 18);

  private final TestDatabase database;

  CorpusFilesTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void isLargeEnough() {
    assertThat(Corpus.attacks()).hasSizeGreaterThanOrEqualTo(900);
    assertThat(Corpus.harmless()).hasSizeGreaterThanOrEqualTo(400);
    assertThat(Corpus.access()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(Bombs.ofText().size() + Bombs.ofWork().size()).isGreaterThanOrEqualTo(45);
  }

  @Test
  void namesAreUnique() {
    for (List<Case> kind : List.of(Corpus.attacks(), Corpus.harmless(), Corpus.access())) {
      Map<String, Long> names =
          kind.stream()
              .collect(Collectors.groupingBy(Case::name, TreeMap::new, Collectors.counting()));
      names.values().removeIf(count -> count == 1);
      assertThat(names).isEmpty();
    }
  }

  @Test
  void everyCaseSaysWhatItIsFor() {
    assertThat(Stream.concat(Corpus.attacks().stream(), Corpus.access().stream()))
        .allSatisfy(
            test -> {
              assertThat(test.why()).isNotEmpty();
              assertThat(test.sql()).isNotBlank();
              assertThat(test.role()).isIn("any", "superuser");
            });
  }

  @Test
  void everyCaseRunsOnSomeServer() {
    assertThat(
            Stream.of(Corpus.attacks(), Corpus.harmless(), Corpus.access()).flatMap(List::stream))
        .allSatisfy(test -> assertThat(SERVERS).anyMatch(major -> test.needs().metBy(major)));
  }

  /** So that a case is left out only where its extension cannot be had. */
  @Test
  void theExtensionsAreWhereTheyAreExpected() {
    String available =
        "select string_agg(name, ' ') from pg_available_extensions where name in ("
            + Extensions.all().stream()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(","))
            + ")";
    assertThat(String.valueOf(database.ask(available)).split(" "))
        .containsExactlyInAnyOrderElementsOf(Extensions.on(database.major()));
  }

  /** Otherwise a mutation would change more than it says. */
  @Test
  void piecesMakeUpTheText() {
    Function<String, String> again =
        sql -> Lexeme.of(sql).stream().map(Lexeme::text).collect(Collectors.joining());
    assertThat(Stream.concat(Corpus.attacks().stream(), Corpus.harmless().stream()))
        .allSatisfy(test -> assertThat(again.apply(test.sql())).isEqualTo(test.sql()));
    assertThat(IntStream.range(0, 5).mapToObj(seed -> StringContinuations.some(20, seed)))
        .allSatisfy(texts -> assertThat(texts).hasSize(20));
  }
}
