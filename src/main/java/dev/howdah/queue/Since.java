package dev.howdah.queue;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A point in time that an argument gives: a {@link Period} before now, or a time with its offset.
 * At most one of the two is there; none stands for the beginning.
 *
 * @param seconds before now
 * @param at in ISO 8601
 */
public record Since(@Nullable Double seconds, @Nullable String at) {

  /** What an argument's description says of the form. */
  public static final String FORM =
      "an ISO 8601 duration before now such as PT1H, or a time with offset such as"
          + " 2026-05-11T08:00:00Z";

  /**
   * Reads an argument.
   *
   * @param argument its name, for the message
   * @param text null or blank: none is given
   * @throws IllegalArgumentException that says what would be right
   */
  public static Since read(String argument, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return new Since(null, null);
    }
    String written = text.strip().toUpperCase(Locale.ROOT);
    if (!written.matches("\\d{4}-.*")) {
      Period period = Period.read(argument, text);
      return new Since(period == null ? null : period.seconds(), null);
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(written);
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        return new Since(null, time.toString());
      }
    } catch (DateTimeException notOne) {
      // Told below.
    }
    String hint =
        withoutOffset(written) ? "; add the offset: Z for UTC, or one such as +02:00" : "";
    throw new IllegalArgumentException(
        argument
            + " must be "
            + FORM
            + ", was "
            + text.substring(0, Math.min(text.length(), 40))
            + hint);
  }

  private static boolean withoutOffset(String written) {
    try {
      LocalDateTime.parse(written.contains("T") ? written : written.replaceFirst(" +", "T"));
      return true;
    } catch (DateTimeException notOne) {
      return false;
    }
  }
}
