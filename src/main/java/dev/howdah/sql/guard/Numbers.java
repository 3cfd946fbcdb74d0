package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.math.BigInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How large, by their absolute values, the numbers are that literals hold. */
final class Numbers {

  /** What PostgreSQL may read as a number. */
  private static final Pattern NUMERIC = Pattern.compile("\\s*+[-+]?\\.?\\d\\w*+[-+.\\w]*+\\s*+");

  private static final Pattern DAY = Pattern.compile("\\s*(\\d{4})-\\d\\d-\\d\\d(?!\\d)");

  /** One of several in a text. */
  private static final Pattern WITHIN =
      Pattern.compile("(?<!\\w)\\d[\\d_]*+(?:\\.\\d*+)?+[eE]\\+?\\d++(?!\\w)|\\d[\\d_]*+");

  /** Digits that are not written as such, or not to the base of ten. */
  private static final Pattern HIDDEN =
      Pattern.compile("\\\\(u003\\d|\\d)|&#|(?<!\\w)0[xXoObB][\\da-fA-F]");

  private static final Pattern DAYS =
      Pattern.compile(
          "(?i)[-+:.\\s\\d]*+(?:[smhd]|(?:sec|min|minute|second|hour|day)s?)?[-+:.\\s\\d]*+");

  /** PostgreSQL counts days from the beginning of this year. */
  private static final int EPOCH = 2000;

  private static final double DAYS_OF_A_YEAR = 366;
  private static final double DAYS_OF_A_MILLENNIUM = 366_000;

  /** Of years with four digits. */
  private static final double MOST_DAYS = 4_000_000;

  /** Digits of a longer year, and not of a whole date or the fraction of a second. */
  private static final Pattern FAR = Pattern.compile("(?<![.\\d])(\\d{5,7}|\\d{9,})(?!\\d)");

  private Numbers() {}

  /** A number, or the largest in a text. */
  static double in(Node constant) {
    Node whole = constant.node("ival");
    if (whole != null) {
      return Math.max(1, Math.abs((double) whole.number("ival")));
    }
    Node bits = constant.node("bsval");
    if (bits != null) {
      String digits = bits.text("bsval", "");
      return digits.length() < 2
          ? 1
          : new BigInteger("0" + digits.substring(1), digits.startsWith("x") ? 16 : 2)
              .doubleValue();
    }
    return Stream.of("fval", "sval")
        .filter(constant::has)
        .map(field -> read(constant.child(field).text(field, "")))
        .findFirst()
        .orElse(1.0);
  }

  /** How many digits there are in what a literal says. */
  static int digits(Node constant) {
    if (constant.has("ival")) {
      return Long.toString(constant.child("ival").number("ival")).length();
    }
    String text =
        constant.has("fval") ? constant.child("fval").text("fval", "") : Sizes.text(constant);
    return (int) text.chars().filter(Character::isDigit).count();
  }

  /** A time as the day that it is in, which can be taken from another. */
  static double day(String text) {
    if (DAY.matcher(text).lookingAt()) {
      return read(text);
    }
    return FAR.matcher(text).find() ? Amounts.UNKNOWN : MOST_DAYS;
  }

  /** An interval in days. */
  static double days(String text) {
    return largest(text) * (DAYS.matcher(text).matches() ? 1 : DAYS_OF_A_MILLENNIUM);
  }

  private static double read(String text) {
    var day = DAY.matcher(text);
    if (day.lookingAt()) {
      return DAYS_OF_A_YEAR * (1 + Math.abs(Integer.parseInt(day.group(1)) - EPOCH));
    }
    if (!NUMERIC.matcher(text).matches()) {
      return largest(text);
    }
    try {
      return Math.max(Double.MIN_NORMAL, Math.abs(Double.parseDouble(text.strip())));
    } catch (NumberFormatException notDecimal) {
      return Amounts.UNKNOWN;
    }
  }

  private static double largest(String text) {
    return HIDDEN.matcher(text).find()
        ? Amounts.UNKNOWN
        : WITHIN
            .matcher(text)
            .results()
            .mapToDouble(number -> Double.parseDouble(number.group().replace("_", "")))
            .reduce(1, Math::max);
  }
}
