package dev.howdah.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a task is in its life. {@link #mayBecome} holds the legal transitions; what is {@link
 * Terminal} never changes.
 *
 * <p>Both generations of MCP tasks use the same five words. They differ in one case: a tool result
 * that reports an error is {@code failed} in 2025-11-25 and {@code completed} in the extension
 * {@code io.modelcontextprotocol/tasks}, where {@code failed} is for JSON-RPC errors alone.
 */
public sealed interface TaskState {

  /** The word in the extension {@code io.modelcontextprotocol/tasks} (2026-07-28). */
  String word();

  /** The word in the experimental tasks of 2025-11-25. */
  default String word2025() {
    return word();
  }

  /** Whether a task in this state may go to that one. A task that stays as it is makes no step. */
  default boolean mayBecome(TaskState next) {
    return switch (this) {
      case Working _ -> !(next instanceof Working);
      case InputRequired _ -> true;
      case Terminal _ -> false;
    };
  }

  /** It is being worked on, or waits for a server to take it. */
  record Working() implements TaskState {
    @Override
    public String word() {
      return "working";
    }
  }

  /**
   * It waits for its caller. When the last question is answered it is {@link Working} again; more
   * questions may be added meanwhile.
   *
   * @param questions those not answered yet, by key, in the order asked; the values are opaque
   */
  record InputRequired(Map<String, String> questions) implements TaskState {
    public InputRequired {
      questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
    }

    @Override
    public String word() {
      return "input_required";
    }
  }

  /** It has ended. */
  sealed interface Terminal extends TaskState {}

  /**
   * It has a result.
   *
   * @param error whether the result itself reports an error, as {@code isError} does
   * @param bytes how large the result is
   */
  record Completed(boolean error, long bytes) implements Terminal {
    @Override
    public String word() {
      return "completed";
    }

    @Override
    public String word2025() {
      return error ? "failed" : "completed";
    }
  }

  /**
   * It ended without a result. The status message says why.
   *
   * @param bytes how large the stored error is; 0 when there is none and the status message is all,
   *     as for a task whose server died
   */
  record Failed(long bytes) implements Terminal {
    @Override
    public String word() {
      return "failed";
    }
  }

  /** Its caller did not want it any more. */
  record Cancelled() implements Terminal {
    @Override
    public String word() {
      return "cancelled";
    }
  }
}
