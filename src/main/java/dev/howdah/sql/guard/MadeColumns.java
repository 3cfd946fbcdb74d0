package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the columns may hold that a statement makes inside, in subqueries, lists of values and
 * functions, by their names. Where a name may be of any of them, it holds what the largest does. A
 * column that nothing inside makes is a table's, and nothing is known of it.
 */
final class MadeColumns {

  /** What has columns of which the names are not followed here. */
  private static final Set<String> UNCLEAR =
      Set.of("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "RangeTableFunc", "JsonTable");

  private static final Set<String> INSIDE =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction", "SubLink");

  private static final Set<String> RANGES = Set.of("RangeSubselect", "RangeFunction", "JoinExpr");

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

  /** Functions of a row, which can be written like its columns. */
  private static final Set<String> OF_ROWS =
      Set.of(
          "to_json",
          "to_jsonb",
          "row_to_json",
          "hstore",
          "concat",
          "quote_literal",
          "quote_nullable",
          "json_build_array",
          "jsonb_build_array",
          "json_agg",
          "jsonb_agg",
          "json_agg_strict",
          "jsonb_agg_strict",
          "array_agg",
          "any_value",
          "min",
          "max");

  private static final List<String> VALUE = List.of("value", "ordinality");

  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

  /** Names that PostgreSQL gives to columns of {@code VALUES}, and to those that it cannot name. */
  private static final Pattern GIVEN = Pattern.compile("column\\d+|\\?column\\?");

  /** Each behind those that it can read. */
  private final List<Made> made = new ArrayList<>();

  private final Set<String> tables = new HashSet<>();
  private final Set<String> anything = new HashSet<>();
  private boolean unclear;

  private final Map<String, Bounds> named = new HashMap<>();
  private Bounds most = Bounds.NONE;

  /**
   * An expression inside.
   *
   * @param name of its column; null where it may be any
   * @param once whether it is evaluated once, and not for many rows
   */
  private record Made(@Nullable String name, Node value, boolean once) {}

  /**
   * What a column may hold.
   *
   * @param bytes at most
   * @param amount at most, by its absolute value
   * @param least at least, by its absolute value, where it may be less than 1
   * @param constant whether it may be put into expressions while the statement is planned
   */
  private record Bounds(long bytes, double amount, double least, boolean constant) {
    static final Bounds NONE = new Bounds(1, 1, 1, false);

    Bounds or(Bounds other) {
      return new Bounds(
          Math.max(bytes, other.bytes),
          Math.max(amount, other.amount),
          Math.min(least, other.least),
          constant || other.constant);
    }
  }

  private MadeColumns() {}

  /**
   * Those of one statement.
   *
   * @param parameter the bytes that a parameter counts as
   */
  static MadeColumns of(Node statement, long parameter) {
    var columns = new MadeColumns();
    columns.tables(statement);
    columns.collect(statement, false, false);
    columns.measure(new Sizes(columns, parameter));
    return columns;
  }

  /** The bytes of a column, or of what a subquery gives. */
  long bytes(Node node) {
    return bounds(node).bytes;
  }

  /** The bound of a number that is in a column, or that a subquery gives. */
  double amount(Node node) {
    return bounds(node).amount;
  }

  /** The least that it may be, from 0 to 1. */
  double least(Node node) {
    return bounds(node).least;
  }

  /** Whether the planner may know what is in a column. */
  boolean constant(Node node) {
    return bounds(node).constant;
  }

  private Bounds bounds(Node node) {
    String name = name(node);
    return name == null ? most : named.getOrDefault(name, Bounds.NONE);
  }

  /** Null where it may be any. */
  private @Nullable String name(Node node) {
    if (unclear || !node.is("ColumnRef") || node.list("fields").getLast().is("A_Star")) {
      return null;
    }
    List<Node> fields = node.list("fields");
    String name = fields.getLast().text("sval", "");
    String of = fields.size() > 1 ? fields.get(fields.size() - 2).text("sval", "") : "";
    boolean any =
        anything.contains(name)
            || GIVEN.matcher(name).matches()
            || (anything.contains(of) && OF_ROWS.contains(name));
    return any ? null : name;
  }

  private void measure(Sizes sizes) {
    for (Made one : made) {
      Node value = one.value;
      Node bare = Sizes.bare(value);
      boolean constant = one.once && sizes.constant(value);
      double amount = sizes.amount(value);
      double least = bare != null && bare.is("A_Const") ? Math.min(1, amount) : constant ? 0 : 1;
      var bounds = new Bounds(sizes.of(value), amount, least, constant);
      if (one.name != null) {
        named.merge(one.name, bounds, Bounds::or);
      }
      most = most.or(new Bounds(bounds.bytes, known(amount, value), least, constant));
    }
  }

  /** Of what is not known to be a number: no more than what is written there. */
  private static double known(double amount, Node value) {
    boolean number = value.is("TypeCast") && NUMBERS.contains(Sizes.type(value.child("typeName")));
    return amount < Amounts.UNKNOWN || number ? amount : Amounts.written(value);
  }

  private void tables(Node node) {
    if (node.is("CommonTableExpr")) {
      tables.add(node.text("ctename", ""));
    }
    node.children().forEach(this::tables);
  }

  private void collect(Node node, boolean inside, boolean united) {
    boolean within = inside || INSIDE.contains(node.kind());
    Node with = node.node("withClause");
    if (with != null) {
      collect(with, within, false);
    }
    for (Node child : node.children()) {
      if (child != with) {
        boolean part = child == node.node("larg") || child == node.node("rarg");
        collect(child, within, part && node.is("SelectStmt"));
      }
      if (inside && child.is("ResTarget") && !node.is("SelectStmt") && child.has("val")) {
        made.add(new Made(null, child.child("val"), true));
      }
    }
    if (inside && node.is("SelectStmt")) {
      select(node, united || node.has("larg"));
    }
    range(node);
    unclear |= UNCLEAR.contains(node.kind()) && (inside || !node.kind().endsWith("Stmt"));
  }

  /** What stands in FROM or WITH, or in a MERGE. */
  private void range(Node node) {
    switch (node.kind()) {
      case "CommonTableExpr" -> {
        anything.add(node.text("ctename", ""));
        names(node.list("aliascolnames"));
      }
      case "RangeVar" -> {
        if (!node.has("schemaname") && tables.contains(node.text("relname", ""))) {
          alias(node.node("alias"));
        }
      }
      case "RangeFunction" -> function(node);
      case "RangeTableFunc" -> made.add(new Made(null, node.child("docexpr"), false));
      case "JsonTable" -> made.add(new Made(null, node.child("context_item"), false));
      case "MergeWhenClause" ->
          node.list("values").forEach(value -> made.add(new Made(null, value, true)));
      default -> {}
    }
    if (RANGES.contains(node.kind())) {
      alias(node.node("alias"));
      alias(node.node("join_using_alias"));
    }
  }

  private void select(Node select, boolean united) {
    for (Node target : select.list("targetList")) {
      Node value = target.node("val");
      if (value == null) {
        continue;
      }
      String name = target.text("name", figured(value));
      if (united) {
        anything.add(name);
      }
      made.add(new Made(name, value, true));
    }
    for (Node row : select.list("valuesLists")) {
      row.children().forEach(value -> made.add(new Made(null, value, true)));
    }
  }

  private void alias(@Nullable Node alias) {
    if (alias != null) {
      anything.add(alias.text("aliasname", ""));
      names(alias.list("colnames"));
    }
  }

  private void names(List<Node> names) {
    names.forEach(name -> anything.add(name.text("sval", "")));
  }

  private void function(Node range) {
    for (Node part : range.list("functions")) {
      Node call = part.children().getFirst();
      String name = figured(call);
      boolean many = ONE_COLUMN.contains(name);
      made.add(new Made(null, call, !many));
      anything.add(name);
      unclear |= !many;
    }
    anything.addAll(VALUE);
  }

  /** The name that PostgreSQL gives to an expression; where it is not clear, everything may be. */
  private String figured(Node value) {
    return switch (value.kind()) {
      case "ColumnRef" -> value.list("fields").getLast().text("sval", "?column?");
      case "FuncCall" -> Bombs.name(value);
      case "TypeCast", "CollateClause" -> {
        String name = figured(value.child("arg"));
        yield name.equals("?column?") && value.is("TypeCast")
            ? Sizes.type(value.child("typeName"))
            : name;
      }
      case "CaseExpr" -> {
        Node otherwise = value.node("defresult");
        String name = otherwise == null ? "?column?" : figured(otherwise);
        yield name.equals("?column?") ? "case" : name;
      }
      case "A_Expr" -> value.text("kind", "").equals("AEXPR_NULLIF") ? "nullif" : "?column?";
      case "A_Const",
          "ParamRef",
          "BoolExpr",
          "NullTest",
          "BooleanTest",
          "SQLValueFunction",
          "GroupingFunc" ->
          "?column?";
      case "A_Indirection" ->
          value.list("indirection").stream()
              .filter(step -> step.has("sval"))
              .reduce((_, last) -> last)
              .map(step -> step.text("sval", ""))
              .orElseGet(() -> figured(value.child("arg")));
      case "SubLink" -> {
        List<Node> targets = value.child("subselect").list("targetList");
        Node first = targets.isEmpty() ? null : targets.getFirst().node("val");
        yield switch (value.text("subLinkType", "")) {
          case "EXISTS_SUBLINK" -> "exists";
          case "ARRAY_SUBLINK" -> "array";
          default -> first == null ? "?column?" : targets.getFirst().text("name", figured(first));
        };
      }
      case "CoalesceExpr" -> "coalesce";
      case "A_ArrayExpr" -> "array";
      case "RowExpr" -> "row";
      case "MinMaxExpr" -> value.text("op", "").equals("IS_LEAST") ? "least" : "greatest";
      default -> {
        unclear = true;
        yield "?column?";
      }
    };
  }
}
