package dev.howdah.tools.search;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for: words, or one pattern of a name.
 *
 * @param words in lower case; empty for a pattern
 * @param whole all words as one name, by their stems
 * @param pattern null for words
 */
record Wanted(List<Word> words, String whole, @Nullable Pattern pattern) {

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
      return new Wanted(List.of(), "", glob(text.strip()));
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

  private static Pattern glob(String text) {
    var expression = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        expression.append(Pattern.quote(text.substring(at, at + 1)));
      } else if (c == '%' || c == '*') {
        if (!expression.toString().endsWith(".*")) {
          expression.append(".*");
        }
      } else {
        expression.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
        expression.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}
