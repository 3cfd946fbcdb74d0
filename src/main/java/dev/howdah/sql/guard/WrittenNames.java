package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the queries of a statement name columns and types. */
final class WrittenNames {

  /**
   * A name.
   *
   * @param position a byte offset in the statement's UTF-8, -1 for a name in USING, which has none
   */
  private record Place(String name, int position) {}

  private final Set<Place> places = new HashSet<>();
  private final Set<Integer> types = new HashSet<>();

  /** Adds those of a query. */
  void add(Node node) {
    switch (node.kind()) {
      case "ColumnRef" -> add(node.list("fields"), "sval", node);
      case "ResTarget" -> add(List.of(node), "name", node);
      case "InferClause" -> add(node.list("indexElems"), "name", node);
      case "JoinExpr" -> add(node.list("usingClause"), "sval", node);
      case "TypeName" -> types.add(node.location());
      default -> {}
    }
    node.children().forEach(this::add);
  }

  private void add(List<Node> parts, String field, Node at) {
    parts.forEach(part -> places.add(new Place(part.text(field, ""), at.location())));
  }

  /** Whether a type is named there. */
  boolean hasType(int position) {
    return types.contains(position);
  }

  /** Whether the name of a column stands there. */
  boolean has(String name, int position) {
    return places.contains(new Place(name, position));
  }
}
