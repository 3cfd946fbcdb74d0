package dev.howdah.mcp;

import dev.howdah.tool.Content;
import dev.howdah.tool.Json;
import dev.howdah.tool.JsonOutput;
import dev.howdah.tool.LiveResources;
import dev.howdah.tool.Prompt;
import dev.howdah.tool.Rendering;
import dev.howdah.tool.Resource;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.ToolDescriptor;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import dev.howdah.tool.ToolSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows tools, resources, prompts and content as a revision of the protocol writes them. */
final class Wire {

  private Wire() {}

  /**
   * A tool, as the caller of the exchange knows it.
   *
   * @param tasks whether calls can become tasks here
   */
  static ObjectNode tool(ToolHandler handler, Exchange exchange, boolean tasks) {
    Revision revision = exchange.revision();
    ToolDescriptor tool = handler.descriptor(exchange.caller());
    ObjectNode json = Json.object().put("name", tool.name());
    if (revision.atLeast(Revision.V2025_06_18)) {
      title(json, tool.title());
    }
    json.put("description", tool.description());
    json.set("inputSchema", tasks ? tool.inputSchema() : withoutTasks(tool.inputSchema()));
    ObjectNode output = tool.outputSchema();
    if (output != null && revision.atLeast(Revision.V2025_06_18)) {
      json.set("outputSchema", output);
    }
    ToolSpec.Hints hints = tool.hints();
    if (hints != null && revision.atLeast(Revision.V2025_03_26)) {
      ObjectNode annotations = json.putObject("annotations");
      title(annotations, tool.title());
      annotations.put("readOnlyHint", hints.readOnly());
      annotations.put("destructiveHint", hints.destructive());
      annotations.put("idempotentHint", hints.idempotent());
      annotations.put("openWorldHint", hints.openWorld());
    }
    TaskSupport support = handler.taskSupport();
    if (tasks && support != TaskSupport.FORBIDDEN && revision == Revision.V2025_11_25) {
      json.putObject("execution").put("taskSupport", support.wireName());
    }
    return json;
  }

  private static ObjectNode withoutTasks(ObjectNode inputSchema) {
    if (!inputSchema.path("properties").has(ToolSpec.BACKGROUND)) {
      return inputSchema;
    }
    ObjectNode without = inputSchema.deepCopy();
    without.withObject("properties").remove(ToolSpec.BACKGROUND);
    return without;
  }

  static ObjectNode resource(Resource resource, Revision revision) {
    ObjectNode json = Json.object();
    json.put(resource.template() ? "uriTemplate" : "uri", resource.uri());
    json.put("name", resource.name());
    if (revision.atLeast(Revision.V2025_06_18)) {
      title(json, resource.title());
    }
    json.put("description", resource.description());
    String mimeType = resource.mimeType();
    return mimeType == null ? json : json.put("mimeType", mimeType);
  }

  static ObjectNode resource(LiveResources.Listed resource, Revision revision) {
    ObjectNode json = Json.object().put("uri", resource.uri()).put("name", resource.name());
    if (revision.atLeast(Revision.V2025_06_18)) {
      title(json, resource.title());
    }
    json.put("description", resource.description());
    String mimeType = resource.mimeType();
    return mimeType == null ? json : json.put("mimeType", mimeType);
  }

  static ObjectNode prompt(Prompt prompt, Revision revision) {
    ObjectNode json = Json.object().put("name", prompt.name());
    if (revision.atLeast(Revision.V2025_06_18)) {
      title(json, prompt.title());
    }
    json.put("description", prompt.description());
    ArrayNode arguments = json.putArray("arguments");
    for (Prompt.Argument argument : prompt.arguments()) {
      arguments
          .addObject()
          .put("name", argument.name())
          .put("description", argument.description())
          .put("required", argument.required());
    }
    return json;
  }

  static ObjectNode result(ToolResult result, Revision revision) {
    ObjectNode json = Json.object();
    ArrayNode content = json.putArray("content");
    result.content().forEach(block -> content.add(content(block, revision)));
    Object structured = result.structured();
    if (structured != null && revision.atLeast(Revision.V2025_06_18)) {
      json.putPOJO("structuredContent", structured);
    }
    return result.isError() ? json.put("isError", true) : json;
  }

  static ObjectNode content(Content content, Revision revision) {
    return switch (content) {
      case Content.Text(String text) -> text(text);
      case Content.Rendered(Rendering rendering) -> {
        ObjectNode json = Json.object().put("type", "text");
        yield json.putPOJO("text", new LateText(rendering));
      }
      case Content.Image(String data, String mimeType) ->
          Json.object().put("type", "image").put("data", data).put("mimeType", mimeType);
      case Content.Audio(String data, String mimeType) ->
          revision.atLeast(Revision.V2025_03_26)
              ? Json.object().put("type", "audio").put("data", data).put("mimeType", mimeType)
              : text(
                  "(A sound of type " + mimeType + ", which this protocol revision cannot carry.)");
      case Content.Embedded(Content.ResourceContents resource) -> {
        ObjectNode json = Json.object().put("type", "resource");
        yield json.set("resource", resource.toJson());
      }
      case Content.Link link ->
          revision.atLeast(Revision.V2025_06_18)
              ? link(link)
              : text(link.name() + ": " + link.uri());
    };
  }

  private static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text);
  }

  private static ObjectNode link(Content.Link link) {
    ObjectNode json =
        Json.object().put("type", "resource_link").put("uri", link.uri()).put("name", link.name());
    String description = link.description();
    if (description != null) {
      json.put("description", description);
    }
    String mimeType = link.mimeType();
    return mimeType == null ? json : json.put("mimeType", mimeType);
  }

  static ObjectNode message(Prompt.Message message, Revision revision) {
    ObjectNode json = Json.object().put("role", message.role().name().toLowerCase(Locale.ROOT));
    return json.set("content", content(message.content(), revision));
  }

  private static void title(ObjectNode json, @Nullable String title) {
    if (title != null) {
      json.put("title", title);
    }
  }

  /** Text that is rendered into the message while the message is written. */
  private record LateText(Rendering rendering) implements JacksonSerializable {
    @Override
    public void serialize(JsonGenerator json, SerializationContext context) {
      JsonOutput.string(json, rendering);
    }

    @Override
    public void serializeWithType(
        JsonGenerator json, SerializationContext context, TypeSerializer type) {
      serialize(json, context);
    }
  }
}
