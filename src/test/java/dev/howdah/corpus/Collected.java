package dev.howdah.corpus;

import dev.howdah.testing.TestDatabase;
import java.util.List;
import java.util.stream.Stream;

/** The corpus for those who only read its statements. */
public final class Collected {

  private Collected() {}

  /** Makes the tables, functions and extensions that the statements name. */
  public static void fill(TestDatabase database) {
    Shop.fill(database, Shop.SECRETS);
  }

  /** Every statement that means something on a version of PostgreSQL; most are attacks. */
  public static List<String> statements(int major) {
    return Stream.of(Corpus.harmless(), Corpus.access(), Corpus.attacks())
        .flatMap(List::stream)
        .filter(each -> each.needs().metBy(major))
        .map(Case::sql)
        .toList();
  }
}
