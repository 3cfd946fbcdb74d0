package dev.howdah.tools.queue;

import dev.howdah.tool.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How JSON of any size is shown: whole, or its beginning. */
final class Shown {

  /** What a result says of its hidden columns. */
  static final String HIDDEN =
      "Columns that are null in every row because they are not shown here.";

  private Shown() {}

  /**
   * An object, or null where there is none.
   *
   * @param json null when it is too long
   * @param bytes of all of it; null where there is none
   * @param start shown in its place when it is too long
   */
  static @Nullable Map<String, @Nullable Object> object(
      @Nullable String json, @Nullable Integer bytes, @Nullable String start) {
    if (bytes == null) {
      return null;
    }
    if (json == null) {
      Map<String, @Nullable Object> cut = new LinkedHashMap<>();
      cut.put("truncated", true);
      cut.put("bytes", bytes);
      cut.put("preview", start);
      return cut;
    }
    return map(json);
  }

  /**
   * An object as it stands; any other value under the key {@code value}, and so the text of what is
   * nested too deeply for a client to read.
   */
  static Map<String, @Nullable Object> map(String json) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (Json.plainOrText(json) instanceof Map<?, ?> object) {
      object.forEach((key, value) -> map.put(String.valueOf(key), value));
    } else {
      map.put("value", Json.plainOrText(json));
    }
    return map;
  }
}
