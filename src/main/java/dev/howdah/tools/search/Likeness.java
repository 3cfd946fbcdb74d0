package dev.howdah.tools.search;

import java.util.HashMap;
import java.util.Map;

/** How alike two words are: the share of pairs of neighbouring letters that both have. */
final class Likeness {

  private static final double ENOUGH = 0.6;

  private final Map<String, Integer> pairs;
  private final int count;

  /** Likeness to this word, in lower case. */
  Likeness(String word) {
    this.pairs = pairs(word);
    this.count = word.length() + 1;
  }

  /** Whether the other one may be the same word with a mistake in it. */
  boolean enough(String other) {
    return share(other) >= ENOUGH;
  }

  /** The share, from 0 to 1; 0 where it cannot be enough. */
  double share(String other) {
    int length = other.length() + 1;
    // Even if the shorter one had all its pairs in the longer one.
    if (2.0 * Math.min(count, length) / (count + length) < ENOUGH) {
      return 0;
    }
    int shared = 0;
    for (Map.Entry<String, Integer> pair : pairs(other).entrySet()) {
      shared += Math.min(pair.getValue(), pairs.getOrDefault(pair.getKey(), 0));
    }
    return 2.0 * shared / (count + length);
  }

  private static Map<String, Integer> pairs(String word) {
    String framed = ' ' + word + ' ';
    Map<String, Integer> pairs = new HashMap<>();
    for (int at = 0; at + 1 < framed.length(); at++) {
      pairs.merge(framed.substring(at, at + 2), 1, Integer::sum);
    }
    return pairs;
  }
}
