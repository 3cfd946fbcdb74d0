package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Overtime;
import dev.howdah.task.Claim;
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
 * @param afterwards where messages go that still come when the request has been answered; in a
 *     revision without sessions, nowhere
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
    Outlet afterwards,
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

  /** Whether the client declared for this request that it takes tasks. */
  boolean takesTasks() {
    return capabilities.path("extensions").path(Tasks.EXTENSION).isObject();
  }

  /** The same request as somebody else runs it. */
  Exchange runBy(Asker other, Outlet otherOutlet, Cancellation otherCancellation) {
    return new Exchange(
        request,
        revision,
        caller,
        capabilities,
        logThreshold,
        otherOutlet,
        afterwards,
        otherCancellation,
        other);
  }

  /** Deals with the client while a handler runs. */
  @FunctionalInterface
  interface Asker {

    /** Puts questions to the client and waits for its answers. */
    Map<String, ObjectNode> ask(Map<String, Question> questions, Exchange exchange);

    /**
     * Whether it can ask now; if not, the questions become the answer of the request, which is then
     * its last.
     */
    default boolean waits() {
      return true;
    }

    /** How long its statements may run beyond the usual time; null where there are no tasks. */
    default @Nullable Overtime overtime() {
      return null;
    }

    /** The task that there is; after this, what is none does not become one. */
    default @Nullable Claim settled() {
      return null;
    }

    /** Hears how far the work is. */
    default void progress(double value, @Nullable Double total, @Nullable String message) {}
  }
}
