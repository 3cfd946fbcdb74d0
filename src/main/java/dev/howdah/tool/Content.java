package dev.howdah.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A block of unstructured content (MCP, Tools and Prompts). */
public sealed interface Content {

  /** Text for the model. */
  record Text(String text) implements Content {}

  /**
   * Text that is written when it is sent, so that a large result stands in memory once.
   *
   * @param rendering writes the text as UTF-8
   */
  record Rendered(Rendering rendering) implements Content {}

  /** A picture, as base64. */
  record Image(String data, String mimeType) implements Content {}

  /** A sound, as base64; sent as a note to clients that predate 2025-03-26. */
  record Audio(String data, String mimeType) implements Content {}

  /** The contents of a resource, in place. */
  record Embedded(ResourceContents resource) implements Content {}

  /** A pointer to a resource; sent as text to clients that predate 2025-06-18. */
  record Link(String uri, String name, @Nullable String description, @Nullable String mimeType)
      implements Content {}

  /** What a resource holds: exactly one of text and blob (base64). */
  record ResourceContents(
      String uri, @Nullable String mimeType, @Nullable String text, @Nullable String blob) {

    public static ResourceContents text(String uri, String mimeType, String text) {
      return new ResourceContents(uri, mimeType, text, null);
    }

    public static ResourceContents blob(String uri, String mimeType, String base64) {
      return new ResourceContents(uri, mimeType, null, base64);
    }

    /** As the protocol writes it; the same in every revision. */
    public ObjectNode toJson() {
      ObjectNode json = Json.object().put("uri", uri);
      if (mimeType != null) {
        json.put("mimeType", mimeType);
      }
      if (text != null) {
        json.put("text", text);
      }
      if (blob != null) {
        json.put("blob", blob);
      }
      return json;
    }
  }
}
