package dev.howdah.tools.search;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target that fits.
 *
 * @param words how many of the words fit it
 * @param score the mean over all words, in thousandths
 * @param match the best of them
 */
record Hit(int words, int score, Match match, Target target) {

  /** Best first, as {@link #compare} has it for keys; no two are equal. */
  static final Comparator<Hit> ORDER =
      Comparator.comparingInt((Hit hit) -> -hit.words())
          .thenComparingInt(hit -> -hit.score())
          .thenComparing(hit -> hit.target().type())
          .thenComparing(hit -> text(hit.target().schema()))
          .thenComparing(hit -> text(hit.target().table()))
          .thenComparing(hit -> hit.target().name().text())
          .thenComparing(hit -> hit.target().signature());

  /** What orders it, as texts: what a cursor keeps. */
  @SuppressWarnings("EnumOrdinal") // Orders as the types do; a cursor is read by the same version.
  List<String> key() {
    return List.of(
        Integer.toString(words),
        Integer.toString(score),
        Integer.toString(target.type().ordinal()),
        text(target.schema()),
        text(target.table()),
        target.name().text(),
        target.signature());
  }

  /** Orders keys. */
  static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int compared =
          switch (i) {
            case 0, 1 -> Integer.compare(number(other, i), number(one, i));
            case 2 -> Integer.compare(number(one, i), number(other, i));
            default -> one.get(i).compareTo(other.get(i));
          };
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static String text(@Nullable Name name) {
    return name == null ? "" : name.text();
  }

  private static int number(List<String> key, int at) {
    return Integer.parseInt(key.get(at));
  }
}
