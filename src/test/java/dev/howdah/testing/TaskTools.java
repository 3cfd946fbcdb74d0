package dev.howdah.testing;

import static dev.howdah.testing.FixtureTool.json;
import static dev.howdah.testing.FixtureTool.text;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.tool.Call;
import dev.howdah.tool.Question;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.ToolDescriptor;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import dev.howdah.tool.ToolSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The tools whose calls become tasks: those of the conformance suite, and some of our own. */
public final class TaskTools {

  /** What the fixture takes for a call that lasts; each of these lasts longer. */
  static final Duration THRESHOLD = Duration.ofMillis(200);

  private static final Duration LONG = Duration.ofMillis(500);
  private static final String NONE = "{\"type\":\"object\",\"properties\":{}}";
  private static final String NAME =
      """
      {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}
      """;
  private static final String SECONDS =
      """
      {"type":"object","properties":{"seconds":{"type":"number"},"label":{"type":"string"},
       "background":{"type":"boolean"}}}
      """;
  private static final String CONFIRM =
      """
      {"type":"object","properties":{"confirm":{"type":"boolean"}},"required":["confirm"]}
      """;

  private TaskTools() {}

  static List<ToolHandler> all() {
    return List.of(
        FixtureTool.of(
            "greet",
            "Greets at once.",
            NAME,
            (arguments, _) -> text("Hello, " + arguments.path("name").stringValue("") + "!")),
        new TaskTool(
            "slow_compute",
            SECONDS,
            TaskSupport.OPTIONAL,
            ToolSpec.Hints.READ_ONLY,
            TaskTools::compute),
        new TaskTool(
            "failing_job",
            NONE,
            TaskSupport.REQUIRED,
            (_, call) -> {
              rest(call, Duration.ofSeconds(1));
              throw new CallException(ErrorCode.STATEMENT_FAILED, "This job always fails.");
            }),
        new TaskTool(
            "protocol_error_job",
            NONE,
            TaskSupport.OPTIONAL,
            (_, call) -> {
              rest(call, LONG);
              throw new IllegalStateException("a secret that no client may see");
            }),
        new TaskTool("confirm_delete", NONE, TaskSupport.OPTIONAL, TaskTools::confirm),
        new TaskTool("multi_input", NONE, TaskSupport.OPTIONAL, TaskTools::two),
        new TaskTool("test_tool_with_task", NONE, TaskSupport.REQUIRED, TaskTools::greetLater));
  }

  private record TaskTool(
      String name,
      String inputSchema,
      TaskSupport taskSupport,
      ToolSpec.@Nullable Hints hints,
      BiFunction<ObjectNode, Call, ToolResult> function)
      implements ToolHandler {

    TaskTool(
        String name,
        String inputSchema,
        TaskSupport taskSupport,
        BiFunction<ObjectNode, Call, ToolResult> function) {
      this(name, inputSchema, taskSupport, null, function);
    }

    @Override
    public ToolDescriptor descriptor() {
      return new ToolDescriptor(
          name, null, "A call that may be a task.", json(inputSchema), null, hints);
    }

    @Override
    public ToolResult call(ObjectNode arguments, Call call) {
      return function.apply(arguments, call);
    }
  }

  private static ToolResult compute(ObjectNode arguments, Call call) {
    double seconds = arguments.path("seconds").doubleValue(1);
    call.progress(1, 2.0, "half of it");
    rest(call, Duration.ofMillis((long) (seconds * 1000)));
    return text("Computed in " + seconds + " s");
  }

  private static ToolResult confirm(ObjectNode arguments, Call call) {
    rest(call, LONG);
    ObjectNode answer = call.ask("confirmation", Question.form("Delete it?", json(CONFIRM)));
    return text(answer.path("content").path("confirm").booleanValue(false) ? "Deleted." : "Kept.");
  }

  private static ToolResult two(ObjectNode arguments, Call call) {
    rest(call, LONG);
    Map<String, Question> questions = new LinkedHashMap<>();
    questions.put("first", Question.form("Who is first?", json(NAME)));
    questions.put("second", Question.form("Who is second?", json(NAME)));
    return text("Answers: " + call.ask(questions));
  }

  private static ToolResult greetLater(ObjectNode arguments, Call call) {
    ObjectNode answer =
        call.ask("user_name", Question.form("What is your name?", json(NAME)).unsealed());
    rest(call, LONG);
    return text("Hello, " + answer.path("content").path("name").stringValue("") + "!");
  }

  /** Lasts, and ends early when it is cancelled. */
  private static void rest(Call call, Duration time) {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (var _ = call.cancellation().onCancel(cancelled::countDown)) {
      if (cancelled.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CallException(ErrorCode.CANCELLED, "The call was cancelled.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
