package dev.howdah.tools.queue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/** A time with its offset as PostgreSQL writes it in JSON. */
final class PostgresTime {

  private static final String BEFORE_CHRIST = " BC";

  private PostgresTime() {}

  /** The instant; that of {@code infinity} is the last one, that of {@code -infinity} the first. */
  static Instant instant(String text) {
    return switch (text) {
      case "infinity" -> Instant.MAX;
      case "-infinity" -> Instant.MIN;
      default -> OffsetDateTime.parse(iso(text)).toInstant();
    };
  }

  /** ISO 8601 has a year 0, which is 1 BC, and a sign before years of more than four digits. */
  private static String iso(String text) {
    int year = text.indexOf('-');
    if (text.endsWith(BEFORE_CHRIST)) {
      int before = Integer.parseInt(text.substring(0, year)) - 1;
      return String.format(Locale.ROOT, before == 0 ? "%04d" : "-%04d", before)
          + text.substring(year, text.length() - BEFORE_CHRIST.length());
    }
    return year > 4 ? "+" + text : text;
  }
}
