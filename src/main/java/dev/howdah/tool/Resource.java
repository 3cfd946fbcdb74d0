package dev.howdah.tool;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data a client can read by its URI: one resource, or all that a template names.
 *
 * <p>{@link #uri} holds variables in braces ({@code table://{schema}/{table}}) when it is a
 * template (RFC 6570, level 1).
 */
public interface Resource {

  /** The URI or the template of it. */
  String uri();

  String name();

  default @Nullable String title() {
    return null;
  }

  String description();

  default @Nullable String mimeType() {
    return null;
  }

  default boolean template() {
    return uri().indexOf('{') >= 0;
  }

  /**
   * Reads it.
   *
   * @param uri the URI asked for
   * @param variables the template's variables, percent-decoded; empty for a plain resource
   */
  List<Content.ResourceContents> read(String uri, Map<String, String> variables, Call call);

  /** Values for a variable that begin as asked; the best 100 are shown. */
  default List<String> complete(String variable, String value, Map<String, String> known) {
    return List.of();
  }
}
