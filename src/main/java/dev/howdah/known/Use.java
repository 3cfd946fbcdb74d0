package dev.howdah.known;

import dev.howdah.tool.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A relation, or one of its columns, that something in the catalogue names.
 *
 * @param relation its oid
 * @param column null for the relation itself
 */
public record Use(long relation, @Nullable String column) {

  /** Reads what our statements give for each: a JSON array of the oid and a name or null. */
  public static List<Use> all(List<String> texts) {
    return texts.stream().map(Use::parse).toList();
  }

  private static Use parse(String text) {
    var parts = (List<?>) Objects.requireNonNull(Json.plain(text));
    Object column = parts.getLast();
    return new Use(
        Long.parseLong(String.valueOf(parts.getFirst())),
        column == null ? null : column.toString());
  }
}
