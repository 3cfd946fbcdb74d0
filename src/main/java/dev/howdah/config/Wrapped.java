package dev.howdah.config;

import java.util.List;

/** Two columns of text, none wider than a hundred characters. */
public final class Wrapped {

  private static final int WIDTH = 100;

  private Wrapped() {}

  /** A term and its meaning, which starts at the given column, below the term if that is wider. */
  public static String entry(String term, String meaning, int column) {
    var lines = new StringBuilder("  ").append(term);
    if (term.length() + 3 > column) {
      lines.append('\n').repeat(' ', column);
    } else {
      lines.repeat(' ', column - term.length() - 2);
    }
    int at = column;
    for (String word : List.of(meaning.split(" ", -1))) {
      if (at + word.length() > WIDTH) {
        lines.setLength(lines.length() - 1);
        lines.append('\n').repeat(' ', column);
        at = column;
      }
      lines.append(word).append(' ');
      at += word.length() + 1;
    }
    lines.setLength(lines.length() - 1);
    return lines.append('\n').toString();
  }
}
