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

  private static final Set<String> CHANGES =
      Set.of("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "RangeTableFunc", "JsonTable");

  /** Where what is made stays within one value. */
  private static final Set<String> INSIDE =
      Set.of("CommonTableExpr", "RangeSubselect", "RangeFunction", "SubLink");

  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

  /** Names that PostgreSQL gives to columns of {@code VALUES}, and to those that it cannot name. */
  private static final Pattern GIVEN = Pattern.compile("column\\d+|\\?column\\?");

  /** Subqueries read each other; what more of them make step by step is not followed. */
  private static final int MOST_ROUNDS = 8;

  private final List<Made> made = new ArrayList<>();
  private final Set<String> anything = new HashSet<>();
  private boolean unclear;
  private int rounds;

  private Map<String, Long> bytes = Map.of();
  private Map<String, Double> amounts = Map.of();
  private long mostBytes = 1;
  private double mostAmount = 1;

  /**
   * An expression inside.
   *
   * @param name of its column; null where it may be any
   */
  private record Made(@Nullable String name, Node value) {}

  private MadeColumns() {}

  /**
   * Those of one statement.
   *
   * @param parameter the bytes that a parameter counts as
   */
  static MadeColumns of(Node statement, long parameter) {
    var columns = new MadeColumns();
    columns.collect(statement, false, false);
    for (int round = 0; round < Math.min(columns.rounds, MOST_ROUNDS); round++) {
      if (!columns.measure(parameter)) {
        break;
      }
    }
    return columns;
  }

  /** The bytes of a column, or of what a subquery gives. */
  long bytes(Node node) {
    String name = name(node);
    return name == null ? mostBytes : bytes.getOrDefault(name, 1L);
  }

  /** The bytes of the largest. */
  long mostBytes() {
    return mostBytes;
  }

  /** The bound of a number that is in a column, or that a subquery gives. */
  double amount(Node node) {
    String name = name(node);
    return name == null ? mostAmount : amounts.getOrDefault(name, 1.0);
  }

  private @Nullable String name(Node node) {
    if (unclear || !node.is("ColumnRef") || node.list("fields").getLast().is("A_Star")) {
      return null;
    }
    String name = node.list("fields").getLast().text("sval", "");
    return anything.contains(name) || GIVEN.matcher(name).matches() ? null : name;
  }

  /** True when something grew. */
  private boolean measure(long parameter) {
    var sizes = new Sizes(this, parameter);
    Map<String, Long> newBytes = new HashMap<>();
    Map<String, Double> newAmounts = new HashMap<>();
    long most = 1;
    double amount = 1;
    for (Made one : made) {
      long size = sizes.of(one.value);
      double number = sizes.amount(one.value);
      most = Math.max(most, size);
      amount = Math.max(amount, known(number, one.value));
      if (one.name != null) {
        newBytes.merge(one.name, size, Math::max);
        newAmounts.merge(one.name, number, Math::max);
      }
    }
    boolean grown =
        most != mostBytes
            || amount != mostAmount
            || !newBytes.equals(bytes)
            || !newAmounts.equals(amounts);
    bytes = newBytes;
    amounts = newAmounts;
    mostBytes = most;
    mostAmount = amount;
    return grown;
  }

  /** Of what is not known to be a number: no more than what is written there. */
  private static double known(double amount, Node value) {
    boolean number = value.is("TypeCast") && NUMBERS.contains(Sizes.type(value.child("typeName")));
    return amount < Amounts.UNKNOWN || number ? amount : Amounts.written(value);
  }

  private void collect(Node node, boolean inside, boolean united) {
    if (INSIDE.contains(node.kind())) {
      rounds++;
    }
    switch (node.kind()) {
      case "SelectStmt" -> {
        if (inside) {
          select(node, united || node.has("larg"));
        }
      }
      case "Alias" -> alias(node);
      case "CommonTableExpr" -> {
        anything.add(node.text("ctename", ""));
        names(node.list("aliascolnames"));
      }
      case "RangeFunction" -> function(node);
      default -> unclear |= inside && CHANGES.contains(node.kind());
    }
    for (Node child : node.children()) {
      boolean part = child == node.node("larg") || child == node.node("rarg");
      collect(child, inside || INSIDE.contains(node.kind()), part && node.is("SelectStmt"));
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
      boolean passed = value.is("ColumnRef") && !target.has("name");
      if (!passed) {
        made.add(new Made(name, value));
      }
    }
    for (Node row : select.list("valuesLists")) {
      row.children().forEach(value -> made.add(new Made(null, value)));
    }
  }

  private void alias(Node alias) {
    anything.add(alias.text("aliasname", ""));
    names(alias.list("colnames"));
  }

  private void names(List<Node> names) {
    names.forEach(name -> anything.add(name.text("sval", "")));
  }

  private void function(Node range) {
    for (Node part : range.list("functions")) {
      Node call = part.children().getFirst();
      made.add(new Made(null, call));
      anything.add(figured(call));
    }
    range.list("coldeflist").forEach(column -> anything.add(column.text("colname", "")));
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
