package dev.howdah.tools.sql;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.AgentSql;

/** The one place where an argument of a call becomes a statement. */
final class SqlArgument {

  private SqlArgument() {}

  /**
   * The statement in an argument.
   *
   * @param name the argument's, for messages
   * @throws CallException {@code INVALID_REQUEST} for a text that is empty or unreadable
   */
  static AgentSql of(String name, String sql) {
    if (sql.isBlank()) {
      throw new CallException(ErrorCode.INVALID_REQUEST, "The argument " + name + " is empty.");
    }
    try {
      return AgentSql.of(sql);
    } catch (IllegalArgumentException unreadable) {
      throw new CallException(ErrorCode.INVALID_REQUEST, String.valueOf(unreadable.getMessage()));
    }
  }
}
