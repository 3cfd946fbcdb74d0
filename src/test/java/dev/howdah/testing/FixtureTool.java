package dev.howdah.testing;

import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.Json;
import dev.howdah.tool.ToolDescriptor;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A tool made of a description and a function. */
public record FixtureTool(
    ToolDescriptor descriptor, BiFunction<ObjectNode, Call, ToolResult> function)
    implements ToolHandler {

  /** A tool without arguments. */
  public static FixtureTool of(
      String name, String description, Function<Call, ToolResult> function) {
    return of(
        name,
        description,
        "{\"type\":\"object\",\"properties\":{}}",
        (_, call) -> function.apply(call));
  }

  /**
   * A tool with arguments, which it does not check.
   *
   * @param inputSchema as JSON
   */
  public static FixtureTool of(
      String name,
      String description,
      String inputSchema,
      BiFunction<ObjectNode, Call, ToolResult> function) {
    ToolDescriptor descriptor =
        new ToolDescriptor(name, null, description, json(inputSchema), null, null);
    return new FixtureTool(descriptor, function);
  }

  @Override
  public ToolResult call(ObjectNode arguments, Call call) {
    return function.apply(arguments, call);
  }

  static ToolResult text(String text) {
    return ToolResult.of(new Content.Text(text));
  }

  static ObjectNode json(String text) {
    return (ObjectNode) Json.MAPPER.readTree(text);
  }
}
