package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of FROM, as it is referred to.
 *
 * @param name its alias or name, empty for none
 * @param aliased whether the name is an alias, which hides the relation's own
 * @param relation null when it is not a relation
 * @param type of its whole row
 * @param origins what of the database is read with its whole row
 * @param hidden how many of the last columns a star leaves out
 */
record Item(
    String name,
    boolean aliased,
    @Nullable Relation relation,
    List<Column> columns,
    long type,
    List<Origin> origins,
    int hidden) {

  Item {
    columns = List.copyOf(columns);
    origins = List.copyOf(origins);
  }

  /** Something computed. */
  static Item of(String name, List<Column> columns) {
    return new Item(name, true, null, columns, Types.RECORD, List.of(), 0);
  }

  static Item of(String name, boolean aliased, Relation relation) {
    var columns =
        relation.columns().stream()
            .map(
                column ->
                    new Column(
                        column.name(),
                        Value.of(column.type()),
                        List.of(new Origin(relation.oid(), column.number()))))
            .toList();
    return new Item(
        name,
        aliased,
        relation,
        columns,
        relation.rowType() == Types.NONE ? Types.RECORD : relation.rowType(),
        List.of(new Origin(relation.oid(), 0)),
        0);
  }

  /** Its whole row. */
  Value row() {
    var fields =
        type == Types.RECORD
            ? columns.stream().map(column -> new Field(column.name(), column.value())).toList()
            : null;
    return new Value(type, fields, this);
  }

  /** With another name, and other names for its first columns. */
  Item as(String alias, List<String> names) {
    List<Column> renamed = new ArrayList<>();
    for (var i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      renamed.add(i < names.size() ? column.named(names.get(i)) : column);
    }
    return new Item(alias, true, relation, renamed, type, origins, hidden);
  }

  Item hiding(int last) {
    return new Item(name, aliased, relation, columns, type, origins, last);
  }

  /** The columns of that name. */
  List<Column> columns(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).toList();
  }

  /** The columns that a star stands for. */
  List<Column> starred() {
    return columns.subList(0, columns.size() - hidden);
  }
}
