package dev.howdah.tools.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for: words, or one pattern of a name.
 *
 * @param words in lower case; empty for a pattern
 * @param whole all words as one name, by their stems
 * @param pattern null for words
 */
record Wanted(List<Word> words, String whole, @Nullable Glob pattern) {

  private static final int MOST_WORDS = 10;
  private static final int LONGEST = 200;

  /** A word, and it in the singular. */
  record Word(String text, String stem) {}

  /**
   * Reads what a client has written.
   *
   * @throws IllegalArgumentException when there is nothing in it to look for
   */
  static Wanted of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "pattern must have at most " + LONGEST + " characters, had " + text.length());
    }
    if (text.indexOf('%') >= 0 || text.indexOf('*') >= 0) {
      return new Wanted(List.of(), "", Glob.of(text.strip()));
    }
    List<String> found = Name.words(text).stream().distinct().toList();
    if (found.isEmpty() || found.size() > MOST_WORDS) {
      throw new IllegalArgumentException(
          "pattern must have 1 to " + MOST_WORDS + " words, had " + found.size());
    }
    return new Wanted(
        found.stream().map(word -> new Word(word, Name.singular(word))).toList(),
        Name.of(text.strip()).joined(),
        null);
  }
}
