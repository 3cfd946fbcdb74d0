package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.parser.Node;

/** XMLELEMENT and its like. PostgreSQL manual, XML Functions. */
final class XmlExpressions {

  private final Reading reading;

  XmlExpressions(Reading reading) {
    this.reading = reading;
  }

  Value read(Node node, Scope scope) {
    if (node.is("XmlSerialize")) {
      reading.expressions.assign(Expressions.required(node, "expr"), BuiltIn.XML, scope);
      var name = Expressions.required(node, "typeName");
      var type = reading.typeNames.read(name);
      if (TypeNames.modified(name)) {
        reading.expressions.casts().length(type, node.location());
      }
      return reading.convert(Value.of(BuiltIn.TEXT), type, Cast.Context.EXPLICIT, node.location());
    }
    for (var named : node.list("named_args")) {
      printed(Expressions.required(named, "val"), scope);
    }
    var op = node.text("op", "");
    for (var arg : node.list("args")) {
      if (op.equals("IS_XMLCONCAT") || op.equals("IS_DOCUMENT")) {
        reading.expressions.assign(arg, BuiltIn.XML, scope);
      } else {
        printed(arg, scope);
      }
    }
    return switch (op) {
      case "IS_XMLCONCAT",
          "IS_XMLELEMENT",
          "IS_XMLFOREST",
          "IS_XMLPARSE",
          "IS_XMLPI",
          "IS_XMLROOT" ->
          Value.of(BuiltIn.XML);
      case "IS_DOCUMENT" -> Value.of(BuiltIn.BOOL);
      default -> throw new Unsupported("XmlExpr." + op, node.location());
    };
  }

  /** Values of any type are printed by their type. */
  private void printed(Node node, Scope scope) {
    var value = reading.expressions.read(node, scope);
    reading.notes.type(value.type(), node.location());
    if (value.type() != BuiltIn.XML) {
      reading.convert(value, BuiltIn.TEXT, Cast.Context.ASSIGNMENT, node.location());
    }
  }
}
