package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions of every kind that PostgreSQL's grammar makes. */
final class Expressions {

  private final Reading reading;
  private final OutputNames outputNames = new OutputNames();
  private final Calls calls;
  private final OperatorCalls operators;
  private final Conditionals conditionals;
  private final Casts casts;
  private final Sublinks sublinks;
  private final XmlExpressions xml;
  private final JsonExpressions json;

  Expressions(Reading reading) {
    this.reading = reading;
    this.calls = new Calls(reading);
    this.operators = new OperatorCalls(reading);
    this.conditionals = new Conditionals(reading);
    this.casts = new Casts(reading);
    this.sublinks = new Sublinks(reading, outputNames);
    this.xml = new XmlExpressions(reading);
    this.json = new JsonExpressions(reading);
  }

  OutputNames outputNames() {
    return outputNames;
  }

  Calls calls() {
    return calls;
  }

  OperatorCalls operators() {
    return operators;
  }

  Sublinks sublinks() {
    return sublinks;
  }

  Casts casts() {
    return casts;
  }

  JsonExpressions json() {
    return json;
  }

  /** Reads an expression, and gives what is known of its value. */
  Value read(Node node, Scope scope) {
    reading.enter(node);
    var value = dispatch(node, scope);
    reading.leave();
    return value;
  }

  private Value dispatch(Node node, Scope scope) {
    return switch (node.kind()) {
      case "ColumnRef" -> reading.names.read(node, scope);
      case "ParamRef" -> reading.parameters.of(node.number("number"));
      case "A_Const" -> Literals.value(node);
      case "A_Indirection" ->
          reading.rows.indirection(node, read(required(node, "arg"), scope), scope);
      case "A_Expr" -> operators.read(node, scope);
      case "BoolExpr" -> {
        node.list("args").forEach(arg -> bool(arg, scope));
        yield Value.of(BuiltIn.BOOL);
      }
      case "BooleanTest" -> {
        bool(required(node, "arg"), scope);
        yield Value.of(BuiltIn.BOOL);
      }
      case "NullTest" -> {
        read(required(node, "arg"), scope);
        yield Value.of(BuiltIn.BOOL);
      }
      case "FuncCall" -> calls.read(node, scope);
      case "NamedArgExpr" -> read(required(node, "arg"), scope);
      case "TypeCast" -> casts.cast(node, scope);
      case "A_ArrayExpr" -> casts.array(node, scope);
      case "RowExpr" -> row(node, scope);
      case "CollateClause" -> collate(node, scope);
      case "CaseExpr", "CoalesceExpr", "MinMaxExpr", "GroupingFunc", "SQLValueFunction" ->
          conditionals.read(node, scope);
      case "SubLink" -> sublinks.read(node, scope);
      case "MergeSupportFunc" -> Value.of(BuiltIn.TEXT);
      case "SetToDefault" -> Value.UNKNOWN;
      case "CurrentOfExpr" -> Value.of(BuiltIn.BOOL);
      case "XmlExpr", "XmlSerialize" -> xml.read(node, scope);
      case "JsonObjectConstructor",
          "JsonArrayConstructor",
          "JsonArrayQueryConstructor",
          "JsonObjectAgg",
          "JsonArrayAgg",
          "JsonParseExpr",
          "JsonScalarExpr",
          "JsonSerializeExpr",
          "JsonFuncExpr",
          "JsonIsPredicate" ->
          json.read(node, scope);
      default -> throw new Unsupported(node.kind(), node.location());
    };
  }

  private Value collate(Node node, Scope scope) {
    var value = read(required(node, "arg"), scope);
    return Types.untyped(value.type()) ? Value.of(BuiltIn.TEXT) : value;
  }

  private Value row(Node node, Scope scope) {
    var values = reading.targets.values(node.list("args"), scope);
    List<Field> fields = new ArrayList<>();
    for (var i = 0; i < values.size(); i++) {
      fields.add(new Field("f" + (i + 1), values.get(i)));
    }
    return Value.record(fields);
  }

  /** Reads an expression where a boolean is wanted. */
  void bool(@Nullable Node node, Scope scope) {
    if (node != null) {
      assign(node, BuiltIn.BOOL, scope);
    }
  }

  /** Reads an expression where a type is wanted. */
  Value assign(Node node, long type, Scope scope) {
    return reading.convert(read(node, scope), type, Cast.Context.ASSIGNMENT, node.location());
  }

  static Node required(Node node, String field) {
    return Reading.required(node.node(field), node);
  }
}
