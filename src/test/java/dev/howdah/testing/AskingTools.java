package dev.howdah.testing;

import static dev.howdah.testing.FixtureTool.json;
import static dev.howdah.testing.FixtureTool.text;

import dev.howdah.tool.Call;
import dev.howdah.tool.Question;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The conformance suite's tools that ask the client, written once for both generations. */
final class AskingTools {

  private static final String NAME =
      """
      {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}
      """;
  private static final String OK =
      """
      {"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}
      """;
  private static final String COLOR =
      """
      {"type":"object","properties":{"color":{"type":"string"}},"required":["color"]}
      """;
  private static final String VALUE =
      """
      {"type":"object","properties":{"value":{"type":"string"}},"required":["value"]}
      """;
  private static final String PROMPT_ARGUMENT =
      """
      {"type":"object","properties":{"prompt":{"type":"string"}},"required":["prompt"]}
      """;
  private static final String MESSAGE_ARGUMENT =
      """
      {"type":"object","properties":{"message":{"type":"string"}},"required":["message"]}
      """;

  private AskingTools() {}

  static List<ToolHandler> all() {
    return List.of(
        FixtureTool.of(
            "test_sampling", "Asks the client's model.", PROMPT_ARGUMENT, AskingTools::sample),
        FixtureTool.of(
            "test_elicitation",
            "Asks the user for a name and an address.",
            MESSAGE_ARGUMENT,
            AskingTools::elicit),
        FixtureTool.of(
            "test_elicitation_sep1034_defaults",
            "Asks with defaults.",
            call -> completed(call, Forms.WITH_DEFAULTS)),
        FixtureTool.of(
            "test_elicitation_sep1330_enums",
            "Asks with every kind of choice.",
            call -> completed(call, Forms.WITH_CHOICES)),
        FixtureTool.of("test_missing_capability", "Needs sampling.", AskingTools::needsSampling),
        FixtureTool.of(
            "test_streaming_elicitation",
            "Reports progress where the client listens.",
            AskingTools::streaming),
        FixtureTool.of(
            "test_input_required_result_elicitation",
            "Asks for a name, which may come unasked.",
            AskingTools::greet),
        FixtureTool.of(
            "test_input_required_result_sampling",
            "Asks the client's model.",
            call ->
                text(
                    textOf(
                        call.ask(
                            "capital_question", sampling("What is the capital of France?", 100))))),
        FixtureTool.of(
            "test_input_required_result_list_roots", "Asks for the roots.", AskingTools::roots),
        FixtureTool.of(
            "test_input_required_result_request_state",
            "Asks once, with state.",
            AskingTools::confirm),
        FixtureTool.of(
            "test_input_required_result_multiple_inputs",
            "Asks three things at once.",
            AskingTools::three),
        FixtureTool.of(
            "test_input_required_result_multi_round", "Asks twice.", AskingTools::twoRounds),
        FixtureTool.of(
            "test_input_required_result_tampered_state",
            "Asks once, with state that must come back unaltered.",
            AskingTools::confirm),
        FixtureTool.of(
            "test_input_required_result_capabilities",
            "Asks only what the client can answer.",
            AskingTools::whatIsPossible));
  }

  private static Question form(String message, String schema) {
    return Question.form(message, json(schema));
  }

  static Question sampling(String prompt, int maxTokens) {
    ObjectNode params =
        json("{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\"}}]}");
    ((ObjectNode) params.at("/messages/0/content")).put("text", prompt);
    return Question.sampling(params.put("maxTokens", maxTokens));
  }

  private static String textOf(ObjectNode sampled) {
    return sampled.path("content").path("text").stringValue("");
  }

  private static String field(ObjectNode elicited, String name) {
    JsonNode value = elicited.path("content").path(name);
    return value.isString() ? value.stringValue() : value.toString();
  }

  private static String outcome(ObjectNode elicited) {
    return "action=%s, content=%s"
        .formatted(elicited.path("action").stringValue(""), elicited.path("content"));
  }

  private static ToolResult sample(ObjectNode arguments, Call call) {
    String prompt = arguments.path("prompt").stringValue("");
    return text("LLM response: " + textOf(call.ask("prompt", sampling(prompt, 100))));
  }

  private static ToolResult elicit(ObjectNode arguments, Call call) {
    String message = arguments.path("message").stringValue("");
    return text("User response: " + outcome(call.ask("user", form(message, Forms.USER))));
  }

  private static ToolResult completed(Call call, String schema) {
    ObjectNode answer = call.ask("form", form("Please fill in the form", schema));
    return text("Elicitation completed: " + outcome(answer));
  }

  private static ToolResult needsSampling(Call call) {
    if (!call.supports(Question.Kind.SAMPLING)) {
      call.ask("never_asked", sampling("Say success", 10));
    }
    return text("Success");
  }

  private static ToolResult streaming(Call call) {
    call.progress(1, 1.0, null);
    return text("Streaming complete");
  }

  private static ToolResult greet(Call call) {
    ObjectNode answer = call.ask("user_name", form("What is your name?", NAME).unsealed());
    return text("Hello, " + field(answer, "name") + "!");
  }

  private static ToolResult roots(Call call) {
    return text("Roots: " + call.ask("client_roots", Question.roots()).path("roots"));
  }

  private static ToolResult confirm(Call call) {
    ObjectNode answer = call.ask("confirm", form("Please confirm", OK));
    return text("state-ok, " + outcome(answer));
  }

  private static ToolResult three(Call call) {
    Map<String, Question> questions = new LinkedHashMap<>();
    questions.put("user_name", form("What is your name?", NAME));
    questions.put("greeting", sampling("Generate a greeting", 50));
    questions.put("client_roots", Question.roots());
    return text("Answers: " + call.ask(questions));
  }

  private static ToolResult twoRounds(Call call) {
    String name = field(call.ask("step1", form("Step 1: What is your name?", NAME)), "name");
    ObjectNode second = call.ask("step2", form("Step 2: What is your favorite color?", COLOR));
    return text(name + " likes " + field(second, "color"));
  }

  private static ToolResult whatIsPossible(Call call) {
    Map<String, Question> questions = new LinkedHashMap<>();
    if (call.supports(Question.Kind.ELICITATION)) {
      questions.put("elicit_input", form("Elicitation input", VALUE));
    }
    if (call.supports(Question.Kind.SAMPLING)) {
      questions.put("sample_input", sampling("Sample request", 50));
    }
    return text("Answers: " + (questions.isEmpty() ? "none" : call.ask(questions)));
  }
}
