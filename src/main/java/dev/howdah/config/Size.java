package dev.howdah.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with PostgreSQL's units: {@code B}, {@code kB}, {@code MB}, {@code
 * GB}, each 1024 of the one before (PostgreSQL manual, Parameter Names and Values).
 */
public record Size(long bytes) implements Comparable<Size> {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9}) ?(B|kB|MB|GB)", Pattern.CASE_INSENSITIVE);
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB");

  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size must not be negative, was " + bytes);
    }
  }

  /**
   * Reads a size; units may be in any case.
   *
   * @throws IllegalArgumentException if the text has no unit, or is no size
   */
  public static Size parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a size is a number and B, kB, MB or GB, as in 64kB");
    }
    int unit = "bkmg".indexOf(matcher.group(2).toLowerCase(Locale.ROOT).charAt(0));
    return new Size(Long.parseLong(matcher.group(1)) << (10 * unit));
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The size in the largest unit that holds it exactly. */
  @Override
  public String toString() {
    int unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.size() - 1);
    return (bytes >> (10 * unit)) + UNITS.get(unit);
  }
}
