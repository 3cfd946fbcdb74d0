package dev.howdah.testing;

import static dev.howdah.testing.FixtureTool.text;

import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.Content.ResourceContents;
import dev.howdah.tool.LogLevel;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import java.util.List;

/** The conformance suite's tools that answer by themselves. */
final class ContentTools {

  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
  static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

  private static final String SCHEMA_2020_12 =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
       "$defs":{"address":{"$anchor":"addressDef","type":"object",
        "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
       "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
        "contactMethod":{"type":"string","enum":["phone","email"]},
        "phone":{"type":"string"},"email":{"type":"string"}},
       "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
       "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
       "then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false}
      """;

  private static final String MIRRORED_REGION =
      """
      {"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}}
      """;

  private ContentTools() {}

  /** The first of them works without arguments and capabilities, as the suite expects. */
  static List<ToolHandler> all() {
    return List.of(
        FixtureTool.of(
            "test_simple_text",
            "Returns text.",
            _ -> text("This is a simple text response for testing.")),
        FixtureTool.of("test_image_content", "Returns a picture.", _ -> ToolResult.of(picture())),
        FixtureTool.of(
            "test_audio_content",
            "Returns a sound.",
            _ -> ToolResult.of(new Content.Audio(WAV, "audio/wav"))),
        FixtureTool.of(
            "test_embedded_resource",
            "Returns a resource in place.",
            _ ->
                ToolResult.of(
                    embedded(
                        "test://embedded-resource",
                        "text/plain",
                        "This is an embedded resource content."))),
        FixtureTool.of(
            "test_multiple_content_types",
            "Returns text, a picture and a resource.",
            _ ->
                ToolResult.of(
                    new Content.Text("Multiple content types test:"),
                    picture(),
                    embedded(
                        "test://mixed-content-resource",
                        "application/json",
                        "{\"test\":\"data\",\"value\":123}"))),
        FixtureTool.of("test_error_handling", "Fails.", _ -> failure()),
        FixtureTool.of("test_tool_with_progress", "Reports progress.", ContentTools::withProgress),
        FixtureTool.of("test_tool_with_logging", "Logs three times.", ContentTools::withLogging),
        FixtureTool.of(
            "json_schema_2020_12_tool",
            "Tool with JSON Schema 2020-12 features",
            SCHEMA_2020_12,
            (arguments, _) -> text(arguments.toString())),
        FixtureTool.of(
            "test_x_mcp_header",
            "Mirrors an argument in a header.",
            MIRRORED_REGION,
            (arguments, _) -> text("Region: " + arguments.path("region").stringValue(""))),
        FixtureTool.of("test_logging_tool", "Logs once.", ContentTools::loggingOnce));
  }

  static Content picture() {
    return new Content.Image(PNG, "image/png");
  }

  static Content embedded(String uri, String mimeType, String text) {
    return new Content.Embedded(ResourceContents.text(uri, mimeType, text));
  }

  private static ToolResult failure() {
    return new ToolResult(
        List.of(new Content.Text("This tool intentionally returns an error for testing")),
        null,
        true);
  }

  private static ToolResult withProgress(Call call) {
    for (double progress : List.of(0.0, 50.0, 100.0)) {
      call.progress(progress, 100.0, null);
    }
    return text("Progress reported");
  }

  private static ToolResult withLogging(Call call) {
    call.log(LogLevel.INFO, null, "Tool execution started");
    call.log(LogLevel.INFO, null, "Tool processing data");
    call.log(LogLevel.INFO, null, "Tool execution completed");
    return text("Tool with logging executed successfully");
  }

  private static ToolResult loggingOnce(Call call) {
    call.log(LogLevel.INFO, "test_logging_tool", "Logging evaluated");
    return text("Logging evaluated");
  }
}
