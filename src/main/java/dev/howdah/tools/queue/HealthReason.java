package dev.howdah.tools.queue;

import dev.howdah.tool.Param;
import java.util.Locale;
import java.util.Map;

/** Something about a queue that a person should know. */
public record HealthReason(
    @Param("notice leaves the verdict ok.") Severity severity,
    @Param("What it is, in one stable word.") String reason,
    @Param("What was seen, and what it means.") String message,
    @Param("The tool that shows more.") String nextTool,
    @Param("Its arguments.") Map<String, Object> nextArguments) {

  /** How bad it is. */
  public enum Severity {
    NOTICE,
    DEGRADED,
    STALLED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public HealthReason {
    nextArguments = Map.copyOf(nextArguments);
  }

  /** About how many bytes it has in an answer. */
  long bytes() {
    return 200 + 2L * (message.length() + nextArguments.toString().length());
  }
}
