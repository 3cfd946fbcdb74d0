package dev.howdah.tools.search;

import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Relation;
import java.util.List;

/**
 * A relationship that no key declares.
 *
 * @param columns one, or as many as the key has
 * @param key the columns of the other table that tell its rows apart, in the order of {@code
 *     columns}
 * @param reason in words, for a reader
 */
record Implied(
    Relation from,
    List<Column> columns,
    Relation to,
    List<Column> key,
    Strength strength,
    String reason) {

  Implied {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** Names of columns. */
  static List<String> names(List<Column> columns) {
    return columns.stream().map(column -> column.name().text()).toList();
  }
}
