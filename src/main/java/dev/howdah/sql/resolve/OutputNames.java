package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.Node;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that columns get which are given none. PostgreSQL manual, Select Lists, Labels. */
final class OutputNames {

  private static final String NONE = "?column?";

  private final IdentityHashMap<Node, String> sublinks = new IdentityHashMap<>();

  /** A name, and whether a better one is preferred. */
  private record Name(String text, boolean weak) {}

  /** Remembers what the first column of a subquery is named. */
  void sublink(Node node, String first) {
    sublinks.put(node, first);
  }

  /** After the expression has been read. */
  String of(Node node) {
    var name = name(node);
    return name == null ? NONE : name.text();
  }

  private @Nullable Name name(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    return switch (node.kind()) {
      case "ColumnRef" -> lastString(node.list("fields"));
      case "A_Indirection" -> {
        var last = lastString(node.list("indirection"));
        yield last == null ? name(node.node("arg")) : last;
      }
      case "FuncCall" -> lastString(node.list("funcname"));
      case "A_Expr" -> "AEXPR_NULLIF".equals(node.text("kind")) ? new Name("nullif", false) : null;
      case "TypeCast" -> {
        var name = name(node.node("arg"));
        var type = node.node("typeName");
        var typed = type == null ? null : lastString(type.list("names"));
        yield (name == null || name.weak()) && typed != null ? new Name(typed.text(), true) : name;
      }
      case "CollateClause" -> name(node.node("arg"));
      case "CaseExpr" -> {
        var name = name(node.node("defresult"));
        yield name == null || name.weak() ? new Name("case", true) : name;
      }
      case "SubLink" ->
          switch (node.text("subLinkType", "")) {
            case "EXISTS_SUBLINK" -> new Name("exists", false);
            case "ARRAY_SUBLINK" -> new Name("array", false);
            case "EXPR_SUBLINK" -> strong(sublinks.get(node));
            default -> null;
          };
      case "XmlExpr" -> xml(node.text("op", ""));
      case "JsonFuncExpr" ->
          strong(
              switch (node.text("op", "")) {
                case "JSON_EXISTS_OP" -> "json_exists";
                case "JSON_QUERY_OP" -> "json_query";
                case "JSON_VALUE_OP" -> "json_value";
                default -> null;
              });
      case "MinMaxExpr" ->
          new Name("IS_GREATEST".equals(node.text("op")) ? "greatest" : "least", false);
      case "SQLValueFunction" -> valueFunction(node.text("op", ""));
      default -> strong(FIXED.get(node.kind()));
    };
  }

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("GroupingFunc", "grouping"),
          Map.entry("MergeSupportFunc", "merge_action"),
          Map.entry("A_ArrayExpr", "array"),
          Map.entry("RowExpr", "row"),
          Map.entry("CoalesceExpr", "coalesce"),
          Map.entry("XmlSerialize", "xmlserialize"),
          Map.entry("JsonParseExpr", "json"),
          Map.entry("JsonScalarExpr", "json_scalar"),
          Map.entry("JsonSerializeExpr", "json_serialize"),
          Map.entry("JsonObjectConstructor", "json_object"),
          Map.entry("JsonArrayConstructor", "json_array"),
          Map.entry("JsonArrayQueryConstructor", "json_array"),
          Map.entry("JsonObjectAgg", "json_objectagg"),
          Map.entry("JsonArrayAgg", "json_arrayagg"));

  private static @Nullable Name strong(@Nullable String text) {
    return text == null ? null : new Name(text, false);
  }

  private static @Nullable Name lastString(List<Node> parts) {
    for (var part : parts.reversed()) {
      if (part.is("String")) {
        return strong(part.text("sval"));
      }
    }
    return null;
  }

  private static @Nullable Name xml(String op) {
    return switch (op) {
      case "IS_XMLCONCAT",
          "IS_XMLELEMENT",
          "IS_XMLFOREST",
          "IS_XMLPARSE",
          "IS_XMLPI",
          "IS_XMLROOT" ->
          strong(op.substring(3).toLowerCase(Locale.ROOT));
      case "IS_XMLSERIALIZE" -> strong("xmlserialize");
      default -> null;
    };
  }

  private static @Nullable Name valueFunction(String op) {
    var name = op.startsWith("SVFOP_") ? op.substring(6).toLowerCase(Locale.ROOT) : "";
    return name.isEmpty()
        ? null
        : strong(name.endsWith("_n") ? name.substring(0, name.length() - 2) : name);
  }
}
