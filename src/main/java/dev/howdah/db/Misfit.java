package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** A parameter's value that PostgreSQL could not read as what the statement takes it for. */
final class Misfit {

  /** The context of what fails in Bind; a server that speaks another language tells no number. */
  private static final Pattern PLACE =
      Pattern.compile(
          "^(?:unnamed portal|portal \"\\w+\") parameter \\$(\\d{1,5})", Pattern.MULTILINE);

  private Misfit() {}

  /**
   * The failure with the number of the value that it is about, if it is about one.
   *
   * @param values of the statement that failed, as its writer gave them
   */
  static CallException named(CallException told, SQLException failure, List<?> values) {
    ServerErrorMessage server = SqlStates.serverMessage(failure);
    String where = server == null ? null : server.getWhere();
    Matcher place = PLACE.matcher(where == null ? "" : where);
    if (told.code() != ErrorCode.STATEMENT_FAILED || !place.find()) {
      return told;
    }
    int index = Integer.parseInt(place.group(1));
    if (index > values.size()) {
      return told;
    }
    Map<String, Object> details = told.details();
    details.put("parameter", index);
    return new CallException(
        told.code(),
        "Parameter $%d, %s, could not be read as its type: %s"
            .formatted(index, kind(values.get(index - 1)), told.getMessage()),
        details,
        told);
  }

  /** What a value is in JSON. */
  static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "a string";
      case Number _ -> "a number";
      case Boolean _ -> "a boolean";
      case List<?> _ -> "an array";
      case Map<?, ?> _ -> "an object";
      default -> "a value of an earlier statement";
    };
  }
}
