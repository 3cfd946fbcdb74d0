package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;

/** {@code A_Expr}: operators, and what is made of operators. */
final class OperatorCalls {

  private final Reading reading;

  OperatorCalls(Reading reading) {
    this.reading = reading;
  }

  Value read(Node node, Scope scope) {
    return switch (node.text("kind", "")) {
      case "AEXPR_OP" -> operator(node, scope);
      case "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR" ->
          apply(node, symbol(node), left(node, scope), right(node, scope));
      case "AEXPR_OP_ANY", "AEXPR_OP_ALL" -> {
        var left = left(node, scope);
        var right = right(node, scope);
        note(
            reading.overloads.anyOrAll(symbol(node), left.type(), right.type()),
            left,
            right,
            node.location());
        reading.notes.type(right.type(), node.location());
        yield Value.of(BuiltIn.BOOL);
      }
      case "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT" -> {
        pair(node, symbol(node), left(node, scope), right(node, scope));
        yield Value.of(BuiltIn.BOOL);
      }
      case "AEXPR_NULLIF" -> {
        var left = left(node, scope);
        var right = right(node, scope);
        var resolution = reading.overloads.operator(symbol(node), left.type(), right.type());
        note(resolution, left, right, node.location());
        yield resolution.arguments().isEmpty()
            ? Value.UNDECIDED
            : Value.of(resolution.arguments().getFirst());
      }
      case "AEXPR_IN" -> in(node, scope);
      case "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", "AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN_SYM" ->
          between(node, scope);
      default -> throw new Unsupported("A_Expr." + node.text("kind", ""), node.location());
    };
  }

  private Value left(Node node, Scope scope) {
    return reading.expressions.read(Expressions.required(node, "lexpr"), scope);
  }

  private Value right(Node node, Scope scope) {
    return reading.expressions.read(Expressions.required(node, "rexpr"), scope);
  }

  private Value operator(Node node, Scope scope) {
    var left = node.node("lexpr");
    var right = Expressions.required(node, "rexpr");
    if (left == null) {
      var value = reading.expressions.read(right, scope);
      var resolution = reading.overloads.operator(symbol(node), Types.NONE, value.type());
      reading.notes.operator(resolution, List.of(value.type()), node.location());
      reading.makers.note(functions(resolution), List.of(value), node.location());
      return Value.of(resolution.result());
    }
    if (left.is("RowExpr")
        && right.is("SubLink")
        && right.text("subLinkType", "").equals("EXPR_SUBLINK")) {
      var row = reading.expressions.read(left, scope);
      var columns = reading.expressions.sublinks().columns(right, scope);
      compare(node, symbol(node), row, Value.record(columns));
      return Value.of(BuiltIn.BOOL);
    }
    var one = reading.expressions.read(left, scope);
    var other = reading.expressions.read(right, scope);
    if (left.is("RowExpr") && right.is("RowExpr")) {
      compare(node, symbol(node), one, other);
      return Value.of(BuiltIn.BOOL);
    }
    return apply(node, symbol(node), one, other);
  }

  /** Applies an operator to two values. */
  Value apply(Node node, Identifier symbol, Value left, Value right) {
    var resolution = reading.overloads.operator(symbol, left.type(), right.type());
    note(resolution, left, right, node.location());
    return Value.of(resolution.result());
  }

  private void note(Resolution<Operator> resolution, Value left, Value right, int position) {
    note(resolution, left, right, List.of(left, right), position);
  }

  private void note(
      Resolution<Operator> resolution, Value left, Value right, List<Value> all, int position) {
    reading.notes.operator(resolution, List.of(left.type(), right.type()), position);
    reading.makers.note(functions(resolution), all, position);
    if (left.type() == Types.RECORD || right.type() == Types.RECORD) {
      fields(left, position);
      fields(right, position);
    }
  }

  private List<Function> functions(Resolution<Operator> resolution) {
    return resolution.candidates().stream()
        .flatMap(candidate -> reading.catalogue.function(candidate.function()).stream())
        .toList();
  }

  /** Rows that are compared as such use the operators that their fields' types have. */
  private void fields(Value row, int position) {
    reading.notes.type(row.type(), position);
    if (row.row() != null) {
      reading.enter(row, position);
      row.row().forEach(field -> fields(field.value(), position));
    }
  }

  /** Compares rows field by field. */
  void compare(Node node, Identifier symbol, Value left, Value right) {
    if (left.row() == null || right.row() == null) {
      apply(node, symbol, left, right);
      return;
    }
    for (var i = 0; i < Math.min(left.row().size(), right.row().size()); i++) {
      var one = left.row().get(i).value();
      var other = right.row().get(i).value();
      apply(node, symbol, one, other);
      reading.notes.type(one.type(), node.location());
      reading.notes.type(other.type(), node.location());
    }
  }

  private void pair(Node node, Identifier symbol, Value left, Value right) {
    if (Expressions.required(node, "lexpr").is("RowExpr")
        && Expressions.required(node, "rexpr").is("RowExpr")) {
      compare(node, symbol, left, right);
    } else {
      apply(node, symbol, left, right);
    }
  }

  private Value in(Node node, Scope scope) {
    var symbol = symbol(node);
    var leftNode = Expressions.required(node, "lexpr");
    var left = reading.expressions.read(leftNode, scope);
    List<Value> plain = new ArrayList<>();
    List<Value> others = new ArrayList<>();
    for (var item : Expressions.required(node, "rexpr").list("items")) {
      var before = scope.columnsRead();
      var value = reading.expressions.read(item, scope);
      if (leftNode.is("RowExpr") && item.is("RowExpr")) {
        compare(node, symbol, left, value);
      } else {
        (scope.columnsRead() == before ? plain : others).add(value);
      }
    }
    var resolutions = reading.overloads.in(symbol, left.type(), types(plain), types(others));
    List<Value> all = new ArrayList<>(plain);
    all.add(0, left);
    List<Value> operands = new ArrayList<>(all);
    operands.addAll(others);
    for (var resolution : resolutions) {
      note(resolution, left, Value.UNDECIDED, operands, node.location());
    }
    if (plain.size() > 1) {
      var common = reading.common.of(types(all));
      if (Types.known(common)) {
        plain.forEach(
            value -> reading.convert(value, common, Cast.Context.IMPLICIT, node.location()));
        reading.notes.type(reading.types.array(common), node.location());
      }
    }
    return Value.of(BuiltIn.BOOL);
  }

  private static List<Long> types(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  private Value between(Node node, Scope scope) {
    var left = left(node, scope);
    var bounds = Expressions.required(node, "rexpr").list("items");
    var symmetric = node.text("kind", "").endsWith("_SYM");
    var not = node.text("kind", "").contains("NOT");
    List<Value> values = reading.targets.values(bounds, scope);
    for (var i = 0; i < values.size(); i++) {
      var lower = i == 0 ? (not ? "<" : ">=") : (not ? ">" : "<=");
      var upper = i == 0 ? (not ? ">" : "<=") : (not ? "<" : ">=");
      apply(node, Identifier.of(lower), left, values.get(i));
      if (symmetric) {
        apply(node, Identifier.of(upper), left, values.get(i));
      }
    }
    return Value.of(BuiltIn.BOOL);
  }

  private static Identifier symbol(Node node) {
    return TypeNames.identifier(node.list("name"), node);
  }
}
