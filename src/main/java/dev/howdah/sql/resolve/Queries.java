package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whole statements, and the queries in them. */
final class Queries {

  private final Reading reading;
  private final WithClauses with;
  private final Modifications modifications;

  Queries(Reading reading) {
    this.reading = reading;
    this.with = new WithClauses(reading);
    this.modifications = new Modifications(reading, with);
  }

  WithClauses with() {
    return with;
  }

  /**
   * The columns that a statement returns.
   *
   * @param parent what is visible around it
   * @param resolve whether literals that have no type are text
   */
  List<Field> statement(Node node, @Nullable Scope parent, boolean resolve) {
    return statement(node, parent, resolve, null);
  }

  /**
   * The columns that a statement returns.
   *
   * @param self the recursive common table expression that it is
   */
  List<Field> statement(Node node, @Nullable Scope parent, boolean resolve, @Nullable Cte self) {
    reading.enter(node);
    var columns =
        switch (node.kind()) {
          case "SelectStmt" -> select(node, new Scope(parent), resolve, self);
          case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
              modifications.read(node, new Scope(parent));
          default -> throw new Unsupported(node.kind(), node.location());
        };
    reading.leave();
    return columns.stream()
        .map(
            field ->
                new Field(
                    field.name(),
                    resolve
                        ? field.value().resolved()
                        : new Value(field.value().type(), field.value().row(), null)))
        .toList();
  }

  private List<Field> select(Node node, Scope scope, boolean resolve, @Nullable Cte self) {
    with.enter(node.node("withClause"), scope);
    List<Field> columns;
    if (!node.list("valuesLists").isEmpty()) {
      columns = values(node, scope);
      scope.add(Item.of("*VALUES*", columns.stream().map(Column::of).toList()));
    } else if (node.text("op", "SETOP_NONE").equals("SETOP_NONE")) {
      columns = plain(node, scope);
    } else {
      columns = combined(node, scope, self);
      scope.add(Item.of("", columns.stream().map(Column::of).toList()));
    }
    reading.sorts.order(node.list("sortClause"), columns, scope, true);
    limit(node.node("limitOffset"), scope);
    limit(node.node("limitCount"), scope);
    lock(node, scope);
    return resolve ? columns : List.copyOf(columns);
  }

  private void limit(@Nullable Node node, Scope scope) {
    if (node != null) {
      reading.expressions.assign(node, BuiltIn.INT8, scope);
    }
  }

  private List<Field> plain(Node node, Scope scope) {
    reading.from.read(node.list("fromClause"), scope);
    var columns = reading.targets.read(node.list("targetList"), scope);
    reading.expressions.bool(node.node("whereClause"), scope);
    reading.expressions.bool(node.node("havingClause"), scope);
    reading.sorts.group(node.list("groupClause"), columns, scope);
    reading.sorts.distinct(node.list("distinctClause"), columns, scope);
    for (var window : node.list("windowClause")) {
      reading.sorts.window(window, scope);
    }
    return columns;
  }

  private List<Field> values(Node node, Scope scope) {
    List<List<Value>> rows = new ArrayList<>();
    for (var list : node.list("valuesLists")) {
      rows.add(reading.targets.values(list.list("items"), scope));
    }
    var width = rows.stream().mapToInt(List::size).min().orElse(0);
    List<Field> columns = new ArrayList<>();
    for (var i = 0; i < width; i++) {
      var at = i;
      var column = rows.stream().map(row -> row.get(at)).toList();
      columns.add(
          new Field(
              "column" + (i + 1),
              rows.size() == 1 ? column.getFirst() : reading.unite(column, node.location())));
    }
    return columns;
  }

  /** UNION, INTERSECT, EXCEPT: named as their first query. */
  private List<Field> combined(Node node, Scope scope, @Nullable Cte self) {
    var left = arm(Expressions.required(node, "larg"), scope);
    if (self != null) {
      with.known(self, left);
    }
    var right = arm(Expressions.required(node, "rarg"), scope);
    List<Field> columns = new ArrayList<>();
    for (var i = 0; i < Math.min(left.size(), right.size()); i++) {
      var united =
          reading.unite(List.of(left.get(i).value(), right.get(i).value()), node.location());
      if (!node.flag("all") || self != null) {
        reading.notes.type(united.type(), node.location());
        reading.makers.compared(united, node.location());
      }
      columns.add(new Field(left.get(i).name(), united));
    }
    return columns;
  }

  private List<Field> arm(Node node, Scope scope) {
    var whole =
        node.has("sortClause")
            || node.has("limitOffset")
            || node.has("limitCount")
            || node.has("lockingClause")
            || node.has("withClause")
            || node.text("op", "SETOP_NONE").equals("SETOP_NONE");
    if (whole) {
      return statement(node, scope, false);
    }
    reading.enter(node);
    var columns = combined(node, scope, null);
    reading.leave();
    return columns;
  }

  private void lock(Node node, Scope scope) {
    for (var clause : node.list("lockingClause")) {
      var names = clause.list("lockedRels").stream().map(name -> name.text("relname", "")).toList();
      List<Long> locked = new ArrayList<>();
      for (var visible : scope.names()) {
        var item = visible.item();
        if (names.isEmpty() || names.contains(item.name())) {
          // What is below a query or a join is not kept apart.
          locked.addAll(
              item.relation() == null ? reading.notes.named() : Set.of(item.relation().oid()));
        }
      }
      reading.notes.locked(locked, node.location());
    }
  }

  /** Converts values to the columns that they are stored in. */
  Value store(Value value, long type, int modifier, int position) {
    if (modifier >= 0) {
      reading.expressions.casts().length(type, position);
    }
    return reading.convert(value, type, Cast.Context.ASSIGNMENT, position);
  }
}
