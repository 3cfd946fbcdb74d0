package dev.howdah.tools.sql;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.AgentSql;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an EXPLAIN is of.
 *
 * @param runs whether it runs the statement, to measure it
 */
record Explained(AgentSql statement, boolean runs) {

  /** Options are words and strings; a parenthesis may also begin the statement itself. */
  private static final Pattern HEAD =
      Pattern.compile(
          "\\s*explain(?:\\s*\\((?!\\s*(?:select|values|table|with)\\b)(?<options>[\\w\\s,']*)\\)"
              + "|(?<analyze>\\s+analy[sz]e\\b)?(?:\\s+verbose\\b)?)"
              + "(?<statement>[\\s(]*(?:select|values|table|with|insert|update|delete|merge)\\b.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ON =
      Pattern.compile("\\banaly[sz]e\\b(?!\\s*'?(?:off|false|0)\\b)", Pattern.CASE_INSENSITIVE);

  /**
   * Takes an EXPLAIN apart that the gate has allowed.
   *
   * @throws CallException for one that is written in a way that is not known here
   */
  static Explained in(String explain) {
    Matcher head = HEAD.matcher(explain);
    if (!head.matches()) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "What statements cost is limited here, and where the statement of this EXPLAIN begins is not"
              + " clear; leave comments out before it, or give explain the statement itself.");
    }
    String options = head.group("options");
    boolean runs = options == null ? head.group("analyze") != null : ON.matcher(options).find();
    return new Explained(AgentSql.of(head.group("statement")), runs);
  }
}
