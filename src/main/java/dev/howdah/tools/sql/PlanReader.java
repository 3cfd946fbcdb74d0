package dev.howdah.tools.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what PostgreSQL's plan in JSON says. Only with VERBOSE does it have the schemas of the
 * tables.
 */
final class PlanReader {

  private static final long LARGE = 100_000;
  private static final double FAR_OFF = 10;

  /** Fewer rows than this are never far off. */
  private static final double FEW = 100;

  /** A line of a measured plan in text: the node, and the rows estimated and found. */
  private static final Pattern MEASURED =
      Pattern.compile(
          "(?m)^[ >-]*(.+?) {2}\\(cost=\\S+ rows=(\\d+) width=\\d+\\)"
              + " \\(actual (?:time=\\S+ )?rows=([\\d.]+) loops=\\d+\\)$");

  private final List<Map<?, ?>> nodes = new ArrayList<>();

  /**
   * A table of a plan as the catalogue knows it.
   *
   * @param rows estimated; -1 for one that was never analyzed
   */
  record Table(String schema, String name, long rows) {
    String qualified() {
      return schema + "." + name;
    }
  }

  /**
   * A plan.
   *
   * @param json the tree in Java's own types
   */
  PlanReader(@Nullable Object json) {
    if (json instanceof List<?> list
        && !list.isEmpty()
        && list.getFirst() instanceof Map<?, ?> top
        && top.get("Plan") instanceof Map<?, ?> root) {
      collect(root);
    }
  }

  /**
   * A plan, as text or as a tree, without the triggers that ran: they name tables that foreign keys
   * lead to, and tell how many rows these have.
   */
  static Object withoutTriggers(Object plan) {
    if (plan instanceof String text) {
      int from = text.indexOf("\nTrigger ");
      int to = text.lastIndexOf("\nExecution Time: ");
      return from < 0 ? text : text.substring(0, from) + text.substring(Math.max(from, to));
    }
    if (plan instanceof List<?> list) {
      return list.stream().map(PlanReader::withoutTriggers).toList();
    }
    if (plan instanceof Map<?, ?> top) {
      var rest = new LinkedHashMap<Object, Object>(top);
      rest.remove("Triggers");
      return rest;
    }
    return plan;
  }

  private void collect(Map<?, ?> node) {
    nodes.add(node);
    if (node.get("Plans") instanceof List<?> children) {
      for (Object child : children) {
        if (child instanceof Map<?, ?> plan) {
          collect(plan);
        }
      }
    }
  }

  double totalCost() {
    return nodes.isEmpty() ? 0 : number(nodes.getFirst(), "Total Cost");
  }

  /** The tables that the plan touches, as schema.table, sorted. */
  List<String> tables() {
    Set<String> tables = new TreeSet<>();
    each(node -> tables.add(table(node)));
    return List.copyOf(tables);
  }

  /** Their names alone. */
  List<String> names() {
    Set<String> names = new TreeSet<>();
    each(node -> names.add(String.valueOf(node.get("Relation Name"))));
    return List.copyOf(names);
  }

  private void each(Consumer<Map<?, ?>> action) {
    nodes.stream().filter(node -> node.get("Relation Name") != null).forEach(action);
  }

  private static String table(Map<?, ?> node) {
    Object schema = node.get("Schema");
    return (schema == null ? "" : schema + ".") + node.get("Relation Name");
  }

  /**
   * What may be wrong with the plan, whatever was measured.
   *
   * @param known the tables, as the catalogue has them
   */
  List<String> warnings(List<Table> known) {
    Set<String> warnings = new TreeSet<>();
    for (Table table : known) {
      if (table.rows() < 0) {
        warnings.add(
            table.qualified() + " was never analyzed, so its estimates are guesses: run ANALYZE.");
      }
    }
    each(
        node -> {
          if (String.valueOf(node.get("Node Type")).endsWith("Seq Scan")) {
            known.stream()
                .filter(table -> table.qualified().equals(table(node)) && table.rows() >= LARGE)
                .forEach(table -> warnings.add(sequential(table)));
          }
        });
    return List.copyOf(warnings);
  }

  /** The estimates that a measured plan shows to be wrong. */
  List<String> estimates() {
    Set<String> warnings = new TreeSet<>();
    for (Map<?, ?> node : nodes) {
      if (node.containsKey("Actual Rows")) {
        String what = String.valueOf(node.get("Node Type"));
        String of = node.get("Relation Name") == null ? "" : " on " + table(node);
        estimate(what + of, number(node, "Plan Rows"), number(node, "Actual Rows"), warnings);
      }
    }
    return List.copyOf(warnings);
  }

  private static String sequential(Table table) {
    return "All of %s is read, about %d rows: an index on the columns of the condition may help."
        .formatted(table.qualified(), table.rows());
  }

  /** The same of a plan in text. */
  static List<String> estimates(String text) {
    Set<String> warnings = new TreeSet<>();
    MEASURED
        .matcher(text)
        .results()
        .forEach(
            line ->
                estimate(
                    line.group(1),
                    Double.parseDouble(line.group(2)),
                    Double.parseDouble(line.group(3)),
                    warnings));
    return List.copyOf(warnings);
  }

  private static void estimate(String node, double planned, double found, Set<String> warnings) {
    double more = Math.max(planned, found);
    if (more >= FEW && more > FAR_OFF * Math.max(1, Math.min(planned, found))) {
      warnings.add(
          "%s: %.0f rows were expected and %.0f found; ANALYZE or extended statistics may help."
              .formatted(node, planned, found));
    }
  }

  private static double number(Map<?, ?> node, String key) {
    return switch (node.get(key)) {
      case Long whole -> whole;
      case BigDecimal decimal -> decimal.doubleValue();
      case null, default -> 0;
    };
  }
}
