package dev.howdah.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {

  private Nearest() {}

  /**
   * The first candidate whose last part this is, else the one fewest letters away, if any is near.
   */
  public static Optional<String> to(String name, Collection<String> candidates) {
    String plain = plain(name);
    var ending =
        candidates.stream()
            .filter(candidate -> plain(candidate).endsWith("." + plain.replaceFirst("^--", "")))
            .findFirst();
    if (ending.isPresent()) {
      return ending;
    }
    int most = Math.max(2, name.length() / 4);
    return candidates.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= most)
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  /** The same as the end of a sentence: {@code "; did you mean x?"}, or nothing. */
  public static String hint(String name, Collection<String> candidates) {
    return to(name, candidates).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How many letters to insert, drop or replace (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
