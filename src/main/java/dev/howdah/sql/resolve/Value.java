package dev.howdah.sql.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression gives.
 *
 * @param type as in {@link Types}
 * @param row the fields of a {@code record} as far as they are known
 * @param whole the FROM item that it is the whole row of
 */
record Value(long type, @Nullable List<Field> row, @Nullable Item whole) {

  static final Value UNDECIDED = of(Types.UNDECIDED);
  static final Value UNKNOWN = of(Types.UNKNOWN);

  static Value of(long type) {
    return new Value(type, null, null);
  }

  static Value record(List<Field> row) {
    return new Value(Types.RECORD, List.copyOf(row), null);
  }

  boolean undecided() {
    return type == Types.UNDECIDED;
  }

  /** A literal that nothing has given a type is text where it leaves its query. */
  Value resolved() {
    return Types.untyped(type) ? of(Types.TEXT) : new Value(type, row, null);
  }
}
