package dev.howdah.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes values, as PostgreSQL prints them, as JSON.
 *
 * <ul>
 *   <li>{@code smallint}, {@code integer}, {@code bigint}, {@code oid}: a number within ±(2^53 -
 *       1), beyond that a string, because most readers of JSON would round it.
 *   <li>{@code numeric}: a number with at most 15 significant digits, otherwise a string.
 *   <li>{@code real}, {@code double precision}: a number; {@code NaN} and the infinities are
 *       strings.
 *   <li>{@code boolean}: true or false; {@code json}, {@code jsonb}: itself, without white space; a
 *       string where it is nested deeper than 100 levels, which many readers refuse with all that
 *       stands around it.
 *   <li>{@code timestamp}: with a {@code T}; with time zone also with an offset of hours and
 *       minutes ({@code 2025-01-31T12:00:00+00:00}). {@code infinity} and years {@code BC} stay
 *       marked so.
 *   <li>{@code vector}, {@code halfvec}: an array of numbers.
 *   <li>Arrays: arrays of the above; their lower bounds are not kept.
 *   <li>Everything else: a string as PostgreSQL prints it; NULL is null.
 * </ul>
 *
 * <p>Bytes that are not UTF-8, which a database with encoding SQL_ASCII may send, become U+FFFD.
 */
final class JsonCells {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LARGEST = "9007199254740991".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int EXACT_DIGITS = 15;
  private static final int LONGEST_NUMBER = 40;
  private static final int DEEPEST = 100;

  private final Utf8Out out;

  JsonCells(Utf8Out out) {
    this.out = out;
  }

  void nothing() throws IOException {
    out.put(NULL);
  }

  void scalar(ColumnType.Kind kind, byte[] bytes, int from, int to) throws IOException {
    switch (kind) {
      case BOOLEAN -> out.put(bytes[from] == 't' ? TRUE : FALSE);
      case INTEGER -> number(bytes, from, to, safeInteger(bytes, from, to));
      case NUMERIC -> number(bytes, from, to, exactNumeric(bytes, from, to));
      case FLOAT -> number(bytes, from, to, (bytes[to - 1] & 0xF0) == '0');
      case JSON, VECTOR -> json(bytes, from, to);
      case TIMESTAMP, TIMESTAMP_WITH_ZONE -> {
        out.put('"');
        timestamp(out, kind, bytes, from, to);
        out.put('"');
      }
      case TEXT, BYTES, ARRAY -> string(bytes, from, to);
    }
  }

  void string(byte[] bytes, int from, int to) throws IOException {
    out.put('"');
    escaped(bytes, from, to);
    out.put('"');
  }

  void escaped(byte[] bytes, int from, int to) throws IOException {
    int run = from;
    for (int at = from; at < to; ) {
      int b = bytes[at];
      int length = b >= 0 ? 1 : Texts.sequence(bytes, at, to);
      if (length > 1 || (b >= 0x20 && b != '"' && b != '\\')) {
        at += length;
        continue;
      }
      out.put(bytes, run, at);
      if (length == 0) {
        out.put(REPLACEMENT);
      } else {
        escape(b);
      }
      at++;
      run = at;
    }
    out.put(bytes, run, to);
  }

  private void escape(int b) throws IOException {
    out.put('\\');
    switch (b) {
      case '"', '\\' -> out.put((char) b);
      case '\n' -> out.put('n');
      case '\r' -> out.put('r');
      case '\t' -> out.put('t');
      case '\b' -> out.put('b');
      case '\f' -> out.put('f');
      default -> {
        out.put('u');
        out.put('0');
        out.put('0');
        out.put((char) HEX[b >> 4]);
        out.put((char) HEX[b & 15]);
      }
    }
  }

  private void number(byte[] bytes, int from, int to, boolean exact) throws IOException {
    if (exact) {
      out.put(bytes, from, to);
    } else {
      string(bytes, from, to);
    }
  }

  private static boolean safeInteger(byte[] bytes, int from, int to) {
    int start = bytes[from] == '-' ? from + 1 : from;
    int digits = to - start;
    return digits < LARGEST.length
        || (digits == LARGEST.length
            && java.util.Arrays.compare(bytes, start, to, LARGEST, 0, LARGEST.length) <= 0);
  }

  /** Whether a double holds every digit; trailing zeros of the fraction are none. */
  private static boolean exactNumeric(byte[] bytes, int from, int to) {
    if (to - from > LONGEST_NUMBER) {
      return false;
    }
    int digits = 0;
    int zeros = 0;
    boolean fraction = false;
    for (int at = from; at < to; at++) {
      int b = bytes[at];
      if (b == '.') {
        fraction = true;
      } else if (b >= '0' && b <= '9') {
        digits += digits == 0 && b == '0' ? 0 : 1;
        zeros = fraction && b == '0' ? zeros + 1 : 0;
      } else if (b != '-' || at != from) {
        return false;
      }
    }
    return digits - zeros <= EXACT_DIGITS;
  }

  private static boolean deep(byte[] bytes, int from, int to) {
    int depth = 0;
    boolean inString = false;
    for (int at = from; at < to && depth <= DEEPEST; at++) {
      switch (bytes[at]) {
        case '"' -> inString = !inString;
        case '\\' -> at++;
        case '{', '[' -> depth += inString ? 0 : 1;
        case '}', ']' -> depth -= inString ? 0 : 1;
        default -> {}
      }
    }
    return depth > DEEPEST;
  }

  /** Copies JSON without the white space between its tokens. */
  private void json(byte[] bytes, int from, int to) throws IOException {
    if (to - from > 2 * DEEPEST && deep(bytes, from, to)) {
      string(bytes, from, to);
      return;
    }
    int run = from;
    boolean inString = false;
    for (int at = from; at < to; ) {
      int b = bytes[at];
      if (b < 0) {
        int length = Texts.sequence(bytes, at, to);
        if (length == 0) {
          out.put(bytes, run, at);
          out.put(REPLACEMENT);
          at++;
          run = at;
        } else {
          at += length;
        }
        continue;
      }
      if (b == '"') {
        inString = !inString;
      } else if (b == '\\') {
        at++;
      } else if (b <= ' ' && !inString) {
        out.put(bytes, run, at);
        run = at + 1;
      }
      at++;
    }
    out.put(bytes, run, to);
  }

  /** Whether it begins with a year and a dash, as only DateStyle ISO has it. */
  private static boolean iso(byte[] bytes, int from, int to) {
    int dash = from;
    while (dash < to && bytes[dash] >= '0' && bytes[dash] <= '9') {
      dash++;
    }
    return dash - from >= 4 && dash < to && bytes[dash] == '-';
  }

  /** A timestamp in ISO 8601, unquoted; what a statement made of another style stays as it is. */
  static void timestamp(Utf8Out out, ColumnType.Kind kind, byte[] bytes, int from, int to)
      throws IOException {
    if (!iso(bytes, from, to)) {
      out.put(bytes, from, to);
      return;
    }
    int end = to;
    boolean bc = to - from > 3 && bytes[to - 1] == 'C';
    if (bc) {
      end -= 3;
    }
    int space = from;
    while (space < end && bytes[space] != ' ') {
      space++;
    }
    out.put(bytes, from, space);
    if (space < end) {
      out.put('T');
      out.put(bytes, space + 1, end);
      if (kind == ColumnType.Kind.TIMESTAMP_WITH_ZONE
          && (bytes[end - 3] == '+' || bytes[end - 3] == '-')) {
        out.put(":00");
      }
    }
    out.put(bytes, end, to);
  }
}
