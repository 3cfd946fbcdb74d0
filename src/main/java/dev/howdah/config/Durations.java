package dev.howdah.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as they are written: whole numbers with their unit, as in {@code 30s} or 1m30s. */
public final class Durations {

  private static final Pattern TEXT = Pattern.compile("(?:\\d{1,12}(?:ms|s|m|h|d))+");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static Duration parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("a duration is a number and ms, s, m, h or d");
    }
    var parts = PART.matcher(text);
    Duration sum = Duration.ZERO;
    while (parts.find()) {
      sum = sum.plus(part(Long.parseLong(parts.group(1)), parts.group(2)));
    }
    return sum;
  }

  private static Duration part(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The duration in the largest unit that holds it exactly; parts below a millisecond are lost. */
  static String print(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.isZero() || duration.toSecondsPart() != 0) {
      return duration.toSeconds() + "s";
    }
    return duration.toMinutesPart() != 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
  }
}
