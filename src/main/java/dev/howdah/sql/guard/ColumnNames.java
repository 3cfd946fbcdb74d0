package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that the column of an expression may have. */
final class ColumnNames {

  /** Where it may be any. */
  static final String ANY = "*";

  /** The name of what PostgreSQL does not name. */
  private static final String UNNAMED = "?column?";

  private ColumnNames() {}

  /** Those of what a query selects. */
  static Set<String> of(Node target) {
    String name = target.text("name");
    return name != null ? Set.of(name) : ofValue(target.child("val"));
  }

  /** Those of an expression that has no name of its own. */
  static Set<String> ofValue(Node value) {
    return names(value, new LinkedHashSet<>());
  }

  /**
   * The names that PostgreSQL may give to an expression, as {@code FigureColname} in its {@code
   * parse_target.c} does.
   */
  private static Set<String> names(Node value, Set<String> found) {
    switch (value.kind()) {
      case "ColumnRef" -> found.add(value.list("fields").getLast().text("sval", UNNAMED));
      case "FuncCall" -> found.add(Bombs.name(value));
      case "A_Expr" ->
          found.add(value.text("kind", "").equals("AEXPR_NULLIF") ? "nullif" : UNNAMED);
      case "TypeCast" -> {
        found.add(Sizes.type(value.child("typeName")));
        names(value.child("arg"), found);
      }
      case "CollateClause" -> names(value.child("arg"), found);
      case "A_Indirection" -> {
        if (value.list("indirection").getLast().is("A_Star")) {
          return Set.of(UNNAMED);
        }
        names(value.child("arg"), found);
      }
      case "CaseExpr" -> {
        found.add("case");
        Node otherwise = value.node("defresult");
        if (otherwise != null) {
          names(otherwise, found);
        }
      }
      case "SubLink" -> {
        found.addAll(List.of("exists", "array", UNNAMED));
        Node first = value.child("subselect");
        while (first.has("larg")) {
          first = first.child("larg");
        }
        first.list("targetList").stream().limit(1).forEach(target -> found.addAll(of(target)));
        found.add("column1");
      }
      case "CoalesceExpr" -> found.add("coalesce");
      case "MinMaxExpr" -> found.addAll(List.of("least", "greatest"));
      case "A_ArrayExpr" -> found.add("array");
      case "RowExpr" -> found.add("row");
      case "A_Const",
          "ParamRef",
          "BoolExpr",
          "NullTest",
          "BooleanTest",
          "SQLValueFunction",
          "GroupingFunc" ->
          found.add(UNNAMED);
      default -> found.add(ANY);
    }
    return found;
  }
}
