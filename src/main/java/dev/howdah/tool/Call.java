package dev.howdah.tool;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Terms;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One call of a tool, a resource or a prompt: who calls, and the ways to talk back. */
public interface Call {

  Caller caller();

  /** Cancelled when nobody waits for the result any more. */
  Cancellation cancellation();

  /** On what terms statements of this call run. */
  default Terms terms() {
    return Terms.until(cancellation());
  }

  /** Pages of long results, of this call and earlier ones. */
  default TaskPages taskPages() {
    return TaskPages.NONE;
  }

  /** The name in the argument {@code database}, or null for the default one. */
  @Nullable String databaseName();

  /**
   * Tells how far the work is; ignored when the client did not ask to be told.
   *
   * @param progress grows with each report
   * @param total the end of it, or null when unknown
   */
  void progress(double progress, @Nullable Double total, @Nullable String message);

  /**
   * Sends a log message to the client, if it asked for this level.
   *
   * @param logger the name of the part that speaks, or null
   */
  void log(LogLevel level, @Nullable String logger, Object data);

  /** Whether the client declared that it can answer such a question. */
  boolean supports(Question.Kind kind);

  /**
   * The client's answers to these questions, each under its key.
   *
   * @return the result objects of {@code elicitation/create}, {@code sampling/createMessage} or
   *     {@code roots/list}
   * @throws InputRequired when an answer is still missing
   */
  Map<String, ObjectNode> ask(Map<String, Question> questions);

  /**
   * The client's answer to a sealed question of an earlier round of this call, with what the
   * question kept then; null when there is none. It may be of any form.
   */
  @Nullable Answered answered(String key);

  /**
   * An answer.
   *
   * @param kept see {@link Question#keeping}
   */
  record Answered(ObjectNode answer, ObjectNode kept) {}

  /** The client's answer to one question; see {@link #ask(Map)}. */
  default ObjectNode ask(String key, Question question) {
    return Objects.requireNonNull(ask(Map.of(key, question)).get(key));
  }
}
