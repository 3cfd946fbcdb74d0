package dev.howdah.sql.guard;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.guard.Definitions.Named;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The names in an expression, for one whose meaning is not certain; not those in its subqueries.
 *
 * @param functions names of functions, and what could be one in attribute notation
 * @param operators symbols of operators
 * @param casts names of types that something is cast to
 */
record ExpressionNames(List<Named> functions, List<Named> operators, List<Named> casts) {

  static ExpressionNames of(Node expression) {
    var names = new ExpressionNames(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    names.walk(expression);
    return names;
  }

  private void walk(Node node) {
    switch (node.kind()) {
      case "SelectStmt" -> {
        return;
      }
      case "FuncCall" -> functions.add(Definitions.named(node.list("funcname"), node.location()));
      case "A_Expr" -> operators(node);
      case "CaseExpr" -> {
        if (node.has("arg")) {
          operators.add(symbol("=", node));
        }
      }
      case "ColumnRef" -> attribute(node.list("fields"), 1);
      case "A_Indirection" -> attribute(node.list("indirection"), 0);
      case "TypeCast" -> {
        Node type = node.child("typeName");
        casts.add(Definitions.named(type.list("names"), type.location()));
      }
      default -> {}
    }
    node.children().forEach(this::walk);
  }

  private void operators(Node expression) {
    if (expression.text("kind", "").contains("BETWEEN")) {
      List.of("<", "<=", ">", ">=").forEach(each -> operators.add(symbol(each, expression)));
    } else {
      operators.add(Definitions.named(expression.list("name"), expression.location()));
    }
  }

  private static Named symbol(String symbol, Node node) {
    return new Named(Identifier.of(symbol), node.location());
  }

  /** What looks like a field can be a function of the row. */
  private void attribute(List<Node> fields, int from) {
    fields.stream()
        .skip(from)
        .filter(field -> field.is("String"))
        .map(field -> new Named(Identifier.of(field.text("sval", "?")), field.location()))
        .forEach(functions::add);
  }
}
