package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.Caller;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.MutableClock;
import dev.howdah.testing.PipeClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MCP 2026-07-28, Multi Round-Trip Requests. */
class RequestStateTest {

  private static final String CONFIRM = "test_input_required_result_request_state";
  private static final String YES =
      "{\"confirm\":{\"action\":\"accept\",\"content\":{\"ok\":true}}}";

  private final MutableClock clock = new MutableClock();
  private final McpServer server = Fixture.server(Fixture.features(), clock, 100);
  private final PipeClient client = connect();

  private PipeClient connect() {
    return PipeClient.connect(server, Revision.V2026_07_28, "elicitation", "sampling", "roots");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void anAnswerWithItsStateCompletesTheCall() {
    JsonNode result = result(CONFIRM, "{}", state(CONFIRM), YES);

    assertThat(result.at("/content/0/text").stringValue()).startsWith("state-ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-TAMPERED", "A", "=", " "})
  void aStateWithSomethingAppendedIsRefused(String suffix) {
    assertThat(code(CONFIRM, "{}", state(CONFIRM) + suffix)).isEqualTo(-32602);
  }

  @Test
  void aStateWithAnyCharacterChangedIsRefused() {
    String state = state(CONFIRM);
    for (int i = 0; i < state.length(); i += 7) {
      String other = state.charAt(i) == 'A' ? "B" : "A";
      String altered = state.substring(0, i) + other + state.substring(i + 1);
      assertThat(code(CONFIRM, "{}", altered)).as("character " + i).isEqualTo(-32602);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "7", "{}", "null", "\"AAAA\""})
  void whatIsNoStateIsRefused(String state) {
    String params =
        "{\"name\":\"%s\",\"requestState\":%s,\"inputResponses\":%s}"
            .formatted(CONFIRM, state, YES);

    assertThat(client.errorCode("tools/call", params)).isEqualTo(-32602);
  }

  @Test
  void aStateIsGoodUntilItExpires() {
    String inTime = state(CONFIRM);
    String tooLate = state(CONFIRM);

    clock.advance(Duration.ofMinutes(14));
    assertThat(result(CONFIRM, "{}", inTime, YES).has("content")).isTrue();
    clock.advance(Duration.ofMinutes(2));
    assertThat(code(CONFIRM, "{}", tooLate)).isEqualTo(-32602);
  }

  @Test
  void aStateIsGoodForOneUse() {
    String state = state(CONFIRM);
    assertThat(result(CONFIRM, "{}", state, YES).has("content")).isTrue();

    assertThat(code(CONFIRM, "{}", state)).isEqualTo(-32602);
    clock.advance(Duration.ofHours(1));
    assertThat(code(CONFIRM, "{}", state)).isEqualTo(-32602);
  }

  @Test
  void aStateServesNoOtherToolAndNoOtherArguments() {
    assertThat(code("test_input_required_result_tampered_state", "{}", state(CONFIRM)))
        .isEqualTo(-32602);
    assertThat(code(CONFIRM, "{\"table\":\"another\"}", state(CONFIRM))).isEqualTo(-32602);
  }

  @Test
  void aStateServesNoOtherMethod() {
    String params =
        "{\"name\":\"test_input_required_result_prompt\",\"requestState\":\"%s\"}"
            .formatted(state(CONFIRM));

    assertThat(client.errorCode("prompts/get", params)).isEqualTo(-32602);
  }

  @Test
  void aStateServesNoOtherCaller() {
    String state = state(CONFIRM);

    try (PipeClient stranger = PipeClient.connect(server, new Caller("stranger"))) {
      stranger.speak(Revision.V2026_07_28);
      assertThat(stranger.errorCode("tools/call", params(CONFIRM, "{}", state, YES)))
          .isEqualTo(-32602);
    }
  }

  @Test
  void aStateServesNoOtherServer() {
    String state = state(CONFIRM);

    try (McpServer other = Fixture.server(Fixture.features());
        PipeClient there = PipeClient.connect(other, Revision.V2026_07_28, "elicitation")) {
      assertThat(there.errorCode("tools/call", params(CONFIRM, "{}", state, YES)))
          .isEqualTo(-32602);
    }
  }

  @Test
  void theOrderOfTheArgumentsDoesNotMatter() {
    String state = state(CONFIRM, "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}");

    assertThat(result(CONFIRM, "{\"b\":{\"d\":3,\"c\":2},\"a\":1}", state, YES).has("content"))
        .isTrue();
  }

  @Test
  void anAnswerThatIsMissingIsAskedForAgain() {
    JsonNode again =
        result(
            "test_input_required_result_multiple_inputs",
            "{}",
            state("test_input_required_result_multiple_inputs"),
            "{\"client_roots\":{\"roots\":[]}}");

    assertThat(again.get("resultType").stringValue()).isEqualTo("input_required");
    assertThat(again.get("inputRequests").propertyNames())
        .containsExactlyInAnyOrder("user_name", "greeting");
    JsonNode done =
        result(
            "test_input_required_result_multiple_inputs",
            "{}",
            again.get("requestState").stringValue(),
            """
            {"user_name":{"action":"accept","content":{"name":"Ada"}},
             "greeting":{"role":"assistant","content":{"type":"text","text":"Hi"},"model":"m"}}
            """);
    assertThat(done.at("/content/0/text").stringValue()).contains("Ada", "Hi", "roots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"confirm\":7}", "{\"confirm\":{}}", "{\"other\":{}}"})
  void anAnswerThatDoesNotFitIsAskedForAgain(String responses) {
    assertThat(result(CONFIRM, "{}", state(CONFIRM), responses).has("inputRequests")).isTrue();
  }

  @Test
  void aSealedQuestionIsNotAnsweredWithoutItsState() {
    String params = "{\"name\":\"%s\",\"inputResponses\":%s}".formatted(CONFIRM, YES);

    assertThat(client.result("tools/call", params).has("inputRequests")).isTrue();
  }

  @Test
  void anUnsealedQuestionMayBeAnsweredBeforeItIsAsked() {
    JsonNode result =
        client.result(
            "tools/call",
            """
            {"name":"test_input_required_result_elicitation","inputResponses":
             {"user_name":{"action":"accept","content":{"name":"Ada"}},"extra":{}}}
            """);

    assertThat(result.at("/content/0/text").stringValue()).isEqualTo("Hello, Ada!");
  }

  @Test
  void whatWasNotDeclaredIsNotAskedFor() {
    try (PipeClient mute = PipeClient.connect(server, Revision.V2026_07_28, "sampling")) {
      JsonNode error = mute.ask("tools/call", "{\"name\":\"" + CONFIRM + "\"}").get("error");

      assertThat(error.get("code").intValue()).isEqualTo(-32021);
      assertThat(error.at("/data/requiredCapabilities")).hasToString("{\"elicitation\":{}}");
    }
  }

  private String state(String tool) {
    return state(tool, "{}");
  }

  private String state(String tool, String arguments) {
    String params = "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments);
    JsonNode result = client.result("tools/call", params);
    assertThat(result.get("resultType").stringValue()).isEqualTo("input_required");
    return result.get("requestState").stringValue();
  }

  private JsonNode result(String tool, String arguments, String state, String responses) {
    return client.result("tools/call", params(tool, arguments, state, responses));
  }

  private int code(String tool, String arguments, String state) {
    return client.errorCode("tools/call", params(tool, arguments, state, YES));
  }

  private static String params(String tool, String arguments, String state, String responses) {
    return "{\"name\":\"%s\",\"arguments\":%s,\"requestState\":\"%s\",\"inputResponses\":%s}"
        .formatted(tool, arguments, state, responses);
  }
}
