package dev.howdah.testing;

import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.Prompt;
import dev.howdah.tool.Question;
import dev.howdah.tool.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The conformance suite's prompts. */
record FixturePrompt(
    String name,
    String description,
    List<Prompt.Argument> arguments,
    BiFunction<Map<String, String>, Call, List<Content>> contents)
    implements Prompt {

  static List<Prompt> all() {
    return List.of(
        new FixturePrompt(
            "test_simple_prompt",
            "A prompt without arguments.",
            List.of(),
            (_, _) -> List.of(new Content.Text("This is a simple prompt for testing."))),
        new FixturePrompt(
            "test_prompt_with_arguments",
            "A prompt with two arguments.",
            List.of(
                new Argument("arg1", "First test argument", true),
                new Argument("arg2", "Second test argument", true)),
            (arguments, _) ->
                List.of(
                    new Content.Text(
                        "Prompt with arguments: arg1='%s', arg2='%s'"
                            .formatted(arguments.get("arg1"), arguments.get("arg2"))))),
        new FixturePrompt(
            "test_prompt_with_embedded_resource",
            "A prompt with a resource.",
            List.of(new Argument("resourceUri", "The resource to embed", true)),
            (arguments, _) ->
                List.of(
                    ContentTools.embedded(
                        arguments.getOrDefault("resourceUri", ""),
                        "text/plain",
                        "Embedded resource content for testing."),
                    new Content.Text("Please process the embedded resource above."))),
        new FixturePrompt(
            "test_prompt_with_image",
            "A prompt with a picture.",
            List.of(),
            (_, _) ->
                List.of(
                    ContentTools.picture(), new Content.Text("Please analyze the image above."))),
        new FixturePrompt(
            "test_input_required_result_prompt",
            "A prompt that asks for its context.",
            List.of(),
            (_, call) -> List.of(new Content.Text("Prompt with context: " + context(call)))));
  }

  private static String context(Call call) {
    Question question =
        Question.form("What context should the prompt use?", FixtureTool.json(Forms.CONTEXT));
    return call.ask("user_context", question).at("/content/context").stringValue("");
  }

  @Override
  public List<Message> messages(Map<String, String> given, Call call) {
    return contents.apply(given, call).stream()
        .map(content -> new Message(Role.USER, content))
        .toList();
  }

  /** What a user may have meant by {@code t}. */
  @Override
  public Suggestions complete(String argument, String value, Map<String, String> known, Call call) {
    return Suggestions.beginning(value, List.of("test", "testValue1", "testValue2"));
  }

  /** The names of its arguments, as a list that shows in failures. */
  @Override
  public String toString() {
    return name + Arrays.toString(arguments.stream().map(Argument::name).toArray());
  }
}
