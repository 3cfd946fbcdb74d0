package dev.howdah.queue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A length of time that a tool's argument gives, of 1 ms to 100 years of 365 days.
 *
 * <p>Written as ISO 8601 has it, in either case: {@code P1DT12H}, {@code PT5M}, {@code P2W}. A day
 * has 24 hours, a week 7 days. Years and months have no length and are refused. The last number,
 * and only that, may have a fraction after a point or a comma. A single number of weeks, days,
 * hours or seconds may go without its letters P and T ({@code 2W}, {@code 1.5H}); one of M may not,
 * because only T tells minutes from months.
 */
public record Period(Duration length) {

  /** What an argument's description says of the form. */
  public static final String FORM = "an ISO 8601 duration such as PT5M, PT1.5H, P1D or P2W";

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final String NUMBER = "\\d{1,12}(?:[.,]\\d{1,9})?";

  private static final Pattern ISO =
      Pattern.compile(
          "P(?:(?<w>N)W)?(?:(?<d>N)D)?(?:T(?:(?<h>N)H)?(?:(?<m>N)M)?(?:(?<s>N)S)?)?"
              .replace("N", NUMBER));

  private static final Pattern CALENDAR = Pattern.compile("[+-]?P?[^TH]*\\d[YM].*");
  private static final Pattern NEGATIVE = Pattern.compile("-.*|P.*\\d.*-.*|P-.*|PT-.*");
  private static final Pattern SHORT_DATE = Pattern.compile(NUMBER + "[WD]");
  private static final Pattern SHORT_TIME = Pattern.compile(NUMBER + "[HS]");

  public Period {
    if (length.compareTo(Duration.ofMillis(1)) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a period must be 1 ms to 36500 days, was " + length);
    }
  }

  /**
   * Reads an argument.
   *
   * @param argument its name, for the message
   * @param text null or blank: none is given
   * @throws IllegalArgumentException that says what would be right
   */
  public static @Nullable Period read(String argument, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String written = text.strip().toUpperCase(Locale.ROOT);
    if (NEGATIVE.matcher(written).matches()) {
      throw refused(argument, "must be longer than zero, such as PT1H", text);
    }
    if (CALENDAR.matcher(written).matches()) {
      throw refused(
          argument,
          "must not count years or months, whose length differs; write days (P30D), weeks (P2W),"
              + " or minutes behind a T (PT15M)",
          text);
    }
    Duration length = length(written);
    if (length == null) {
      throw refused(argument, "must be " + FORM, text);
    }
    if (length.compareTo(Duration.ofMillis(1)) < 0) {
      throw refused(argument, "must be longer than zero, such as PT1H", text);
    }
    if (length.compareTo(LONGEST) > 0) {
      throw refused(argument, "must be at most P36500D; leave it out for all time", text);
    }
    return new Period(length);
  }

  private static @Nullable Duration length(String written) {
    String iso = written;
    if (SHORT_DATE.matcher(written).matches()) {
      iso = "P" + written;
    } else if (SHORT_TIME.matcher(written).matches()) {
      iso = "PT" + written;
    }
    Matcher parts = ISO.matcher(iso);
    if (!parts.matches() || iso.equals("P") || iso.endsWith("T")) {
      return null;
    }
    int fraction = Math.max(iso.indexOf('.'), iso.indexOf(','));
    if (fraction >= 0 && iso.substring(fraction).chars().filter(Character::isLetter).count() > 1) {
      return null;
    }
    return seconds(parts.group("w"), 604_800)
        .plus(seconds(parts.group("d"), 86_400))
        .plus(seconds(parts.group("h"), 3600))
        .plus(seconds(parts.group("m"), 60))
        .plus(seconds(parts.group("s"), 1));
  }

  private static Duration seconds(@Nullable String number, long unit) {
    if (number == null) {
      return Duration.ZERO;
    }
    BigDecimal millis =
        new BigDecimal(number.replace(',', '.')).multiply(BigDecimal.valueOf(1000 * unit));
    BigDecimal tooMany = BigDecimal.valueOf(LONGEST.toMillis() + 1);
    return Duration.ofMillis(millis.min(tooMany).setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static IllegalArgumentException refused(String argument, String right, String text) {
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    return new IllegalArgumentException(argument + " " + right + "; was " + shown);
  }

  /** Its length; to the millisecond. */
  public double seconds() {
    return length.toMillis() / 1000.0;
  }

  /** As ISO 8601 has it, in hours, minutes and seconds. */
  @Override
  public String toString() {
    return length.toString();
  }
}
