package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.tool.InputRequired;
import dev.howdah.tool.Json;
import dev.howdah.tool.LiveResources;
import dev.howdah.tool.Prompt;
import dev.howdah.tool.Question;
import dev.howdah.tool.Resource;
import dev.howdah.tool.Suggestions;
import dev.howdah.tool.TaskPages;
import dev.howdah.tool.ToolHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The methods that every revision has: tools, resources, prompts and completion. */
final class Methods {

  private static final int MOST_ROUNDS = 16;

  /** In characters, of one that is told again. */
  private static final int LONGEST_URI = 1000;

  private static final String LIVE = "live resources of ";

  private final Features features;
  private final Pages pages;
  private final RequestState state;
  private final @Nullable Tasks tasks;
  private final @Nullable TaskMethods taskMethods;

  /**
   * All methods.
   *
   * @param tasks null where there are none
   * @param taskMethods null where there are none
   */
  Methods(
      Features features,
      Pages pages,
      RequestState state,
      @Nullable Tasks tasks,
      @Nullable TaskMethods taskMethods) {
    this.features = features;
    this.pages = pages;
    this.state = state;
    this.tasks = tasks;
    this.taskMethods = taskMethods;
  }

  /**
   * Runs a request's method.
   *
   * @return the members of the result, without what a revision adds to all of them
   * @throws ProtocolException {@code -32601} when there is no such method
   */
  ObjectNode run(Exchange exchange) {
    return switch (exchange.request().method()) {
      case "tools/list" ->
          pages.page(
              "tools",
              features.tools(exchange.caller()),
              tool -> tool.descriptor().name(),
              tool -> Wire.tool(tool, exchange, tasks != null),
              exchange.params());
      case "tools/call" -> callTool(exchange);
      case "resources/list" -> listResources(exchange);
      case "resources/templates/list" -> resources("resourceTemplates", true, exchange);
      case "resources/read" -> readResource(exchange);
      case "prompts/list" ->
          pages.page(
              "prompts",
              features.prompts(exchange.caller()),
              Prompt::name,
              prompt -> Wire.prompt(prompt, exchange.revision()),
              exchange.params());
      case "prompts/get" -> getPrompt(exchange);
      case "completion/complete" -> complete(exchange);
      default -> ofTasks(exchange);
    };
  }

  private ObjectNode ofTasks(Exchange exchange) {
    Optional<ObjectNode> result =
        taskMethods == null ? Optional.empty() : taskMethods.run(exchange);
    return result.orElseThrow(
        () ->
            new ProtocolException(
                ProtocolException.METHOD_NOT_FOUND,
                "Method not found in revision "
                    + exchange.revision().wireName()
                    + ": "
                    + exchange.request().method()));
  }

  private ToolHandler tool(Exchange exchange) {
    String name = string(exchange.params(), "name");
    return features
        .tool(name)
        .filter(each -> each.offeredTo(exchange.caller()))
        .orElseThrow(() -> unknownTool(name));
  }

  /** Runs the call of a task, if its caller still may. */
  ObjectNode callOfTask(Exchange exchange) {
    return callTool(tool(exchange), object(exchange.params(), "arguments"), exchange);
  }

  private ObjectNode callTool(Exchange exchange) {
    ToolHandler tool = tool(exchange);
    ObjectNode arguments = object(exchange.params(), "arguments");
    return tasks == null
        ? callTool(tool, arguments, exchange)
        : tasks.call(tool, exchange, each -> callTool(tool, arguments, each));
  }

  private ObjectNode callTool(ToolHandler tool, ObjectNode arguments, Exchange exchange) {
    return asking(
        exchange,
        call -> Wire.result(tool.call(arguments, call), exchange.revision()),
        failure -> Wire.result(Failures.result(failure), exchange.revision()));
  }

  private ProtocolException unknownTool(String name) {
    return ProtocolException.invalidParams(
        "Unknown tool: " + name + features.withheld(name).map(why -> ". " + why).orElse(""));
  }

  private ObjectNode resources(String list, boolean templates, Exchange exchange) {
    List<Resource> matching =
        features.resources(exchange.caller()).stream()
            .filter(one -> one.template() == templates)
            .toList();
    return pages.page(
        list,
        matching,
        Resource::uri,
        resource -> Wire.resource(resource, exchange.revision()),
        exchange.params());
  }

  /** What is always there comes first, then what the databases hold. */
  private ObjectNode listResources(Exchange exchange) {
    LiveResources live = features.live(exchange.caller());
    String purpose = LIVE + exchange.caller().subject();
    List<String> after = pages.opened(purpose, exchange.params().get("cursor")).orElse(null);
    ObjectNode page = after == null ? resources("resources", false, exchange) : Json.object();
    if (live.equals(LiveResources.NONE) || page.has("nextCursor")) {
      return page;
    }
    ArrayNode shown = page.withArray("resources");
    int room = pages.size() - shown.size();
    if (room == 0) {
      return page.put("nextCursor", pages.at(purpose, List.of()));
    }
    return asking(
        exchange,
        call -> {
          LiveResources.Slice slice = live.list(after, room, call);
          slice.items().forEach(item -> shown.add(Wire.resource(item, exchange.revision())));
          if (!slice.whole() && exchange.revision().stateless()) {
            Caching.forbid(page);
          }
          List<String> next = slice.next();
          return next == null ? page : page.put("nextCursor", pages.at(purpose, next));
        });
  }

  private ObjectNode readResource(Exchange exchange) {
    String uri = string(exchange.params(), "uri");
    for (Resource resource : features.resources(exchange.caller())) {
      Map<String, String> variables =
          resource.template()
              ? new UriTemplate(resource.uri()).match(uri).orElse(null)
              : resource.uri().equals(uri) ? Map.of() : null;
      if (variables != null) {
        return asking(
            exchange,
            call -> {
              ObjectNode result = Json.object();
              ArrayNode contents = result.putArray("contents");
              resource.read(uri, variables, call).forEach(part -> contents.add(part.toJson()));
              if (contents.isEmpty()) {
                throw notFound(uri, exchange);
              }
              return result;
            });
      }
    }
    throw notFound(uri, exchange);
  }

  /** The URI is the client's own and may be of any length; all that are ours are shorter. */
  private static ProtocolException notFound(String given, Exchange exchange) {
    String uri =
        given.codePointCount(0, given.length()) <= LONGEST_URI
            ? given
            : given.substring(0, given.offsetByCodePoints(0, LONGEST_URI)) + "…";
    return new ProtocolException(
        exchange.revision().stateless()
            ? ProtocolException.INVALID_PARAMS
            : ProtocolException.RESOURCE_NOT_FOUND,
        "Resource not found: " + uri,
        Json.object().put("uri", uri));
  }

  private Prompt prompt(String name, Exchange exchange) {
    return features
        .prompt(exchange.caller(), name)
        .orElseThrow(() -> ProtocolException.invalidParams("Unknown prompt: " + name));
  }

  private ObjectNode getPrompt(Exchange exchange) {
    String name = string(exchange.params(), "name");
    Prompt prompt = prompt(name, exchange);
    Map<String, String> arguments = strings(object(exchange.params(), "arguments"));
    for (Prompt.Argument argument : prompt.arguments()) {
      if (argument.required() && arguments.getOrDefault(argument.name(), "").isBlank()) {
        throw ProtocolException.invalidParams(
            "The prompt " + name + " needs the argument " + argument.name() + ", not empty.");
      }
    }
    return asking(
        exchange,
        call -> {
          ObjectNode result = Json.object().put("description", prompt.description());
          ArrayNode messages = result.putArray("messages");
          for (Prompt.Message message : prompt.messages(arguments, call)) {
            messages.add(Wire.message(message, exchange.revision()));
          }
          return result;
        });
  }

  private ObjectNode complete(Exchange exchange) {
    ObjectNode ref = object(exchange.params(), "ref");
    ObjectNode argument = object(exchange.params(), "argument");
    String name = string(argument, "name");
    String value = string(argument, "value");
    Map<String, String> known = strings(object(object(exchange.params(), "context"), "arguments"));
    Function<ServerCall, Suggestions> completing =
        switch (string(ref, "type")) {
          case "ref/prompt" -> {
            Prompt prompt = prompt(string(ref, "name"), exchange);
            yield call -> prompt.complete(name, value, known, call);
          }
          case "ref/resource" -> {
            String uri = string(ref, "uri");
            Resource resource =
                features.resources(exchange.caller()).stream()
                    .filter(each -> each.uri().equals(uri))
                    .findFirst()
                    .orElseThrow(() -> ProtocolException.invalidParams("Unknown resource: " + uri));
            yield call -> resource.complete(name, value, known, call);
          }
          case String other ->
              throw ProtocolException.invalidParams(
                  "ref.type must be ref/prompt or ref/resource, was " + other + ".");
        };
    return asking(exchange, call -> shown(completing.apply(call)));
  }

  private static ObjectNode shown(Suggestions suggestions) {
    ObjectNode result = Json.object();
    ObjectNode completion = result.putObject("completion");
    suggestions.values().forEach(completion.putArray("values")::add);
    if (suggestions.total() != null) {
      completion.put("total", suggestions.total());
    }
    completion.put("hasMore", suggestions.more());
    return result;
  }

  /** Runs a handler whose failures are errors of the protocol. */
  private ObjectNode asking(Exchange exchange, Function<ServerCall, ObjectNode> handler) {
    return asking(
        exchange,
        handler,
        failure -> {
          throw Failures.protocol(failure);
        });
  }

  /** Runs a handler until it needs no more answers, or answers with what it needs. */
  private ObjectNode asking(
      Exchange exchange,
      Function<ServerCall, ObjectNode> handler,
      Function<CallException, ObjectNode> failed) {
    long start = System.nanoTime();
    Answers answers = exchange.revision().stateless() ? state.open(exchange) : new Answers();
    try {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        try {
          TaskPages kept = tasks == null ? TaskPages.NONE : tasks.pages(exchange);
          return handler.apply(new ServerCall(exchange, answers, start, kept));
        } catch (InputRequired input) {
          requireCapabilities(exchange, input.questions());
          input.questions().forEach((key, question) -> keep(answers, key, question));
          Exchange.Asker asker = exchange.asker();
          if (asker == null || !asker.waits()) {
            return state.inputRequired(exchange, answers, input.questions());
          }
          answers.putAsked(asker.ask(input.questions(), exchange));
        }
      }
    } catch (CallException failure) {
      return failed.apply(failure);
    }
    throw new ProtocolException(
        ProtocolException.INTERNAL_ERROR, "Gave up after " + MOST_ROUNDS + " rounds of questions.");
  }

  private static void keep(Answers answers, String key, Question question) {
    if (question.kept() != null) {
      answers.keep(key, question.kept());
    }
  }

  private static void requireCapabilities(Exchange exchange, Map<String, Question> questions) {
    ObjectNode missing = Json.object();
    for (Question question : questions.values()) {
      if (!exchange.supports(question.kind())) {
        missing.putObject(question.kind().capability());
      }
    }
    if (!missing.isEmpty()) {
      ObjectNode data = Json.object();
      data.set("requiredCapabilities", missing);
      throw new ProtocolException(
          exchange.revision().stateless()
              ? ProtocolException.MISSING_CLIENT_CAPABILITY
              : ProtocolException.INVALID_REQUEST,
          "This needs a client that declares: " + String.join(", ", missing.propertyNames()),
          data);
    }
  }

  private static String string(ObjectNode params, String name) {
    JsonNode value = params.get(name);
    if (value == null || !value.isString()) {
      throw ProtocolException.invalidParams("The parameter " + name + " must be a string.");
    }
    return value.stringValue();
  }

  private static ObjectNode object(ObjectNode params, String name) {
    JsonNode value = params.get(name);
    if (value == null || value.isNull()) {
      return Json.object();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw ProtocolException.invalidParams("The parameter " + name + " must be an object.");
  }

  private static Map<String, String> strings(ObjectNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isString()) {
                throw ProtocolException.invalidParams(
                    "The argument " + entry.getKey() + " must be a string.");
              }
              strings.put(entry.getKey(), entry.getValue().stringValue());
            });
    return strings;
  }
}
