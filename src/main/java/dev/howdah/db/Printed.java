package dev.howdah.db;

import org.jspecify.annotations.Nullable;

/**
 * A value that PostgreSQL printed, to be passed on to another statement with its type.
 *
 * @param text null for NULL
 * @param type the OID of its type
 */
public record Printed(@Nullable String text, int type) {

  /** Pseudo-types and the like, which no parameter can have. */
  private static final int RECORD = 2249;

  private static final int RECORD_ARRAY = 2287;
  private static final int VOID = 2278;
  private static final int UNKNOWN = 705;

  /** The type that a parameter can have, 0 for whatever the statement makes of the text. */
  int parameterType() {
    return switch (type) {
      case RECORD, RECORD_ARRAY, VOID, UNKNOWN -> 0;
      default -> type;
    };
  }
}
