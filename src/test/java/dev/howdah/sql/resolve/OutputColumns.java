package dev.howdah.sql.resolve;

import java.util.List;
import java.util.Objects;

/** The names of the columns that an analysed statement returns. */
final class OutputColumns {

  private OutputColumns() {}

  // A line may be broken in the middle of a name: instead of a space.
  static List<String> of(String tree) {
    var query = (StoredNode) new StoredTreeReader(tree).read();
    var list = query.number("commandType") == 1 ? "targetList" : "returningList";
    return query.nodes(list).stream()
        .filter(target -> !"true".equals(text(target, "resjunk")))
        .map(target -> text(target, "resname"))
        .map(name -> name.replace('\n', ' ').replaceAll("\\\\(.)", "$1"))
        .toList();
  }

  private static String text(StoredNode node, String field) {
    return (String) Objects.requireNonNull(node.fields().get(field)).getFirst();
  }
}
