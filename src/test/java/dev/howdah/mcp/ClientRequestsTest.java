package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same handlers for clients that are asked while the call waits (MCP up to 2025-11-25). */
class ClientRequestsTest {

  private final McpServer server = Fixture.server(Fixture.features());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksTheClientAndGoesOnWithItsAnswer() {
    try (PipeClient client = connect()) {
      int id = call(client, "test_input_required_result_elicitation");
      JsonNode question = client.next();
      assertThat(question.get("method").stringValue()).isEqualTo("elicitation/create");
      assertThat(question.at("/params/message").stringValue()).isEqualTo("What is your name?");
      client.reply(question, "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");

      assertThat(text(client.answerTo(id))).isEqualTo("Hello, Ada!");
    }
  }

  @Test
  void entersTheHandlerAgainForEveryRound() {
    try (PipeClient client = connect()) {
      int id = call(client, "test_input_required_result_multi_round");
      client.reply(client.next(), "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");
      client.reply(client.next(), "{\"action\":\"accept\",\"content\":{\"color\":\"red\"}}");

      assertThat(text(client.answerTo(id))).isEqualTo("Ada likes red");
    }
  }

  @Test
  void asksSeveralThingsAtOnceAndTakesTheAnswersInAnyOrder() {
    try (PipeClient client = connect()) {
      int id = call(client, "test_input_required_result_multiple_inputs");
      JsonNode elicitation = client.await("elicitation/create");
      JsonNode sampling = client.await("sampling/createMessage");
      JsonNode roots = client.await("roots/list");
      client.reply(roots, "{\"roots\":[{\"uri\":\"file:///r\"}]}");
      client.reply(
          sampling,
          "{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"Hi\"},\"model\":\"m\"}");
      client.reply(elicitation, "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");

      assertThat(text(client.answerTo(id))).contains("Ada", "Hi", "file:///r");
    }
  }

  @Test
  void aUserWhoDeclinesIsAnAnswer() {
    try (PipeClient client = connect()) {
      int id = call(client, "test_input_required_result_request_state");
      client.reply(client.next(), "{\"action\":\"decline\"}");

      assertThat(text(client.answerTo(id))).startsWith("state-ok, action=decline");
    }
  }

  @Test
  void aClientThatRefusesFailsTheToolInAWayTheModelUnderstands() {
    try (PipeClient client = connect()) {
      int id = call(client, "test_input_required_result_request_state");
      refuse(client, client.next());

      JsonNode result = client.answerTo(id).path("result");
      assertThat(result.path("isError").booleanValue(false)).isTrue();
      assertThat(result.toString()).contains("User rejected it");
    }
  }

  @Test
  void aClientThatRefusesFailsThePromptByAnError() {
    try (PipeClient client = connect()) {
      int id = client.send("prompts/get", "{\"name\":\"test_input_required_result_prompt\"}");
      refuse(client, client.next());

      assertThat(client.answerTo(id).at("/error/message").stringValue(""))
          .contains("User rejected it");
    }
  }

  private static void refuse(PipeClient client, JsonNode question) {
    client.sendLine(
        """
        {"jsonrpc":"2.0","id":%s,"error":{"code":-1,"message":"User rejected it"}}
        """
            .formatted(question.get("id")));
  }

  @Test
  void aClientWithoutTheCapabilityIsNotAsked() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25, "roots")) {
      JsonNode answer = client.answerTo(call(client, "test_input_required_result_elicitation"));

      assertThat(answer.at("/error/code").intValue()).isEqualTo(-32600);
      assertThat(answer.at("/error/message").stringValue()).contains("elicitation");
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsAskedForAgain() {
    try (PipeClient client = connect()) {
      int id = call(client, "test_input_required_result_elicitation");
      client.reply(client.next(), "{\"nonsense\":true}");
      JsonNode again = client.next();
      assertThat(again.path("method").stringValue("")).isEqualTo("elicitation/create");
      client.reply(again, "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");

      assertThat(text(client.answerTo(id))).isEqualTo("Hello, Ada!");
    }
  }

  @Test
  void cancellingTheCallTakesTheQuestionBack() {
    try (PipeClient client = connect()) {
      int id = call(client, "test_input_required_result_elicitation");
      JsonNode question = client.next();
      client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");

      assertThat(client.await("notifications/cancelled").at("/params/requestId"))
          .isEqualTo(question.get("id"));
      assertThat(client.untaken()).isEmpty();
    }
  }

  @Test
  void theModeOfAFormIsNewIn20251125() {
    for (Revision revision : List.of(Revision.V2025_06_18, Revision.V2025_11_25)) {
      try (PipeClient client = PipeClient.connect(server, revision, "elicitation")) {
        call(client, "test_input_required_result_elicitation");

        assertThat(client.next().get("params").has("mode"))
            .isEqualTo(revision == Revision.V2025_11_25);
      }
    }
  }

  @Test
  void promptsAskAsWell() {
    try (PipeClient client = connect()) {
      int id = client.send("prompts/get", "{\"name\":\"test_input_required_result_prompt\"}");
      client.reply(client.next(), "{\"action\":\"accept\",\"content\":{\"context\":\"C\"}}");

      assertThat(client.answerTo(id).at("/result/messages/0/content/text"))
          .isEqualTo(Json.MAPPER.readTree("\"Prompt with context: C\""));
    }
  }

  private PipeClient connect() {
    return PipeClient.connect(server, Revision.V2025_11_25, "elicitation", "sampling", "roots");
  }

  private static int call(PipeClient client, String tool) {
    return client.send("tools/call", "{\"name\":\"" + tool + "\"}");
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").stringValue("");
  }
}
