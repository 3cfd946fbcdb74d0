package dev.howdah.tool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tool call gives back.
 *
 * @param content for models, in order
 * @param structured a record or tree that becomes {@code structuredContent}, always a JSON object;
 *     null when there is none
 * @param isError whether the call failed in a way the model may mend
 */
public record ToolResult(List<Content> content, @Nullable Object structured, boolean isError) {

  public ToolResult {
    content = List.copyOf(content);
  }

  /** A result without structure. */
  public static ToolResult of(Content... content) {
    return new ToolResult(List.of(content), null, false);
  }

  /** A structured result whose text is the same as compact JSON. */
  public static ToolResult structured(Object structured, boolean isError) {
    return new ToolResult(
        List.of(new Content.Rendered(out -> Json.write(out, structured))), structured, isError);
  }
}
