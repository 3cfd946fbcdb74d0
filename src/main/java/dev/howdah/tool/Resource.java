package dev.howdah.tool;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data a client can read by its URI: one resource, or all that a template names.
 *
 * <p>{@link #uri} holds variables in braces ({@code table://{schema}/{table}}) when it is a
 * template (RFC 6570, level 1, and {@code {?name}} at its end).
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

  /** The tool that gives the same; a caller who does not have it does not have the resource. */
  default @Nullable String tool() {
    return null;
  }

  default boolean template() {
    return uri().indexOf('{') >= 0;
  }

  /**
   * Reads it.
   *
   * @return empty when there is no such resource that the caller may know of
   * @param uri the URI asked for
   * @param variables the template's variables, percent-decoded; empty for a plain resource
   */
  List<Content.ResourceContents> read(String uri, Map<String, String> variables, Call call);

  /**
   * Values for a variable that begin as asked.
   *
   * @param known what the others hold already, as far as they are chosen
   */
  default Suggestions complete(
      String variable, String value, Map<String, String> known, Call call) {
    return Suggestions.NONE;
  }
}
