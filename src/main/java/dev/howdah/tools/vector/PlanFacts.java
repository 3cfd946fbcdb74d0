package dev.howdah.tools.vector;

import dev.howdah.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a plan tells of a search, as EXPLAIN (VERBOSE, FORMAT JSON) writes it.
 *
 * @param indexes those that bring rows by their distance; one a partition
 * @param cost PostgreSQL's estimate of all of it
 */
record PlanFacts(List<Identifier> indexes, double cost) {

  static PlanFacts of(@Nullable Object json) {
    List<Identifier> indexes = new ArrayList<>();
    double cost = 0;
    if (json instanceof List<?> list
        && !list.isEmpty()
        && list.getFirst() instanceof Map<?, ?> top
        && top.get("Plan") instanceof Map<?, ?> root) {
      collect(root, indexes);
      cost = root.get("Total Cost") instanceof Number number ? number.doubleValue() : 0;
    }
    return new PlanFacts(indexes.stream().distinct().toList(), cost);
  }

  private static void collect(Map<?, ?> node, List<Identifier> indexes) {
    if (node.containsKey("Index Name") && node.containsKey("Order By")) {
      // An index is always in the schema of its table.
      indexes.add(Identifier.of(text(node, "Schema"), text(node, "Index Name")));
    }
    if (node.get("Plans") instanceof List<?> children) {
      for (Object child : children) {
        if (child instanceof Map<?, ?> plan) {
          collect(plan, indexes);
        }
      }
    }
  }

  private static String text(Map<?, ?> node, String key) {
    return Objects.requireNonNull(node.get(key)).toString();
  }
}
