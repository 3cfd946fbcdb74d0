package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that multiply: PostgreSQL's planner puts what a simple subquery computes into every
 * place that names it, so that {@code select x + x as x from (select x + x as x from (…))} doubles
 * with each level, and neither the timeout nor a cancel request stops the planner.
 */
final class Multiplying {

  /** More parts than this of one expression are of no use to anybody. */
  private static final long MOST = 200_000;

  /** What keeps a subquery from being pulled up into the query around it. */
  private static final List<String> BARRIERS =
      List.of(
          "groupClause",
          "havingClause",
          "distinctClause",
          "limitCount",
          "limitOffset",
          "sortClause",
          "windowClause",
          "valuesLists");

  private static final String ANY = "*";

  private Multiplying() {}

  /**
   * Looks for them.
   *
   * @throws Refusal when one is there
   */
  static void check(Node statement) {
    if (statement.is("SelectStmt")) {
      columns(statement, Map.of());
    } else {
      statement.children().forEach(Multiplying::check);
    }
  }

  /** The parts of each output column by its name, and the most of any under a star. */
  private static Map<String, Long> columns(Node select, Map<String, Map<String, Long>> around) {
    Map<String, Map<String, Long>> ctes = new HashMap<>(around);
    Node with = select.node("withClause");
    if (with != null) {
      for (Node cte : with.list("ctes")) {
        Node query = cte.node("ctequery");
        Map<String, Long> inside =
            query != null && query.is("SelectStmt") ? columns(query, ctes) : Map.of();
        boolean apart =
            cte.text("ctematerialized", "").equals("CTEMaterializeAlways")
                || with.flag("recursive");
        ctes.put(
            cte.text("ctename", ""),
            apart ? Map.of() : renamed(inside, !cte.list("aliascolnames").isEmpty()));
      }
    }
    for (String side : List.of("larg", "rarg")) {
      Node part = select.node(side);
      if (part != null) {
        columns(part, ctes);
      }
    }
    Map<String, Long> from = new HashMap<>();
    select.list("fromClause").forEach(item -> from(item, ctes, from));
    Map<String, Long> outputs = new HashMap<>();
    for (Node target : select.list("targetList")) {
      Node value = target.node("val");
      if (value != null) {
        output(target, value, from, ctes, outputs);
      }
    }
    for (String clause : List.of("whereClause", "havingClause")) {
      Node condition = select.node(clause);
      if (condition != null) {
        parts(condition, from, ctes);
      }
    }
    boolean apart = select.has("larg") || BARRIERS.stream().anyMatch(select::has);
    return apart ? Map.of() : outputs;
  }

  private static void output(
      Node target,
      Node value,
      Map<String, Long> from,
      Map<String, Map<String, Long>> ctes,
      Map<String, Long> outputs) {
    if (value.is("ColumnRef") && value.list("fields").getLast().is("A_Star")) {
      from.forEach((name, parts) -> outputs.merge(name, parts, Math::max));
      return;
    }
    long parts = parts(value, from, ctes);
    String name = target.text("name");
    if (name == null && value.is("ColumnRef")) {
      name = value.list("fields").getLast().text("sval", "");
    }
    outputs.merge(name == null ? "" : name, parts, Math::max);
    outputs.merge(ANY, parts, Math::max);
  }

  private static void from(
      Node item, Map<String, Map<String, Long>> ctes, Map<String, Long> found) {
    switch (item.kind()) {
      case "RangeSubselect" -> {
        Node query = item.node("subquery");
        if (query != null && query.is("SelectStmt")) {
          add(renamed(columns(query, ctes), aliased(item)), found);
        }
      }
      case "RangeVar" -> {
        if (item.text("schemaname") == null) {
          add(renamed(ctes.getOrDefault(item.text("relname", ""), Map.of()), aliased(item)), found);
        }
      }
      default -> item.children().forEach(child -> from(child, ctes, found));
    }
  }

  private static boolean aliased(Node item) {
    Node alias = item.node("alias");
    return alias != null && !alias.list("colnames").isEmpty();
  }

  /** Where columns get other names, any of them can be any. */
  private static Map<String, Long> renamed(Map<String, Long> columns, boolean otherwise) {
    if (!otherwise || columns.isEmpty()) {
      return columns;
    }
    long most = columns.values().stream().mapToLong(Long::longValue).max().orElse(1);
    return Map.of(ANY, most, "", most, "?", most);
  }

  private static void add(Map<String, Long> columns, Map<String, Long> found) {
    columns.forEach((name, parts) -> found.merge(name, parts, Math::max));
  }

  /** How many parts an expression has once everything has been put in. */
  private static long parts(
      Node expression, Map<String, Long> from, Map<String, Map<String, Long>> ctes) {
    if (expression.is("SelectStmt")) {
      columns(expression, ctes);
      return 1;
    }
    long sum = 1;
    if (expression.is("ColumnRef")) {
      sum = named(expression, from);
    } else {
      for (Node child : expression.children()) {
        sum += parts(child, from, ctes);
      }
    }
    if (sum > MOST) {
      throw Refusal.gate(
          "Expressions of nested subqueries multiply to more than "
              + MOST
              + " parts when the statement is planned; compute less in each, or write AS MATERIALIZED.",
          null,
          expression.location());
    }
    return sum;
  }

  private static long named(Node column, Map<String, Long> from) {
    if (from.isEmpty()) {
      return 1;
    }
    Node last = column.list("fields").getLast();
    @Nullable Long parts = last.is("A_Star") ? null : from.get(last.text("sval", ""));
    if (parts != null) {
      return parts;
    }
    // The whole row of a subquery, a column under a new name, or one of a table.
    boolean renamed =
        from.containsKey("?") || last.is("A_Star") || column.list("fields").size() == 1;
    return renamed ? from.getOrDefault(ANY, 1L) : 1;
  }
}
