package dev.howdah.tools.search;

import java.util.Set;

/** Which types can hold each other's keys. */
final class Types {

  private static final Set<String> WHOLE = Set.of("smallint", "integer", "bigint");
  private static final Set<String> BROKEN = Set.of("numeric", "real", "double precision");
  private static final Set<String> TEXTS =
      Set.of("text", "character varying", "character", "citext");

  private Types() {}

  static boolean fit(String one, String other) {
    return one.equals(other)
        || (WHOLE.contains(one) && WHOLE.contains(other))
        || (TEXTS.contains(one) && TEXTS.contains(other));
  }

  static boolean number(String type) {
    return WHOLE.contains(type) || BROKEN.contains(type);
  }

  static boolean text(String type) {
    return TEXTS.contains(type);
  }
}
