package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Uses.Privilege;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns that INSERT and UPDATE store values in. */
final class Assignments {

  private final Reading reading;
  private final IdentityHashMap<Node, List<Value>> sources = new IdentityHashMap<>();

  Assignments(Reading reading) {
    this.reading = reading;
  }

  /**
   * Where a value is stored.
   *
   * @param column null when there is no such column
   * @param type of the column, or of a part of it
   */
  record Target(@Nullable Origin column, long type, int modifier) {}

  /** The columns of an INSERT; without a list all of the relation. */
  List<Target> targets(List<Node> list, Relation relation, Scope scope, int position) {
    if (list.isEmpty()) {
      return relation.columns().stream()
          .map(
              column ->
                  new Target(
                      new Origin(relation.oid(), column.number()),
                      column.type(),
                      column.modifier()))
          .toList();
    }
    List<Target> targets = new ArrayList<>();
    for (var node : list) {
      var target = target(node, relation, scope);
      note(target, Privilege.INSERT, node.location() < 0 ? position : node.location());
      targets.add(target);
    }
    return targets;
  }

  private void note(Target target, Privilege privilege, int position) {
    if (target.column() != null) {
      reading.notes.column(target.column(), privilege, position);
    }
  }

  /** {@code column}, {@code column.field} or {@code column[1]}. */
  private Target target(Node node, Relation relation, Scope scope) {
    var name = node.text("name", "");
    var column = relation.column(name).orElse(null);
    if (column == null) {
      reading.notes.unknown(name, node.location());
      return new Target(null, Types.UNDECIDED, -1);
    }
    var value = Value.of(column.type());
    var steps = node.list("indirection");
    if (!steps.isEmpty()) {
      reading.notes.type(column.type(), node.location());
    }
    var modifier = column.modifier();
    for (var step : steps) {
      if (step.is("A_Indices")) {
        value = reading.rows.subscript(value, List.of(step), scope, node.location());
      } else {
        var field = field(value, TypeNames.text(step, node));
        value = field.map(Assignments::value).orElse(Value.UNDECIDED);
        modifier = field.map(Relation.Column::modifier).orElse(-1);
      }
    }
    return new Target(new Origin(relation.oid(), column.number()), value.type(), modifier);
  }

  private Optional<Relation.Column> field(Value value, String name) {
    return reading.composite(value.type()).flatMap(relation -> relation.column(name));
  }

  private static Value value(Relation.Column column) {
    return Value.of(column.type());
  }

  /** Converts rows to the columns that they are inserted in. */
  void insert(List<List<Value>> rows, List<Target> columns, boolean noteThem, int position) {
    var width = rows.stream().mapToInt(List::size).max().orElse(0);
    if (noteThem) {
      columns.stream().limit(width).forEach(column -> note(column, Privilege.INSERT, position));
    }
    for (var row : rows) {
      IntStream.range(0, Math.min(row.size(), columns.size()))
          .forEach(i -> store(row.get(i), columns.get(i), position));
    }
  }

  private void store(Value value, Target target, int position) {
    reading.queries.store(value, target.type(), target.modifier(), position);
  }

  /** Reads the assignments of an UPDATE. */
  void update(List<Node> list, Relation relation, Scope scope) {
    for (var node : list) {
      var target = target(node, relation, scope);
      note(target, Privilege.UPDATE, node.location());
      store(value(Expressions.required(node, "val"), scope), target, node.location());
    }
  }

  private Value value(Node node, Scope scope) {
    if (!node.is("MultiAssignRef")) {
      return reading.expressions.read(node, scope);
    }
    var source = Expressions.required(node, "source");
    var values = sources.get(source);
    if (values == null) {
      values = values(source, scope);
      sources.put(source, values);
    }
    var at = node.number("colno") - 1;
    return at >= 0 && at < values.size() ? values.get(at) : Value.UNDECIDED;
  }

  private List<Value> values(Node source, Scope scope) {
    if (source.is("SubLink")) {
      return reading.expressions.sublinks().columns(source, scope).stream()
          .map(Field::value)
          .toList();
    }
    if (source.is("RowExpr")) {
      return reading.targets.values(source.list("args"), scope);
    }
    reading.expressions.read(source, scope);
    return List.of();
  }
}
