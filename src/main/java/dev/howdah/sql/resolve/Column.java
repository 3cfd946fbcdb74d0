package dev.howdah.sql.resolve;

import java.util.List;

/**
 * A column that a FROM item offers.
 *
 * @param origins what of the database is read with it
 */
record Column(String name, Value value, List<Origin> origins) {

  Column {
    origins = List.copyOf(origins);
  }

  Column named(String other) {
    return new Column(other, value, origins);
  }

  static Column of(Field field) {
    return new Column(field.name(), field.value(), List.of());
  }
}
