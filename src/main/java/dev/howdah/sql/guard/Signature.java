package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The types of a function's input arguments, as somebody wrote them: {@code (int4, sales.money[])}.
 *
 * <p>A type is written as the catalogue spells it, with its schema or without, or as SQL does:
 * {@code integer}, {@code timestamp with time zone}.
 */
record Signature(List<String> types) {

  private static final Map<String, String> SQL_NAMES =
      Map.ofEntries(
          Map.entry("smallint", "int2"),
          Map.entry("integer", "int4"),
          Map.entry("int", "int4"),
          Map.entry("bigint", "int8"),
          Map.entry("real", "float4"),
          Map.entry("double precision", "float8"),
          Map.entry("decimal", "numeric"),
          Map.entry("boolean", "bool"),
          Map.entry("character", "bpchar"),
          Map.entry("character varying", "varchar"),
          Map.entry("bit varying", "varbit"),
          Map.entry("time without time zone", "time"),
          Map.entry("time with time zone", "timetz"),
          Map.entry("timestamp without time zone", "timestamp"),
          Map.entry("timestamp with time zone", "timestamptz"));

  Signature {
    types = List.copyOf(types);
  }

  /** The types in a text that begins with an opening and ends with a closing parenthesis. */
  static List<String> split(String inParentheses) {
    String inside = inParentheses.substring(1, inParentheses.length() - 1).strip();
    return inside.isEmpty()
        ? List.of()
        : Arrays.stream(inside.split(",", -1)).map(String::strip).toList();
  }

  boolean matches(Function function, Catalogue catalogue) {
    if (types.size() != function.arguments().size()) {
      return false;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!means(types.get(i), catalogue.type(function.arguments().get(i)), catalogue)) {
        return false;
      }
    }
    return true;
  }

  private static boolean means(String written, Type type, Catalogue catalogue) {
    if (written.equals(type.name()) || written.equals(type.schema() + "." + type.name())) {
      return true;
    }
    if (written.endsWith("[]")) {
      return type.element() != 0
          && means(
              written.substring(0, written.length() - 2).strip(),
              catalogue.type(type.element()),
              catalogue);
    }
    return type.schema().equals("pg_catalog") && type.name().equals(SQL_NAMES.get(written));
  }
}
