package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.parser.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL/JSON's constructors and queries. PostgreSQL manual, JSON Functions. */
final class JsonExpressions {

  private final Reading reading;

  JsonExpressions(Reading reading) {
    this.reading = reading;
  }

  Value read(Node node, Scope scope) {
    return switch (node.kind()) {
      case "JsonObjectConstructor" -> {
        node.list("exprs").forEach(pair -> pair(pair, scope));
        yield output(node, BuiltIn.JSON);
      }
      case "JsonArrayConstructor" -> {
        node.list("exprs").forEach(value -> value(value, scope));
        yield output(node, BuiltIn.JSON);
      }
      case "JsonArrayQueryConstructor" -> {
        var rows = reading.queries.statement(Expressions.required(node, "query"), scope, true);
        rows.forEach(column -> made(column.value(), node.location()));
        aggregate("json_agg", node);
        yield output(node, BuiltIn.JSON);
      }
      case "JsonObjectAgg" -> {
        pair(Expressions.required(node, "arg"), scope);
        yield aggregated("json_object_agg", node, scope);
      }
      case "JsonArrayAgg" -> {
        value(Expressions.required(node, "arg"), scope);
        yield aggregated("json_agg", node, scope);
      }
      case "JsonParseExpr" -> {
        var value = Expressions.required(node, "expr");
        made(
            reading.expressions.read(Expressions.required(value, "raw_expr"), scope),
            node.location());
        yield output(node, BuiltIn.JSON);
      }
      case "JsonScalarExpr" -> {
        made(reading.expressions.read(Expressions.required(node, "expr"), scope), node.location());
        yield output(node, BuiltIn.JSON);
      }
      case "JsonSerializeExpr" -> {
        value(Expressions.required(node, "expr"), scope);
        yield output(node, BuiltIn.TEXT);
      }
      case "JsonIsPredicate" -> {
        var value = reading.expressions.read(Expressions.required(node, "expr"), scope);
        if (value.type() == BuiltIn.BYTEA || value.undecided()) {
          encoded(node.location());
        }
        reading.convert(value, BuiltIn.TEXT, Cast.Context.IMPLICIT, node.location());
        yield Value.of(BuiltIn.BOOL);
      }
      case "JsonFuncExpr" -> query(node, scope);
      default -> throw new Unsupported(node.kind(), node.location());
    };
  }

  private Value aggregated(String name, Node node, Scope scope) {
    var constructor = Expressions.required(node, "constructor");
    reading.expressions.bool(constructor.node("agg_filter"), scope);
    reading.sorts.plain(constructor.list("agg_order"), scope);
    var over = constructor.node("over");
    if (over != null) {
      reading.sorts.window(over, scope);
    }
    aggregate(name, node);
    return output(constructor, BuiltIn.JSON);
  }

  /** All forms of an aggregate: for json and jsonb, strict, with unique keys. */
  private void aggregate(String name, Node node) {
    for (var json : List.of(name, name.replace("json_", "jsonb_"))) {
      for (var variant : List.of("", "_strict", "_unique", "_unique_strict")) {
        reading.notes.functions(
            reading.catalogue.functions(Identifier.of("pg_catalog", json + variant)).stream()
                .map(function -> function.oid())
                .toList(),
            node.location(),
            false);
      }
    }
  }

  private void pair(Node pair, Scope scope) {
    var key = reading.expressions.read(Expressions.required(pair, "key"), scope);
    reading.notes.type(key.type(), pair.location());
    reading.makers.json(key, pair.location());
    value(Expressions.required(pair, "value"), scope);
  }

  /** Reads a value that becomes JSON. */
  private void value(Node value, Scope scope) {
    if (value.is("JsonValueExpr")) {
      made(
          reading.expressions.read(Expressions.required(value, "raw_expr"), scope),
          value.location());
    } else {
      made(reading.expressions.read(value, scope), value.location());
    }
  }

  /** A type may have a cast to JSON of its own; else its output function is run. */
  private void made(Value value, int position) {
    reading.notes.type(value.type(), position);
    reading.makers.json(value, position);
    if (value.type() == BuiltIn.BYTEA || value.undecided()) {
      encoded(position);
    }
    if (Types.untyped(value.type())) {
      return;
    }
    for (var json : List.of(BuiltIn.JSON, BuiltIn.JSONB)) {
      if (value.type() != BuiltIn.JSON && value.type() != BuiltIn.JSONB) {
        reading.convert(value, json, Cast.Context.EXPLICIT, position);
      }
    }
  }

  private Value query(Node node, Scope scope) {
    context(node, scope);
    behaviour(node.node("on_empty"), scope, node);
    behaviour(node.node("on_error"), scope, node);
    return switch (node.text("op", "")) {
      case "JSON_EXISTS_OP" -> output(node, BuiltIn.BOOL);
      case "JSON_QUERY_OP" -> output(node, BuiltIn.JSONB);
      case "JSON_VALUE_OP" -> output(node, BuiltIn.TEXT);
      default -> throw new Unsupported("JsonFuncExpr." + node.text("op", ""), node.location());
    };
  }

  /** The document, the path and what is passed to the path. */
  void context(Node node, Scope scope) {
    var item = Expressions.required(node, "context_item");
    var document = reading.expressions.read(Expressions.required(item, "raw_expr"), scope);
    made(document, node.location());
    reading.convert(document, BuiltIn.JSONB, Cast.Context.EXPLICIT, node.location());
    var path = node.node("pathspec");
    if (path != null && !path.is("JsonTablePathSpec")) {
      reading.expressions.assign(path, BuiltIn.JSONPATH, scope);
    }
    for (var argument : node.list("passing")) {
      value(Expressions.required(argument, "val"), scope);
    }
  }

  void behaviour(@Nullable Node behaviour, Scope scope, Node of) {
    if (behaviour == null) {
      return;
    }
    var fallback = behaviour.node("expr");
    if (fallback != null) {
      var value = reading.expressions.read(fallback, scope);
      var output = of.node("output");
      var name = output == null ? of.node("typeName") : output.node("typeName");
      var type = name == null ? BuiltIn.TEXT : reading.typeNames.find(name);
      reading.convert(value, type, Cast.Context.EXPLICIT, behaviour.location());
    }
  }

  private Value output(Node node, long byDefault) {
    var output = node.node("output");
    var name = output == null ? null : output.node("typeName");
    return name == null ? Value.of(byDefault) : returned(name);
  }

  /** JSON comes from bytes, and goes to bytes, through a conversion of the encoding. */
  private void encoded(int position) {
    for (var name : List.of("convert_to", "convert_from")) {
      var functions = reading.catalogue.functions(Identifier.of("pg_catalog", name));
      reading.notes.functions(
          functions.stream().map(function -> function.oid()).toList(), position, true);
    }
  }

  /** JSON becomes a value of a type by a cast or by the type's input function. */
  Value returned(Node name) {
    var type = reading.typeNames.read(name);
    if (type == BuiltIn.BYTEA) {
      encoded(name.location());
    }
    for (var from :
        List.of(
            Types.UNKNOWN,
            BuiltIn.TEXT,
            BuiltIn.JSON,
            BuiltIn.JSONB,
            BuiltIn.BOOL,
            BuiltIn.NUMERIC)) {
      reading.convert(Value.of(from), type, Cast.Context.EXPLICIT, name.location());
    }
    if (TypeNames.modified(name)) {
      reading.expressions.casts().length(type, name.location());
    }
    return Value.of(type);
  }
}
