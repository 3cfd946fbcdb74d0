package dev.howdah.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code tools/list} says of a tool.
 *
 * @param inputSchema JSON Schema 2020-12 of type object
 * @param outputSchema the schema of the structured content, of type object, or null
 */
public record ToolDescriptor(
    String name,
    @Nullable String title,
    String description,
    ObjectNode inputSchema,
    @Nullable ObjectNode outputSchema,
    ToolSpec.@Nullable Hints hints) {

  /** The same with another schema of its arguments. */
  ToolDescriptor withInput(ObjectNode schema) {
    return new ToolDescriptor(name, title, description, schema, outputSchema, hints);
  }
}
