package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The expressions behind the columns that a statement makes inside: in subqueries, lists of values,
 * functions in FROM, and changes of rows.
 */
final class OutputColumns {

  private static final Set<String> INSIDE =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction", "SubLink");

  private static final Set<String> RANGES =
      Set.of("RangeSubselect", "RangeTableFunc", "JsonTable", "JoinExpr");

  /**
   * Functions with many rows of one column, which has the name of the function or of its alias, or
   * VALUE.
   */
  private static final Set<String> ONE_COLUMN =
      Set.of(
          "generate_series",
          "generate_subscripts",
          "unnest",
          "string_to_table",
          "regexp_split_to_table",
          "regexp_matches",
          "json_array_elements",
          "json_array_elements_text",
          "jsonb_array_elements",
          "jsonb_array_elements_text",
          "json_object_keys",
          "jsonb_object_keys");

  /** The name of what PostgreSQL does not name. */
  private static final String UNNAMED = "?column?";

  /**
   * An expression.
   *
   * @param name of its column; null where it may be any in {@link #loose()}
   * @param once whether it is evaluated once, and not for many rows
   */
  record Output(@Nullable String name, Node value, boolean once) {}

  /**
   * A column of a query.
   *
   * @param names those that it may have
   * @param values one for each part of a union, or each row of a list
   */
  private record Column(Set<String> names, List<Node> values) {}

  private final List<Output> outputs = new ArrayList<>();
  private final Set<String> loose = new HashSet<>();
  private final Set<String> ctes = new HashSet<>();
  private boolean unclear;

  OutputColumns(Node statement) {
    ctes(statement);
    collect(statement, false);
  }

  /** All, each behind those that it can read. */
  List<Output> all() {
    return outputs;
  }

  /** Names that may be of any of them, of several, or of whole rows. */
  Set<String> loose() {
    return loose;
  }

  /** Whether there are columns of which the names are not known. */
  boolean unclear() {
    return unclear;
  }

  private void ctes(Node node) {
    if (node.is("CommonTableExpr")) {
      ctes.add(node.text("ctename", ""));
    }
    node.children().forEach(this::ctes);
  }

  private void collect(Node node, boolean inside) {
    boolean within = inside || INSIDE.contains(node.kind());
    Node with = node.node("withClause");
    if (with != null) {
      collect(with, within);
    }
    for (Node child : node.children()) {
      if (child != with) {
        collect(child, within);
      }
      if (child.is("ResTarget") && child.has("val") && !node.is("SelectStmt")) {
        add(names(child), child.child("val"));
      }
    }
    switch (node.kind()) {
      case "SelectStmt" -> {
        if (inside) {
          select(node);
        }
      }
      case "InsertStmt" -> insert(node);
      case "MergeWhenClause" -> renamed(node.list("targetList"), values(node.list("values")));
      case "CommonTableExpr" -> {
        loose.add(node.text("ctename", ""));
        renamed(node.list("aliascolnames"), columns(node.node("ctequery")));
      }
      case "RangeSubselect" -> {
        Node alias = node.node("alias");
        if (alias != null) {
          renamed(alias.list("colnames"), columns(node.node("subquery")));
        }
      }
      case "RangeVar" -> {
        if (!node.has("schemaname") && ctes.contains(node.text("relname", ""))) {
          alias(node.node("alias"), true);
        }
      }
      case "RangeFunction" -> function(node);
      case "RangeTableFunc" -> outputs.add(new Output(null, node.child("docexpr"), false));
      case "JsonTable" -> outputs.add(new Output(null, node.child("context_item"), false));
      case "RangeTableFuncCol" -> loose.add(node.text("colname", ""));
      case "JsonTableColumn" -> loose.add(node.text("name", ""));
      default -> {}
    }
    if (RANGES.contains(node.kind())) {
      alias(node.node("alias"), !node.is("RangeSubselect"));
      alias(node.node("join_using_alias"), true);
    }
  }

  private void add(Set<String> names, Node value) {
    names.forEach(name -> outputs.add(new Output(name, value, true)));
  }

  private void unnamed(Node value) {
    outputs.add(new Output(null, value, true));
  }

  private void select(Node select) {
    List<Column> columns = columns(select);
    if (columns != null) {
      for (Column column : columns) {
        column.values.forEach(value -> add(column.names, value));
      }
    } else if (select.has("larg")) {
      loose(select);
    } else {
      select.list("targetList").forEach(target -> add(names(target), target.child("val")));
    }
  }

  /** The columns of a union with a star in it. */
  private void loose(@Nullable Node select) {
    if (select != null) {
      select.list("targetList").forEach(target -> loose.addAll(names(target)));
      loose(select.node("larg"));
      loose(select.node("rarg"));
    }
  }

  private void insert(Node insert) {
    boolean read =
        insert.has("returningList")
            || insert.has("returningClause")
            || insert.has("onConflictClause");
    List<Column> columns = columns(insert.node("selectStmt"));
    if (read && insert.list("cols").isEmpty()) {
      unclear = true;
      if (columns != null) {
        columns.forEach(column -> column.values.forEach(this::unnamed));
      }
    }
    renamed(insert.list("cols"), columns);
  }

  /** Under the names that are given to the first of them. */
  private void renamed(List<Node> names, @Nullable List<Column> columns) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).text("sval", names.get(i).text("name", ""));
      if (columns == null || i >= columns.size()) {
        loose.add(name);
      } else {
        columns.get(i).values.forEach(value -> add(Set.of(name), value));
      }
    }
  }

  /** Null where they cannot be told, because of a star, or of unions that do not match. */
  private @Nullable List<Column> columns(@Nullable Node query) {
    if (query == null || !query.is("SelectStmt")) {
      return null;
    }
    if (query.has("larg")) {
      return united(columns(query.node("larg")), columns(query.node("rarg")));
    }
    if (query.has("valuesLists")) {
      List<Column> columns = List.of();
      for (Node row : query.list("valuesLists")) {
        List<Column> more = values(row.children());
        List<Column> both = columns.isEmpty() ? more : united(columns, more);
        if (both == null) {
          return null;
        }
        columns = both;
      }
      return columns;
    }
    List<Column> columns = new ArrayList<>();
    for (Node target : query.list("targetList")) {
      Node value = target.child("val");
      List<Node> path = value.list(value.is("ColumnRef") ? "fields" : "indirection");
      if (!path.isEmpty() && path.getLast().is("A_Star")) {
        return null;
      }
      columns.add(new Column(names(target), List.of(value)));
    }
    return columns;
  }

  private static List<Column> values(List<Node> row) {
    List<Column> columns = new ArrayList<>();
    for (Node value : row) {
      columns.add(new Column(Set.of("column" + (columns.size() + 1)), List.of(value)));
    }
    return columns;
  }

  private static @Nullable List<Column> united(
      @Nullable List<Column> first, @Nullable List<Column> second) {
    if (first == null || second == null || first.size() != second.size()) {
      return null;
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      List<Node> values = new ArrayList<>(first.get(i).values);
      values.addAll(second.get(i).values);
      columns.add(new Column(first.get(i).names, values));
    }
    return columns;
  }

  private void alias(@Nullable Node alias, boolean columns) {
    if (alias != null) {
      loose.add(alias.text("aliasname", ""));
      if (columns) {
        alias.list("colnames").forEach(name -> loose.add(name.text("sval", "")));
      }
    }
  }

  private void function(Node range) {
    List<Node> parts = range.list("functions");
    Node call = parts.getFirst().children().getFirst();
    Node alias = range.node("alias");
    if (parts.size() == 1 && call.is("FuncCall") && ONE_COLUMN.contains(Bombs.name(call))) {
      Set<String> names = new LinkedHashSet<>(List.of(Bombs.name(call), "value"));
      if (alias != null) {
        names.add(alias.text("aliasname", ""));
        alias.list("colnames").forEach(name -> names.add(name.text("sval", "")));
      }
      names.forEach(name -> outputs.add(new Output(name, call, false)));
    } else {
      parts.forEach(part -> unnamed(part.children().getFirst()));
      unclear = true;
    }
  }

  private Set<String> names(Node target) {
    String name = target.text("name");
    return name != null ? Set.of(name) : names(target.child("val"), new LinkedHashSet<>());
  }

  /**
   * The names that PostgreSQL may give to an expression, as {@code FigureColname} in its {@code
   * parse_target.c} does.
   */
  private Set<String> names(Node value, Set<String> found) {
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
        value.list("indirection").forEach(step -> found.add(step.text("sval", UNNAMED)));
        Node of = value.child("arg");
        unclear |= value.list("indirection").getLast().is("A_Star") && !of.is("ColumnRef");
        names(of, found);
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
        first.list("targetList").stream().limit(1).forEach(target -> found.addAll(names(target)));
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
      default -> {
        unclear = true;
        found.add(UNNAMED);
      }
    }
    return found;
  }
}
