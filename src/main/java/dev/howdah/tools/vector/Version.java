package dev.howdah.tools.vector;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of pgvector, as far as it tells what there is. */
record Version(int major, int minor) implements Comparable<Version> {

  /** Half-precision and sparse vectors, distances of bits, and L1 in indexes. */
  static final Version TYPES = new Version(0, 7);

  /** Indexes that go on until enough rows pass. */
  static final Version ITERATIVE = new Version(0, 8);

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

  /** Reads a text such as {@code 0.8.0}; what cannot be read is taken for the oldest. */
  static Version parse(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    return matcher.matches()
        ? new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new Version(0, 0);
  }

  boolean atLeast(Version other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    return Comparator.comparingInt(Version::major)
        .thenComparingInt(Version::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
