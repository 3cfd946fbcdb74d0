package dev.howdah.db;

import dev.howdah.sql.guard.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the access rules leave open of a table or view.
 *
 * @param open the columns for each operation that somebody may do; none for an operation that
 *     nobody may
 */
record Opening(Relation relation, Map<Operation, Set<String>> open) {

  /**
   * A table or view.
   *
   * @param quotedSchema its schema, as SQL
   * @param quoted the name with its schema, as SQL
   * @param columns in order
   * @param quotedColumns the same as SQL
   * @param readableColumns those that the role in use can select
   * @param readable whether it can select anything
   * @param sequences those that its defaults use, as SQL
   * @param publicPrivileges what everybody has, for REVOKE
   */
  record Relation(
      String schema,
      String name,
      String quotedSchema,
      String quoted,
      List<String> columns,
      List<String> quotedColumns,
      List<String> readableColumns,
      boolean readable,
      List<String> sequences,
      List<String> publicPrivileges) {}

  Opening {
    open = Map.copyOf(open);
  }

  boolean closed() {
    return open.isEmpty();
  }

  /** Whether the operation is open with every column. */
  boolean whole(Operation operation) {
    Set<String> columns = open.get(operation);
    return columns != null && columns.containsAll(relation.columns());
  }

  /** Columns that may not be read, as SQL. */
  List<String> closedColumns() {
    Set<String> columns = open.getOrDefault(Operation.SELECT, Set.of());
    return relation.columns().stream()
        .filter(column -> !columns.contains(column))
        .map(this::quoted)
        .toList();
  }

  /** Whether the role in use can select something that is closed. */
  boolean leaks() {
    Set<String> columns = open.getOrDefault(Operation.SELECT, Set.of());
    return closed() ? relation.readable() : !columns.containsAll(relation.readableColumns());
  }

  /** The name, and the closed columns of what is partly open. */
  String shown() {
    return closed() || closedColumns().isEmpty()
        ? relation.quoted()
        : relation.quoted() + " (" + String.join(", ", closedColumns()) + ")";
  }

  /** The columns of an operation, as SQL, in order. */
  List<String> quoted(Operation operation) {
    Set<String> columns = open.getOrDefault(operation, Set.of());
    return relation.columns().stream().filter(columns::contains).map(this::quoted).toList();
  }

  private String quoted(String column) {
    return relation.quotedColumns().get(relation.columns().indexOf(column));
  }
}
