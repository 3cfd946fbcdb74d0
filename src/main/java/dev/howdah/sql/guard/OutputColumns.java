package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The expressions behind the columns that a statement makes inside: in subqueries, lists of values,
 * functions in FROM, and changes of rows.
 */
final class OutputColumns {

  private static final Set<String> INSIDE =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction", "SubLink");

  private static final Set<String> RANGES = Set.of("RangeTableFunc", "JsonTable", "JoinExpr");

  /**
   * Functions with many rows of one column, which has the name of the function or of its alias, or
   * VALUE.
   */
  static final Set<String> ONE_COLUMN =
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
  private final Set<String> rows = new HashSet<>();
  private final Set<String> spread = new HashSet<>();
  private final Set<String> ctes = new HashSet<>();
  private final Set<Node> united = new HashSet<>();
  private boolean unclear;

  OutputColumns(Node statement) {
    ctes(statement);
    collect(statement, false);
    unclear |= outputs.stream().anyMatch(one -> one.name != null && spread.contains(one.name));
  }

  /** All, each behind those that it can read. */
  List<Output> all() {
    return outputs;
  }

  /** Names that may be of any of them, or of several. */
  Set<String> loose() {
    return loose;
  }

  /** Names of whole rows. */
  Set<String> rows() {
    return rows;
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
    Stream.of("larg", "rarg").filter(node::has).forEach(part -> united.add(node.child(part)));
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
        if (inside && !united.contains(node)) {
          select(node);
        }
      }
      case "InsertStmt" -> insert(node);
      case "MergeWhenClause" -> renamed(node.list("targetList"), row(node.list("values")));
      case "CommonTableExpr" -> {
        List<Column> columns = columns(node.node("ctequery"));
        row(node.text("ctename", ""), columns);
        renamed(node.list("aliascolnames"), columns);
      }
      case "RangeSubselect" -> {
        Node alias = node.node("alias");
        if (alias != null) {
          List<Column> columns = columns(node.node("subquery"));
          row(alias.text("aliasname", ""), columns);
          renamed(alias.list("colnames"), columns);
        }
      }
      case "RangeVar" -> {
        if (!node.has("schemaname") && ctes.contains(node.text("relname", ""))) {
          alias(node.node("alias"));
        }
      }
      case "RangeFunction" -> function(node);
      case "RangeTableFunc" -> outputs.add(new Output(null, node.child("docexpr"), false));
      case "JsonTable" -> outputs.add(new Output(null, node.child("context_item"), false));
      case "A_Indirection" -> {
        if (inside && node.list("indirection").getLast().is("A_Star")) {
          spread(node.child("arg"));
        }
      }
      case "RangeTableFuncCol" -> part(node, node.text("colname", ""));
      case "JsonTableColumn" -> part(node, node.text("name", ""));
      default -> {}
    }
    if (RANGES.contains(node.kind())) {
      alias(node.node("alias"));
      alias(node.node("join_using_alias"));
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
      return;
    }
    List<Node> parts = parts(select);
    for (Node part : parts) {
      for (Node target : part.list("targetList")) {
        add(names(target), target.child("val"));
      }
      values(part).forEach(column -> column.values.forEach(this::unnamed));
    }
    if (parts.size() > 1) {
      // The names are those of the first part; which columns they are of is not known.
      List<Node> first = parts.getFirst().list("targetList");
      first.forEach(target -> loose.addAll(names(target)));
      unclear |= first.stream().anyMatch(target -> star(target.child("val")));
    }
  }

  /** What a row is made of, under the name of the row. */
  private void row(String name, @Nullable List<Column> columns) {
    rows.add(name);
    if (columns == null) {
      loose.add(name);
    } else {
      columns.forEach(column -> column.values.forEach(value -> add(Set.of(name), value)));
    }
  }

  /** The columns of a row that is an expression; those of a table's row are the table's. */
  private void spread(Node row) {
    if (row.is("ColumnRef")) {
      row.list("fields").forEach(field -> spread.add(field.text("sval", "")));
    } else {
      unclear = true;
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
    List<Column> columns = new ArrayList<>();
    for (Node part : parts(query)) {
      List<Node> targets = part.list("targetList");
      if (targets.stream().anyMatch(target -> star(target.child("val")))) {
        return null;
      }
      List<Column> more = new ArrayList<>(values(part));
      for (Node target : targets) {
        more.add(new Column(names(target), new ArrayList<>(List.of(target.child("val")))));
      }
      if (columns.isEmpty()) {
        columns = more;
      } else if (!unite(columns, more)) {
        return null;
      }
    }
    return columns;
  }

  /** The parts of a union, or the query itself. */
  private static List<Node> parts(Node query) {
    List<Node> parts = new ArrayList<>();
    Deque<Node> left = new ArrayDeque<>(List.of(query));
    while (!left.isEmpty()) {
      Node part = left.pop();
      if (part.has("larg")) {
        left.push(part.child("rarg"));
        left.push(part.child("larg"));
      } else {
        parts.add(part);
      }
    }
    return parts;
  }

  private static boolean star(Node value) {
    List<Node> path = value.list(value.is("ColumnRef") ? "fields" : "indirection");
    return !path.isEmpty() && path.getLast().is("A_Star");
  }

  /** The columns of a list of rows; none where it is no such list. */
  private static List<Column> values(Node query) {
    List<Column> columns = new ArrayList<>();
    for (Node row : query.list("valuesLists")) {
      List<Column> more = row(row.children());
      if (columns.isEmpty()) {
        columns.addAll(more);
      } else {
        unite(columns, more);
      }
    }
    return columns;
  }

  private static List<Column> row(List<Node> values) {
    List<Column> columns = new ArrayList<>();
    for (Node value : values) {
      Set<String> names = Set.of("column" + (columns.size() + 1));
      columns.add(new Column(names, new ArrayList<>(List.of(value))));
    }
    return columns;
  }

  /**
   * Adds those of another part.
   *
   * @return whether it has as many, as PostgreSQL demands
   */
  private static boolean unite(List<Column> columns, List<Column> more) {
    for (int i = 0; i < Math.min(columns.size(), more.size()); i++) {
      columns.get(i).values.addAll(more.get(i).values);
    }
    return columns.size() == more.size();
  }

  private void alias(@Nullable Node alias) {
    if (alias != null) {
      rows.add(alias.text("aliasname", ""));
      loose.add(alias.text("aliasname", ""));
      alias.list("colnames").forEach(name -> loose.add(name.text("sval", "")));
    }
  }

  /** A column of what a document is taken to; its path and its default may hold numbers. */
  private void part(Node column, String name) {
    loose.add(name);
    column.children().stream()
        .filter(child -> !child.is("TypeName") && !child.is("JsonTableColumn"))
        .forEach(child -> outputs.add(new Output(null, child, false)));
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
    Set<String> names = ColumnNames.of(target);
    unclear |= names.contains(ColumnNames.ANY);
    return names;
  }
}
