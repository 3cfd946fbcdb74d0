package dev.howdah.sql;

import org.jspecify.annotations.Nullable;

/**
 * The name of a database object, possibly with its schema.
 *
 * @param schema the schema, or null to let the search path decide
 */
public record Identifier(@Nullable String schema, String name) {

  public Identifier {
    if (schema != null) {
      check("schema", schema);
    }
    check("name", name);
  }

  public static Identifier of(@Nullable String schema, String name) {
    return new Identifier(schema, name);
  }

  public static Identifier of(String name) {
    return new Identifier(null, name);
  }

  /** The name as SQL, always in double quotes: {@code "public"."order"}. */
  public String quoted() {
    return schema == null ? quote(name) : quote(schema) + "." + quote(name);
  }

  private static String quote(String part) {
    return '"' + part.replace("\"", "\"\"") + '"';
  }

  private static void check(String what, String part) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException("a " + what + " must not be empty");
    }
    if (part.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a " + what + " must not hold the character U+0000");
    }
  }
}
