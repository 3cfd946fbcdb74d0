package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.LogLevel;
import dev.howdah.tool.Question;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request on its way to an answer, with all its handler may know of the client.
 *
 * @param capabilities what the client can do, as it declared for this request or this session
 * @param logThreshold the least level the client wants to hear of, or null for none
 * @param outlet where messages that belong to this request go
 * @param asker asks the client while the handler waits; null where every request stands alone and
 *     questions are part of the answer
 */
record Exchange(
    Message.Request request,
    Revision revision,
    Caller caller,
    ObjectNode capabilities,
    @Nullable LogLevel logThreshold,
    Outlet outlet,
    Cancellation cancellation,
    @Nullable Asker asker) {

  ObjectNode params() {
    return request.params();
  }

  /**
   * Whether the client declared that it answers such questions. An elicitation is always a form of
   * ours; {@code {}} declares forms, and so does {@code form} beside {@code url}.
   */
  boolean supports(Question.Kind kind) {
    JsonNode declared = capabilities.get(kind.capability());
    return declared != null
        && (kind != Question.Kind.ELICITATION || !declared.has("url") || declared.has("form"));
  }

  /** Sends questions to a client and waits for its answers. */
  @FunctionalInterface
  interface Asker {
    Map<String, ObjectNode> ask(Map<String, Question> questions, Exchange exchange);
  }
}
