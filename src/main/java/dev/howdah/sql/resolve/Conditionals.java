package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;

/** CASE and its like, and the functions that are key words. */
final class Conditionals {

  private static final Identifier EQUAL = Identifier.of("=");

  private final Reading reading;

  Conditionals(Reading reading) {
    this.reading = reading;
  }

  Value read(Node node, Scope scope) {
    return switch (node.kind()) {
      case "CaseExpr" -> caseExpression(node, scope);
      case "CoalesceExpr" -> reading.unite(values(node, scope), node.location());
      case "MinMaxExpr" -> {
        var united = reading.unite(values(node, scope), node.location());
        reading.notes.type(united.type(), node.location());
        reading.makers.compared(united, node.location());
        yield united;
      }
      case "GroupingFunc" -> {
        values(node, scope);
        yield Value.of(BuiltIn.INT4);
      }
      default -> Value.of(valueFunction(node));
    };
  }

  private List<Value> values(Node node, Scope scope) {
    return node.list("args").stream().map(arg -> reading.expressions.read(arg, scope)).toList();
  }

  private Value caseExpression(Node node, Scope scope) {
    var tested = node.node("arg");
    var value = tested == null ? null : reading.expressions.read(tested, scope);
    if (value != null && value.type() == Types.UNKNOWN) {
      value = Value.of(BuiltIn.TEXT);
    }
    List<Value> results = new ArrayList<>();
    var otherwise = node.node("defresult");
    results.add(otherwise == null ? Value.UNKNOWN : reading.expressions.read(otherwise, scope));
    for (var when : node.list("args")) {
      var condition = Expressions.required(when, "expr");
      if (value == null) {
        reading.expressions.bool(condition, scope);
      } else {
        reading
            .expressions
            .operators()
            .apply(when, EQUAL, value, reading.expressions.read(condition, scope));
      }
      results.add(reading.expressions.read(Expressions.required(when, "result"), scope));
    }
    return reading.unite(results, node.location());
  }

  private static long valueFunction(Node node) {
    return switch (node.text("op", "")) {
      case "SVFOP_CURRENT_DATE" -> BuiltIn.DATE;
      case "SVFOP_CURRENT_TIME", "SVFOP_CURRENT_TIME_N" -> BuiltIn.TIMETZ;
      case "SVFOP_CURRENT_TIMESTAMP", "SVFOP_CURRENT_TIMESTAMP_N" -> BuiltIn.TIMESTAMPTZ;
      case "SVFOP_LOCALTIME", "SVFOP_LOCALTIME_N" -> BuiltIn.TIME;
      case "SVFOP_LOCALTIMESTAMP", "SVFOP_LOCALTIMESTAMP_N" -> BuiltIn.TIMESTAMP;
      case "SVFOP_CURRENT_ROLE",
          "SVFOP_CURRENT_USER",
          "SVFOP_USER",
          "SVFOP_SESSION_USER",
          "SVFOP_CURRENT_CATALOG",
          "SVFOP_CURRENT_SCHEMA" ->
          BuiltIn.NAME;
      default -> throw new Unsupported("SQLValueFunction." + node.text("op", ""), node.location());
    };
  }
}
