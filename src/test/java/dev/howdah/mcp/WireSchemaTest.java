package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.WireSchemas;
import dev.howdah.tool.Json;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Every method in every revision, well and badly used; {@link PipeClient} judges each message by
 * the revision's JSON Schema.
 */
class WireSchemaTest {

  private static final List<String> LISTS =
      List.of("tools/list", "resources/list", "resources/templates/list", "prompts/list");

  private static final List<String> BAD_PARAMS =
      List.of("{}", "{\"name\":7,\"uri\":7,\"ref\":7,\"level\":7}", "{\"name\":\"no such\"}");

  @BeforeAll
  static void needsTheSchemas() {
    WireSchemas.installed();
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void listsFitTheSchemaOnEveryPage(Revision revision) {
    try (McpServer server = Fixture.server(Fixture.features(), InstantSource.system(), 2);
        PipeClient client = PipeClient.connect(server, revision)) {
      for (String list : LISTS) {
        JsonNode page = client.result(list, "{}");
        for (int pages = 1; page.has("nextCursor"); pages++) {
          assertThat(pages).isLessThan(100);
          String cursor = page.get("nextCursor").toString();
          page = client.result(list, "{\"cursor\":" + cursor + "}");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void everyToolFitsTheSchema(Revision revision) {
    try (McpServer server = Fixture.server(Fixture.features());
        PipeClient client = PipeClient.connect(server, revision)) {
      for (JsonNode tool : client.result("tools/list", "{}").get("tools")) {
        String name = tool.get("name").stringValue();
        if (!List.of("test_until_cancelled", "test_fault").contains(name)) {
          client.ask(
              "tools/call",
              """
              {"name":"%s","arguments":{"first":1,"second":2},"_meta":{"progressToken":"p"}}
              """
                  .formatted(name));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void everyQuestionFitsTheSchema(Revision revision) {
    try (McpServer server = Fixture.server(Fixture.features());
        PipeClient client =
            PipeClient.connect(server, revision, "elicitation", "sampling", "roots")) {
      for (JsonNode tool : client.result("tools/list", "{}").get("tools")) {
        String name = tool.get("name").stringValue();
        if (asksWhatTheRevisionKnows(name, revision)) {
          int id = client.send("tools/call", "{\"name\":\"" + name + "\"}");
          JsonNode message = client.next();
          while (message.has("method")) {
            client.reply(message, reply(message.get("method").stringValue()));
            message = client.next();
          }
          assertThat(message.get("id").intValue()).isEqualTo(id);
        }
      }
    }
  }

  private static boolean asksWhatTheRevisionKnows(String tool, Revision revision) {
    boolean elicits = revision.atLeast(Revision.V2025_06_18);
    return switch (tool) {
      case "test_sampling",
          "test_input_required_result_sampling",
          "test_input_required_result_list_roots" ->
          true;
      case "test_elicitation",
          "test_elicitation_sep1034_defaults",
          "test_input_required_result_multi_round",
          "test_input_required_result_multiple_inputs" ->
          elicits;
      // The enums of SEP-1330 are newer than 2025-06-18.
      case "test_elicitation_sep1330_enums" -> revision.atLeast(Revision.V2025_11_25);
      default -> false;
    };
  }

  private static String reply(String method) {
    return switch (method) {
      case "elicitation/create" -> "{\"action\":\"accept\",\"content\":{\"name\":\"A\"}}";
      case "roots/list" -> "{\"roots\":[]}";
      default ->
          """
          {"role":"assistant","content":{"type":"text","text":"A"},"model":"m"}
          """;
    };
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void resourcesPromptsAndCompletionsFitTheSchema(Revision revision) {
    try (McpServer server = Fixture.server(Fixture.features());
        PipeClient client = PipeClient.connect(server, revision)) {
      for (String uri : List.of("static-text", "static-binary", "template/7/data")) {
        client.result("resources/read", "{\"uri\":\"test://" + uri + "\"}");
      }
      for (JsonNode prompt : client.result("prompts/list", "{}").get("prompts")) {
        client.ask(
            "prompts/get",
            """
            {"name":%s,"arguments":{"arg1":"a","arg2":"b","resourceUri":"test://x"}}
            """
                .formatted(prompt.get("name")));
      }
      client.result(
          "completion/complete",
          """
          {"ref":{"type":"ref/prompt","name":"test_prompt_with_arguments"},
           "argument":{"name":"arg1","value":"te"}}
          """);
      client.result(
          "completion/complete",
          """
          {"ref":{"type":"ref/resource","uri":"test://template/{id}/data"},
           "argument":{"name":"id","value":""}}
          """);
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void refusalsFitTheSchema(Revision revision) {
    try (McpServer server = Fixture.server(Fixture.features());
        PipeClient client = PipeClient.connect(server, revision)) {
      for (String method :
          List.of(
              "tools/call",
              "resources/read",
              "prompts/get",
              "completion/complete",
              "logging/setLevel",
              "resources/subscribe",
              "subscriptions/listen",
              "no/such/method")) {
        for (String params : BAD_PARAMS) {
          assertThat(client.ask(method, params).has("error")).as(method + params).isTrue();
        }
      }
      for (String garbage : List.of("{", "[]", "7", "{\"jsonrpc\":\"1.0\",\"id\":1}")) {
        client.sendLine(garbage);
        assertThat(client.next().has("error")).as(garbage).isTrue();
      }
    }
  }

  @Test
  void theJudgeSeesWhatIsWrong() {
    JsonNode wrong =
        Json.MAPPER.readTree("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":7}}");
    for (Revision revision : Revision.values()) {
      assertThat(WireSchemas.installed().problems(revision, wrong, "tools/list")).isNotEmpty();
    }
  }
}
