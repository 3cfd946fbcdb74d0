package dev.howdah.tools.queue;

import dev.howdah.tools.queue.FailedJobs.Failure;
import dev.howdah.tools.queue.QueueLog.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the log as it is read. A traceback that is too long comes in parts. */
record LogRow(
    long id,
    String created,
    long jobId,
    String status,
    int priority,
    String entrypoint,
    @Nullable String traceback,
    @Nullable Integer tracebackBytes,
    @Nullable String exceptionType,
    @Nullable String exceptionMessage,
    @Nullable String toldAt,
    @Nullable String toldLast,
    @Nullable String toldContext,
    boolean aggregated) {

  /** Longest traceback that is shown whole, in bytes of its JSON. */
  static final int MOST_TRACEBACK = 8192;

  /** Behind so many bytes of tracebacks of one page, compressed, no more are looked into. */
  static final long MOST_STORED = 32L << 20;

  private static final int AROUND = 300;

  /** The same with what a failure has beside it. */
  record Failed(
      long id,
      String created,
      long jobId,
      String status,
      int priority,
      String entrypoint,
      @Nullable String traceback,
      @Nullable Integer tracebackBytes,
      @Nullable String exceptionType,
      @Nullable String exceptionMessage,
      @Nullable String toldAt,
      @Nullable String toldLast,
      @Nullable String toldContext,
      boolean aggregated,
      @Nullable Integer attempt,
      @Nullable String now) {

    LogRow row() {
      return new LogRow(
          id,
          created,
          jobId,
          status,
          priority,
          entrypoint,
          traceback,
          tracebackBytes,
          exceptionType,
          exceptionMessage,
          toldAt,
          toldLast,
          toldContext,
          aggregated);
    }

    Failure failure() {
      String kind =
          switch (status) {
            case "failed" -> "held";
            case "queued" -> "retry";
            default -> "exception";
          };
      return new Failure(
          id,
          created,
          jobId,
          status,
          priority,
          entrypoint,
          row().told(),
          aggregated,
          kind,
          attempt,
          exceptionType,
          exceptionMessage,
          now);
    }
  }

  Entry entry() {
    return new Entry(id, created, jobId, status, priority, entrypoint, told(), aggregated);
  }

  /** What the next page begins after. */
  List<String> key() {
    return List.of(created, Long.toString(id));
  }

  /** About how long it is in an answer. */
  long bytes() {
    int told = tracebackBytes == null ? 0 : Math.min(tracebackBytes, MOST_TRACEBACK);
    return AROUND + 2L * entrypoint.length() + told;
  }

  /** Of one that is too long its last lines, which name the culprit in Python. */
  private @Nullable Map<String, @Nullable Object> told() {
    if (tracebackBytes == null) {
      return null;
    }
    if (traceback != null) {
      return Shown.map(traceback);
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("job_id", jobId);
    parts.put("timestamp", toldAt);
    parts.put("exception_type", exceptionType);
    parts.put("exception_message", exceptionMessage);
    parts.put("traceback", toldLast == null ? null : "…" + toldLast);
    parts.put("additional_context", toldContext == null ? null : Shown.map(toldContext));
    parts.put("truncated", true);
    parts.put("bytes", tracebackBytes);
    return parts;
  }
}
