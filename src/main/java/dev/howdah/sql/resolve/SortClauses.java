package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ORDER BY, GROUP BY, DISTINCT and windows. */
final class SortClauses {

  /** {@code FRAMEOPTION_RANGE}. */
  private static final int RANGE = 0x2;

  private final Reading reading;

  SortClauses(Reading reading) {
    this.reading = reading;
  }

  /**
   * ORDER BY of a query.
   *
   * @param outputs what names and numbers may refer to
   */
  void order(List<Node> list, List<Field> outputs, Scope scope, boolean outputsFirst) {
    for (var sort : list) {
      var value = key(Expressions.required(sort, "node"), outputs, scope, outputsFirst);
      sorted(sort, value);
    }
  }

  /** ORDER BY of an aggregate or a window: expressions only. */
  List<Value> plain(List<Node> list, Scope scope) {
    List<Value> values = new ArrayList<>();
    for (var sort : list) {
      var value = reading.expressions.read(Expressions.required(sort, "node"), scope);
      sorted(sort, value);
      values.add(value);
    }
    return values;
  }

  private void sorted(Node sort, Value value) {
    compared(value, sort.location());
    if (!sort.list("useOp").isEmpty()) {
      Identifier symbol = TypeNames.identifier(sort.list("useOp"), sort);
      reading.expressions.operators().apply(sort, symbol, value, value);
    }
  }

  /** What orders or groups by a value uses its type's own functions; a domain has none. */
  private void compared(Value value, int position) {
    reading.notes.type(reading.types.base(value.type()), position);
    reading.makers.compared(value, position);
    if (value.row() != null) {
      reading.enter(value, position);
      value.row().forEach(field -> compared(field.value(), position));
    }
  }

  void group(List<Node> list, List<Field> outputs, Scope scope) {
    for (var node : list) {
      switch (node.kind()) {
        case "GroupingSet" -> group(node.list("content"), outputs, scope);
        case "RowExpr" -> {
          if ("COERCE_IMPLICIT_CAST".equals(node.text("row_format"))) {
            group(node.list("args"), outputs, scope);
          } else {
            compared(reading.expressions.read(node, scope), node.location());
          }
        }
        default -> compared(key(node, outputs, scope, false), node.location());
      }
    }
  }

  void distinct(List<Node> list, List<Field> outputs, Scope scope) {
    for (var node : list) {
      if (node.is(Node.NULL)) {
        outputs.forEach(output -> compared(output.value(), -1));
      } else {
        compared(key(node, outputs, scope, true), node.location());
      }
    }
  }

  /** The SQL92 way: a name or number of an output column, else an expression. */
  private Value key(Node node, List<Field> outputs, Scope scope, boolean outputsFirst) {
    if (node.is("ColumnRef") && node.list("fields").size() == 1 && !Names.starred(node)) {
      var name = Names.parts(node).getFirst();
      if (!outputsFirst) {
        var input = reading.names.unqualified(name, scope, node.location());
        if (input.isPresent()) {
          return input.get();
        }
      }
      var found = outputs.stream().filter(output -> output.name().equals(name)).findFirst();
      if (found.isPresent()) {
        return found.get().value();
      }
    }
    var position = node.is("A_Const") ? node.node("ival") : null;
    if (position != null) {
      var number = position.number("ival");
      return number > 0 && number <= outputs.size()
          ? outputs.get(number - 1).value()
          : Value.UNDECIDED;
    }
    return reading.expressions.read(node, scope);
  }

  /** A window, by WINDOW or OVER. */
  void window(Node window, Scope scope) {
    for (var node : window.list("partitionClause")) {
      compared(reading.expressions.read(node, scope), node.location());
    }
    plain(window.list("orderClause"), scope);
    var range = (window.number("frameOptions") & RANGE) != 0;
    offset(window.node("startOffset"), range, scope);
    offset(window.node("endOffset"), range, scope);
  }

  /** With RANGE, what is sorted by says which type is wanted; else it is a number of rows. */
  private void offset(@Nullable Node node, boolean range, Scope scope) {
    if (node != null && range) {
      var value = reading.expressions.read(node, scope);
      reading.convert(value, Types.UNDECIDED, Cast.Context.IMPLICIT, node.location());
      reading.notes.type(value.type(), node.location());
    } else if (node != null) {
      reading.expressions.assign(node, BuiltIn.INT8, scope);
    }
  }
}
