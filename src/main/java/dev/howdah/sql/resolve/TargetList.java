package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;

/** Select lists and other lists of expressions in which a star stands for columns. */
final class TargetList {

  private static final int MOST = 1664;

  private final Reading reading;

  TargetList(Reading reading) {
    this.reading = reading;
  }

  /** The columns of a select list, in order. */
  List<Field> read(List<Node> list, Scope scope) {
    List<Field> fields = new ArrayList<>();
    for (var target : list) {
      if (!target.is("ResTarget")) {
        throw new Unsupported(target.kind(), target.location());
      }
      var node = Reading.required(target.node("val"), target);
      if (star(node)) {
        fields.addAll(expand(node, scope));
      } else {
        var value = reading.expressions.read(node, scope);
        fields.add(
            new Field(target.text("name", reading.expressions.outputNames().of(node)), value));
      }
      if (fields.size() > MOST) {
        throw new Unsupported("more than " + MOST + " columns", target.location());
      }
    }
    return fields;
  }

  /** The values of a list, as of VALUES or ROW. */
  List<Value> values(List<Node> list, Scope scope) {
    List<Value> values = new ArrayList<>();
    for (var node : list) {
      if (star(node)) {
        expand(node, scope).forEach(field -> values.add(field.value()));
      } else {
        values.add(reading.expressions.read(node, scope));
      }
    }
    return values;
  }

  static boolean star(Node node) {
    return switch (node.kind()) {
      case "ColumnRef" -> Names.starred(node);
      case "A_Indirection" -> node.list("indirection").getLast().is("A_Star");
      default -> false;
    };
  }

  private List<Field> expand(Node node, Scope scope) {
    if (node.is("A_Indirection")) {
      return fields(node, scope);
    }
    var parts = Names.parts(node);
    if (!parts.isEmpty()) {
      var found = reading.names.item(parts, scope);
      if (found != null) {
        found.level().columnRead();
        return starred(node, scope, List.of(found.item()));
      }
      return open(reading.names.read(node, scope), node);
    }
    return starred(
        node,
        scope,
        scope.visible().stream().filter(Scope.Visible::byColumn).map(Scope.Visible::item).toList());
  }

  private List<Field> starred(Node node, Scope scope, List<Item> items) {
    List<Field> fields = new ArrayList<>();
    List<Star.Part> parts = new ArrayList<>();
    scope.columnRead();
    for (var item : items) {
      for (var column : item.starred()) {
        reading.notes.read(column.origins(), node.location());
        fields.add(new Field(column.name(), column.value()));
        parts.add(new Star.Part(item.name(), column.name(), column.origins()));
      }
      if (fields.size() > MOST) {
        throw new Unsupported("more than " + MOST + " columns", node.location());
      }
    }
    reading.notes.star(new Star(node.location(), scope.parent() == null, parts));
    return fields;
  }

  /** {@code (row).*} */
  private List<Field> fields(Node node, Scope scope) {
    var steps = node.list("indirection");
    var base = reading.expressions.read(Reading.required(node.node("arg"), node), scope);
    var value = reading.rows.steps(node, steps.subList(0, steps.size() - 1), base, scope);
    return open(value, node);
  }

  private List<Field> open(Value value, Node node) {
    var columns = reading.rows.columns(value);
    if (columns == null) {
      throw new Unsupported("a star over a row whose columns are not known", node.location());
    }
    columns.forEach(column -> reading.notes.read(column.origins(), node.location()));
    return columns.stream().map(column -> new Field(column.name(), column.value())).toList();
  }
}
