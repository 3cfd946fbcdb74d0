package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a statement has values read as a type that it names. */
final class Conversions {

  /** Of what it is read: the value itself, or parts of a document. */
  enum From {
    VALUE,
    JSON,
    XML
  }

  /** One of them. */
  record Conversion(Node value, Node type, From from) {}

  private Conversions() {}

  /** Those that a node has for itself: a cast, or the columns that are defined for a document. */
  static List<Conversion> of(Node node) {
    List<Conversion> found = new ArrayList<>();
    switch (node.kind()) {
      case "TypeCast" ->
          found.add(new Conversion(node.child("arg"), node.child("typeName"), From.VALUE));
      case "RangeFunction" -> {
        for (Node part : node.list("functions")) {
          Node call = part.children().getFirst();
          part.children().stream()
              .skip(1)
              .forEach(columns -> columns(call, columns, From.JSON, found));
          node.list("coldeflist").forEach(column -> columns(call, column, From.JSON, found));
        }
      }
      case "RangeTableFunc" ->
          node.list("columns")
              .forEach(column -> columns(node.child("docexpr"), column, From.XML, found));
      case "JsonTable" ->
          node.list("columns")
              .forEach(column -> columns(node.child("context_item"), column, From.JSON, found));
      case "JsonFuncExpr" ->
          columns(node.child("context_item"), node.node("output"), From.JSON, found);
      default -> {}
    }
    return found;
  }

  /** Of a definition, and of those within. */
  private static void columns(
      Node document, @Nullable Node definition, From from, List<Conversion> found) {
    if (definition == null) {
      return;
    }
    Node type = definition.node("typeName");
    if (type != null) {
      found.add(new Conversion(document, type, from));
    }
    List<Node> within = definition.is("List") ? definition.children() : definition.list("columns");
    within.forEach(column -> columns(document, column, from, found));
  }
}
