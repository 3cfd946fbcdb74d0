package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * A second opinion on an agent's text: the driver, too, must find one statement in it.
 *
 * <p>The text goes to the server whole, whatever the driver thinks. But where the two disagree on
 * where strings and comments end, somebody may be trying to have a text read in two ways.
 */
final class Tripwire {

  /** White space and comments without another one inside. */
  private static final Pattern NOTHING =
      Pattern.compile("(?s)(?:\\s|--[^\\r\\n]*|/\\*(?:(?!\\*/|/\\*).)*+\\*/)*+");

  private Tripwire() {}

  /**
   * Lets one statement pass.
   *
   * @throws CallException {@code STATEMENT_REFUSED} for a text in which the driver finds several,
   *     or that it would change
   */
  static void check(String text) {
    if (pieces(text) > 1) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "Only one statement at a time: send each in a call of its own, and pass strings with quotes"
              + " or backslashes in them as params for $1…$n.");
    }
  }

  /** How many statements the driver finds, those apart that it would change. */
  private static long pieces(String text) {
    List<NativeQuery> found;
    try {
      found = Parser.parseJdbcSql(text, true, false, true, false, true);
    } catch (SQLException e) {
      // What it cannot read, the server will not either, and says it better.
      return 1;
    }
    // It takes ?? for its own way to write an operator with one question mark.
    String whole = single(text);
    long altered = found.stream().filter(query -> !whole.contains(single(query.nativeSql))).count();
    long real = found.stream().filter(query -> !NOTHING.matcher(query.nativeSql).matches()).count();
    return real + 2 * altered;
  }

  private static String single(String text) {
    return text.replace("??", "?");
  }
}
