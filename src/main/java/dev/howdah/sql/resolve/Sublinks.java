package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.parser.Node;
import java.util.List;

/** {@code SubLink}: subqueries in expressions. */
final class Sublinks {

  private final Reading reading;
  private final OutputNames names;

  Sublinks(Reading reading, OutputNames names) {
    this.reading = reading;
    this.names = names;
  }

  /** The columns of the subquery. */
  List<Field> columns(Node node, Scope scope) {
    var columns = reading.queries.statement(Expressions.required(node, "subselect"), scope, true);
    if (!columns.isEmpty()) {
      names.sublink(node, columns.getFirst().name());
    }
    return columns;
  }

  Value read(Node node, Scope scope) {
    var type = node.text("subLinkType", "");
    return switch (type) {
      case "EXISTS_SUBLINK" -> {
        columns(node, scope);
        yield Value.of(BuiltIn.BOOL);
      }
      case "EXPR_SUBLINK" -> first(columns(node, scope));
      case "ARRAY_SUBLINK" -> array(first(columns(node, scope)), node);
      case "ANY_SUBLINK", "ALL_SUBLINK" -> compared(node, scope);
      default -> throw new Unsupported("SubLink." + type, node.location());
    };
  }

  private static Value first(List<Field> columns) {
    return columns.isEmpty() ? Value.UNDECIDED : columns.getFirst().value();
  }

  private Value array(Value element, Node node) {
    if (!Types.known(element.type())) {
      return Value.UNDECIDED;
    }
    reading.notes.type(element.type(), node.location());
    var array =
        reading.types.element(element.type()) == Types.NONE
            ? reading.types.array(element.type())
            : element.type();
    reading.notes.type(array, node.location());
    return Value.of(array == Types.NONE ? Types.UNDECIDED : array);
  }

  private Value compared(Node node, Scope scope) {
    var test = Expressions.required(node, "testexpr");
    var left = reading.expressions.read(test, scope);
    var columns = columns(node, scope);
    var symbol =
        node.list("operName").isEmpty()
            ? Identifier.of("=")
            : TypeNames.identifier(node.list("operName"), node);
    if (test.is("RowExpr")) {
      reading.expressions.operators().compare(node, symbol, left, Value.record(columns));
    } else {
      reading.expressions.operators().apply(node, symbol, left, first(columns));
      reading.notes.type(first(columns).type(), node.location());
    }
    return Value.of(BuiltIn.BOOL);
  }
}
