package dev.howdah.sql.resolve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node of a stored tree.
 *
 * @param kind its label, such as {@code FUNCEXPR}
 * @param fields values by field name, without the colon; most fields have one
 */
record StoredNode(String kind, Map<String, List<Object>> fields) {

  /** Bytes of a text that say how long it is. */
  private static final int TEXT_HEADER = 4;

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

  /** The text that a constant of the type text holds: {@code 8 [ 32 0 0 0 119 111 114 107 ]}. */
  Optional<String> text() {
    List<Object> bytes = fields.getOrDefault("constvalue", List.of());
    if (number("consttype") != BuiltIn.TEXT || bytes.size() < 3 + TEXT_HEADER) {
      return Optional.empty();
    }
    var text = new ByteArrayOutputStream();
    bytes
        .subList(2 + TEXT_HEADER, bytes.size() - 1)
        .forEach(each -> text.write(Integer.parseInt((String) each)));
    return Optional.of(text.toString(StandardCharsets.UTF_8));
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
