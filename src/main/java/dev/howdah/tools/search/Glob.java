package dev.howdah.tools.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of a name in which {@code %} and {@code *} stand for any characters and {@code \\}
 * takes what follows as it is; case is ignored. Takes time in proportion to the pattern and the
 * name, which a regular expression of many wildcards does not.
 *
 * @param pieces what stands before, between and after the wildcards; at least one
 */
record Glob(List<String> pieces) {

  Glob {
    pieces = List.copyOf(pieces);
  }

  static Glob of(String text) {
    List<String> pieces = new ArrayList<>();
    var piece = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        piece.append(text.charAt(at));
      } else if (c == '%' || c == '*') {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return new Glob(pieces);
  }

  /** Whether all of a name is like it. */
  boolean matches(String name) {
    String first = pieces.getFirst();
    if (pieces.size() == 1) {
      return name.equalsIgnoreCase(first);
    }
    String last = pieces.getLast();
    int end = name.length() - last.length();
    if (end < first.length() || !stands(first, name, 0) || !stands(last, name, end)) {
      return false;
    }
    // The leftmost place of each leaves most room for the others.
    int at = first.length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      while (at + piece.length() <= end && !stands(piece, name, at)) {
        at++;
      }
      if (at + piece.length() > end) {
        return false;
      }
      at += piece.length();
    }
    return true;
  }

  private static boolean stands(String piece, String name, int at) {
    return name.regionMatches(true, at, piece, 0, piece.length());
  }
}
