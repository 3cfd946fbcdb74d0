package dev.howdah.tools.sql;

import dev.howdah.db.Column;
import dev.howdah.db.Printed;
import dev.howdah.db.Rows;
import dev.howdah.db.Writing;
import dev.howdah.db.Written;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of which some take their value from the statements before.
 *
 * <p>{@code {"from": 0, "column": "id", "row": 0}} names it exactly. {@code "{workflow_id}"}, as
 * the whole of a string, is column {@code workflow_id} of the nearest statement before that
 * returned it, else column {@code id} of the nearest one that returned it from table {@code
 * workflow} or {@code workflows}. {@code {"literal": …}} is its content as it stands, whatever that
 * looks like.
 */
record References(List<? extends @Nullable Object> params) implements Writing.Values {

  private static final Pattern BRACES = Pattern.compile("\\{([\\p{L}_][\\p{L}\\p{N}_$]*)}");
  private static final String ID = "_id";

  @Override
  public List<@Nullable Object> after(Writing.Earlier earlier) {
    List<@Nullable Object> values = new ArrayList<>(params.size());
    for (int i = 0; i < params.size(); i++) {
      values.add(new Place(i + 1, earlier).value(params.get(i)));
    }
    return values;
  }

  /**
   * Where a value is wanted.
   *
   * @param index counted from 1, for messages
   */
  private record Place(int index, Writing.Earlier earlier) {

    private static final Set<String> SHORT = Set.of("from", "column");
    private static final Set<String> LONG = Set.of("from", "column", "row");

    @Nullable Object value(@Nullable Object given) {
      if (given instanceof Map<?, ?> map) {
        if (map.keySet().equals(SHORT) || map.keySet().equals(LONG)) {
          return named(map);
        }
        return map.keySet().equals(Set.of("literal")) ? map.get("literal") : given;
      }
      if (given instanceof String text) {
        Matcher braces = BRACES.matcher(text);
        return braces.matches() ? guessed(braces.group(1)) : given;
      }
      return given;
    }

    private Printed named(Map<?, ?> map) {
      Object row = map.containsKey("row") ? map.get("row") : Long.valueOf(0);
      if (!(map.get("from") instanceof Long from)
          || !(map.get("column") instanceof String column)
          || !(row instanceof Long at)) {
        throw invalid(
            "must have a number as from, a string as column and a number as row, was "
                + map
                + "; to pass such an object itself, write {\"literal\": …}");
      }
      if (from < 0 || from >= earlier.results().size()) {
        throw invalid(
            "takes a value from statement %d, but %s before it"
                .formatted(
                    from,
                    earlier.results().isEmpty()
                        ? "there is none"
                        : "only 0 to " + (earlier.results().size() - 1) + " stand"));
      }
      Rows rows = earlier.results().get(from.intValue()).rows();
      if (rows == null) {
        throw invalid(
            "takes a value from statement " + from + ", which returns no rows; add RETURNING");
      }
      int found = column(rows, column);
      if (found < 0) {
        throw invalid(
            "takes column %s of statement %d, which returns only %s"
                .formatted(column, from, rows.columns().stream().map(Column::name).toList()));
      }
      if (at < 0 || at >= rows.fetched()) {
        throw invalid(
            "takes row %d of statement %d, which returned %d; rows count from 0"
                .formatted(at, from, rows.fetched()));
      }
      return rows.printed(at.intValue(), found);
    }

    private Printed guessed(String name) {
      for (Written written : earlier.results().reversed()) {
        Rows rows = written.rows();
        if (rows != null && rows.fetched() > 0 && column(rows, name) >= 0) {
          return only(name, rows, column(rows, name));
        }
      }
      if (name.endsWith(ID)) {
        String table = name.substring(0, name.length() - ID.length());
        for (Written written : earlier.results().reversed()) {
          Rows rows = written.rows();
          int id = rows == null || rows.fetched() == 0 ? -1 : column(rows, "id");
          if (rows != null && id >= 0) {
            String from = earlier.table(rows, id);
            if (table.equals(from) || (table + "s").equals(from)) {
              return only(name, rows, id);
            }
          }
        }
      }
      throw invalid(
          "is {"
              + name
              + "}, but no statement before it returned a column "
              + name
              + (name.endsWith(ID) ? ", or id from such a table" : "")
              + "; to pass this text itself, write {\"literal\": \"{"
              + name
              + "}\"}");
    }

    private Printed only(String name, Rows rows, int column) {
      if (rows.fetched() > 1) {
        throw invalid(
            "is {%s}, but there are %d rows to take it from; say which: {\"from\": …, \"column\":"
                    .formatted(name, rows.fetched())
                + " …, \"row\": …}");
      }
      return rows.printed(0, column);
    }

    private static int column(Rows rows, String name) {
      return rows.columns().stream().map(Column::name).toList().indexOf(name);
    }

    private CallException invalid(String what) {
      return new CallException(ErrorCode.INVALID_REQUEST, "Parameter $" + index + " " + what + ".");
    }
  }
}
