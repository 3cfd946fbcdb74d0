package dev.howdah.tools.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A name of the catalogue and the words it is made of: {@code order_items}, {@code "OrderItems"}
 * and {@code orderItem} are all order and item.
 *
 * @param lower in lower case
 * @param words in lower case, as they stand
 * @param stems the same in the singular
 */
record Name(String text, String lower, List<String> words, List<String> stems) {

  private static final int SHORTEST_PLURAL = 4;
  private static final Set<String> SAME_IN_PLURAL = Set.of("series", "species", "news");

  static Name of(String text) {
    List<String> words = words(text);
    return new Name(
        text, text.toLowerCase(Locale.ROOT), words, words.stream().map(Name::singular).toList());
  }

  /** The stems in one word, by which names that differ only in their spelling are the same. */
  String joined() {
    return String.join("_", stems);
  }

  /** Splits at whatever is no letter or digit, and where a small letter meets a capital. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    int before = ' ';
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int length = Character.charCount(c);
      int after = at + length < text.length() ? text.codePointAt(at + length) : ' ';
      boolean letter = Character.isLetterOrDigit(c);
      boolean hump =
          Character.isUpperCase(c)
              && (Character.isLowerCase(before)
                  || Character.isDigit(before)
                  || (Character.isUpperCase(before) && Character.isLowerCase(after)));
      if ((!letter || hump) && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
      if (letter) {
        word.appendCodePoint(Character.toLowerCase(c));
      }
      before = c;
      at += length;
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return List.copyOf(words);
  }

  /** The singular of an English word by its ending; other words come back as they are. */
  static String singular(String word) {
    if (word.length() < SHORTEST_PLURAL
        || !word.endsWith("s")
        || endsIn(word, "ss", "us", "is")
        || SAME_IN_PLURAL.contains(word)) {
      return switch (word) {
        case "people", "persons" -> "person";
        case "children" -> "child";
        default -> word;
      };
    }
    if (word.endsWith("ies") && word.length() > SHORTEST_PLURAL) {
      return word.equals("movies") ? "movie" : word.substring(0, word.length() - 3) + "y";
    }
    boolean hissing = endsIn(word, "sses", "shes", "ches", "xes", "zes", "statuses", "buses");
    return word.substring(0, word.length() - (hissing ? 2 : 1));
  }

  private static boolean endsIn(String word, String... endings) {
    for (String ending : endings) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
