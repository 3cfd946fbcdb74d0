package dev.howdah.mcp;

import dev.howdah.tool.Json;
import dev.howdah.tool.Seal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cuts lists into pages (MCP, Pagination). */
final class Pages {

  private final Seal seal;
  private final int size;

  Pages(Seal seal, int size) {
    this.seal = seal;
    this.size = size;
  }

  /**
   * The page after the cursor in the parameters, or the first one.
   *
   * @param list the name of the list, as its property in the result; a cursor serves one list
   * @param key what tells the items apart; a cursor stands behind an item, so it survives additions
   * @throws ProtocolException for a cursor that is damaged, foreign or whose item is gone
   */
  <T> ObjectNode page(
      String list,
      List<T> items,
      Function<T, String> key,
      Function<T, ObjectNode> shown,
      ObjectNode params) {
    int from = start(list, items, key, params.get("cursor"));
    int to = Math.min(items.size(), from + size);
    ObjectNode result = Json.object();
    ArrayNode array = result.putArray(list);
    items.subList(from, to).forEach(item -> array.add(shown.apply(item)));
    if (to < items.size()) {
      result.put("nextCursor", seal.close(list, key.apply(items.get(to - 1))));
    }
    return result;
  }

  /** Most items of a page. */
  int size() {
    return size;
  }

  /** A cursor for what no list in memory holds; {@link #opened} gives the key again. */
  String at(String purpose, List<String> key) {
    return seal.close(purpose, Json.MAPPER.writeValueAsString(key));
  }

  /** The key of a cursor, when it was made for this purpose. */
  Optional<List<String>> opened(String purpose, @Nullable JsonNode cursor) {
    return cursor == null || !cursor.isString()
        ? Optional.empty()
        : seal.open(purpose, cursor.stringValue())
            .map(key -> List.of(Json.MAPPER.readValue(key, String[].class)));
  }

  private <T> int start(
      String list, List<T> items, Function<T, String> key, @Nullable JsonNode cursor) {
    if (cursor == null || cursor.isNull()) {
      return 0;
    }
    String last = cursor.isString() ? seal.open(list, cursor.stringValue()).orElse(null) : null;
    if (last != null) {
      for (int i = 0; i < items.size(); i++) {
        if (key.apply(items.get(i)).equals(last)) {
          return i + 1;
        }
      }
    }
    throw ProtocolException.invalidParams(
        "The cursor is not one of this list; start again without it.");
  }
}
