package dev.howdah.sql.resolve;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A node of a stored tree.
 *
 * @param kind its label, such as {@code FUNCEXPR}
 * @param fields values by field name, without the colon; most fields have one
 */
record StoredNode(String kind, Map<String, List<Object>> fields) {

  /** Nodes and lists in any field, in order. */
  List<Object> values() {
    return fields.values().stream().flatMap(List::stream).toList();
  }

  /** The field's value as a number; 0 when it is absent or no number. */
  long number(String field) {
    List<Object> values = fields.get(field);
    return values != null && values.getFirst() instanceof String text && text.matches("-?\\d{1,18}")
        ? Long.parseLong(text)
        : 0;
  }

  /** The field's value as a list; empty when it is absent or null. */
  @SuppressWarnings("unchecked") // The reader makes lists of objects only.
  List<Object> list(String field) {
    List<Object> values = fields.get(field);
    return values != null && values.getFirst() instanceof List<?> list
        ? (List<Object>) list
        : List.of();
  }

  /** The field's value as a node list, leaving out what is no node. */
  List<StoredNode> nodes(String field) {
    return list(field).stream()
        .filter(StoredNode.class::isInstance)
        .map(StoredNode.class::cast)
        .toList();
  }

  /** The nodes that are the field's value. */
  List<StoredNode> nodesIn(String field) {
    return fields.getOrDefault(field, List.of()).stream()
        .filter(StoredNode.class::isInstance)
        .map(StoredNode.class::cast)
        .toList();
  }

  /** The numbers of a list of integers, OIDs or set members: {@code (b 8 9)}. */
  Stream<Long> numbers(String field) {
    return list(field).stream().skip(1).map(each -> Long.valueOf((String) each));
  }
}
