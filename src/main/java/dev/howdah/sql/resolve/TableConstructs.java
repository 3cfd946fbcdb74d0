package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;

/** XMLTABLE and JSON_TABLE. */
final class TableConstructs {

  private final Reading reading;

  TableConstructs(Reading reading) {
    this.reading = reading;
  }

  Item read(Node node, Scope scope) {
    return node.is("JsonTable") ? json(node, scope) : xml(node, scope);
  }

  private Item xml(Node node, Scope scope) {
    reading.expressions.assign(Expressions.required(node, "docexpr"), BuiltIn.XML, scope);
    reading.expressions.assign(Expressions.required(node, "rowexpr"), BuiltIn.TEXT, scope);
    for (var namespace : node.list("namespaces")) {
      reading.expressions.assign(Expressions.required(namespace, "val"), BuiltIn.TEXT, scope);
    }
    List<Column> columns = new ArrayList<>();
    for (var column : node.list("columns")) {
      columns.add(xmlColumn(column, scope));
    }
    return Item.of("xmltable", columns);
  }

  private Column xmlColumn(Node column, Scope scope) {
    var name = column.node("typeName");
    var type = name == null ? BuiltIn.INT4 : reading.typeNames.read(name);
    var path = column.node("colexpr");
    if (path != null) {
      reading.expressions.assign(path, BuiltIn.TEXT, scope);
    }
    var fallback = column.node("coldefexpr");
    if (fallback != null) {
      reading.expressions.assign(fallback, type, scope);
    }
    if (name != null) {
      reading.convert(Value.UNKNOWN, type, Cast.Context.EXPLICIT, column.location());
      if (TypeNames.modified(name)) {
        reading.expressions.casts().length(type, column.location());
      }
    }
    return Column.of(new Field(column.text("colname", ""), Value.of(type)));
  }

  private Item json(Node node, Scope scope) {
    var json = reading.expressions.json();
    json.context(node, scope);
    json.behaviour(node.node("on_error"), scope, node);
    List<Column> columns = new ArrayList<>();
    jsonColumns(node.list("columns"), scope, columns);
    return Item.of("json_table", columns);
  }

  /** The columns of a level come before those of the levels nested in it. */
  private void jsonColumns(List<Node> list, Scope scope, List<Column> columns) {
    for (var column : list) {
      if (column.text("coltype", "").equals("JTC_NESTED")) {
        continue;
      }
      var name = column.node("typeName");
      var type = name == null ? Value.of(BuiltIn.INT4) : reading.expressions.json().returned(name);
      reading.expressions.json().behaviour(column.node("on_empty"), scope, column);
      reading.expressions.json().behaviour(column.node("on_error"), scope, column);
      columns.add(Column.of(new Field(column.text("name", ""), type)));
    }
    for (var column : list) {
      if (column.text("coltype", "").equals("JTC_NESTED")) {
        jsonColumns(column.list("columns"), scope, columns);
      }
    }
  }
}
