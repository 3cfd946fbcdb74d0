package dev.howdah.sql.resolve;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;

/**
 * What PostgreSQL makes of an expression: it sends the analysed tree of a statement that is only
 * described, never run.
 *
 * @param node the kind of the outermost node: {@code FUNCEXPR}, {@code OPEXPR}, {@code AGGREF}, …
 * @param object the OID of the function or operator, 0 for every other node
 * @param type the result's type for those and for COALESCE
 * @param functions all functions that are called in the tree by name or to convert something
 * @param operators all operators in the tree
 * @param failure the SQLSTATE when PostgreSQL refuses, else null
 */
record Described(
    String node,
    long object,
    long type,
    Set<Long> functions,
    Set<Long> operators,
    @Nullable String failure) {

  private static final Pattern OUTERMOST =
      Pattern.compile(
          ":targetList \\(\\{TARGETENTRY :expr \\{(\\w+)"
              + "(?: :(?:funcid|opno|aggfnoid|winfnoid) (\\d+))?(?: :opfuncid \\d+)?"
              + "(?: :(?:funcresulttype|opresulttype|aggtype|wintype|coalescetype) (\\d+))?");
  private static final Pattern FUNCTION = Pattern.compile("\\{FUNCEXPR :funcid (\\d+)");

  private static final Pattern OPERATOR =
      Pattern.compile("\\{(?:OPEXPR|SCALARARRAYOPEXPR) :opno (\\d+)");
  private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");

  /** Prepares a connection of a superuser for {@link #of}. */
  static void switchOn(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("set log_min_messages = panic");
      statement.execute("set log_min_error_statement = panic");
      statement.execute("set debug_pretty_print = off");
      statement.execute("set debug_print_parse = on");
      statement.execute("set client_min_messages = log");
    }
  }

  static Described of(Connection connection, String sql) {
    try (var statement = connection.prepareStatement(asJdbc(sql))) {
      statement.getMetaData();
      return read(tree(statement.getWarnings(), sql));
    } catch (SQLException e) {
      return new Described("", 0, 0, Set.of(), Set.of(), e.getSQLState());
    }
  }

  private static String asJdbc(String sql) {
    return PARAMETER.matcher(sql.replace("?", "??")).replaceAll("?");
  }

  private static String tree(@Nullable SQLWarning first, String sql) {
    for (var warning = first; warning != null; warning = warning.getNextWarning()) {
      var message = warning instanceof PSQLWarning one ? one.getServerErrorMessage() : null;
      var detail = message == null ? null : message.getDetail();
      if (detail != null) {
        return detail.replaceAll("\\s+", " ");
      }
    }
    throw new IllegalStateException("no tree of " + sql);
  }

  private static Described read(String tree) {
    var outermost = OUTERMOST.matcher(tree);
    if (!outermost.find()) {
      throw new IllegalStateException("no column in " + tree);
    }
    return new Described(
        outermost.group(1),
        number(outermost.group(2)),
        number(outermost.group(3)),
        all(FUNCTION, tree),
        all(OPERATOR, tree),
        null);
  }

  private static Set<Long> all(Pattern pattern, String tree) {
    return pattern
        .matcher(tree)
        .results()
        .map(match -> Long.parseLong(match.group(1)))
        .collect(Collectors.toSet());
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
