package dev.howdah.tools.schema;

import dev.howdah.db.QuerySettings;
import dev.howdah.tool.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Room for one answer, in bytes of its JSON form. What is taken first has it first; what is cut is
 * noted. Not thread-safe.
 */
final class Budget {

  /** For what stands around the lists. */
  private static final int FRAME = 1024;

  private final QuerySettings limits;
  private final List<String> cuts = new ArrayList<>();
  private long room;

  Budget(QuerySettings limits) {
    this.limits = limits;
    this.room = limits.maxResultBytes() - FRAME;
  }

  /**
   * The items that there is room for.
   *
   * @param what their name in the answer
   */
  <T extends Record> List<T> fit(String what, List<T> items) {
    for (int i = 0; i < items.size(); i++) {
      var json = new ByteArrayOutputStream();
      Json.write(json, items.get(i));
      long bytes = json.size() + 1L;
      if (bytes > room) {
        cut(
            "%s: %d of %d, because the answer is larger than query.max-result-size (%s)"
                .formatted(what, i, items.size(), limits.maxResultSize()));
        return List.copyOf(items.subList(0, i));
      }
      room -= bytes;
    }
    return List.copyOf(items);
  }

  /**
   * The first items.
   *
   * @param instead how to get the others
   */
  <T> List<T> first(String what, int most, List<T> items, String instead) {
    if (items.size() <= most) {
      return items;
    }
    cut("%s: %d; %s".formatted(what, most, instead));
    return items.subList(0, most);
  }

  /** A text, or its beginning, which says how long it is. */
  @Nullable String text(String what, @Nullable String text) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long most = Math.min(limits.maxCellBytes(), Math.max(room, 0));
    if (bytes.length <= most) {
      room -= bytes.length;
      return text;
    }
    cut(what + ": its beginning");
    int end = (int) most;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    room -= end;
    return new String(bytes, 0, end, StandardCharsets.UTF_8)
        + "… [cut, "
        + bytes.length
        + " bytes]";
  }

  private void cut(String what) {
    cuts.add(what);
  }

  boolean truncated() {
    return !cuts.isEmpty();
  }

  /** What was cut, and how to go on; null when nothing was. */
  @Nullable String reason() {
    return cuts.isEmpty() ? null : "Cut: " + String.join(". ", cuts) + ".";
  }
}
