package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.task.NewTask;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tasks to be, of calls. */
final class NewTasks {

  private static final int LONGEST_NAME = 128;

  /** Most characters of what a client said that an error says again. */
  private static final int LONGEST_ECHO = 100;

  private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE);

  private final TaskSettings settings;

  NewTasks(TaskSettings settings) {
    this.settings = settings;
  }

  /** One that any server may run; empty for a call that only this one can. */
  Optional<NewTask> anywhere(ToolHandler tool, Exchange exchange, @Nullable Duration ttl) {
    return kept(tool, exchange).map(request -> of(exchange, ttl, request, restarts(tool)));
  }

  /** One that this server runs. What cannot begin again is not kept: it may hold secrets. */
  NewTask here(ToolHandler tool, Exchange exchange, @Nullable Duration ttl) {
    int restarts = restarts(tool);
    return (restarts > 0 ? kept(tool, exchange) : Optional.<String>empty())
        .map(request -> of(exchange, ttl, request, restarts))
        .orElseGet(() -> of(exchange, ttl, "{}", 0));
  }

  /** How often a call may begin again; never where it may have written. */
  private int restarts(ToolHandler tool) {
    ToolSpec.Hints hints = tool.descriptor().hints();
    return hints != null && hints.readOnly() ? settings.restarts() : 0;
  }

  private Optional<String> kept(ToolHandler tool, Exchange exchange) {
    return KeptCall.of(exchange, restarts(tool) > 0, settings.limits().maxRequestBytes());
  }

  private static NewTask of(
      Exchange exchange, @Nullable Duration ttl, String request, int restarts) {
    String tool = exchange.params().path("name").stringValue("");
    String kind = "tools/call " + tool.substring(0, Math.min(tool.length(), LONGEST_NAME));
    return new NewTask(
        TaskId.random(), Tasks.owner(exchange.caller()), kind, request, null, ttl, restarts);
  }

  /** How long a client of 2025-11-25 would like its task kept; null when it does not say. */
  static @Nullable Duration ttl(JsonNode wish) {
    JsonNode ttl = wish.path("ttl");
    if (!wish.isObject()) {
      throw ProtocolException.invalidParams("The parameter task must be an object.");
    }
    if (ttl.isMissingNode() || ttl.isNull()) {
      return null;
    }
    // JSON knows one kind of numbers: 1000.0 and 1e300 are whole ones too.
    BigDecimal millis = ttl.isNumber() ? ttl.decimalValue() : BigDecimal.ZERO;
    if (millis.compareTo(BigDecimal.ONE) < 0 || millis.stripTrailingZeros().scale() > 0) {
      String was = ttl.toString();
      throw ProtocolException.invalidParams(
          "task.ttl must be a whole number of milliseconds, at least 1, was "
              + (was.length() > LONGEST_ECHO ? was.substring(0, LONGEST_ECHO) + "…" : was)
              + ".");
    }
    // The store makes it as short as it has to be.
    return Duration.ofMillis(millis.min(MOST_MILLIS).longValue());
  }

  /** What the caller hears of a task that could not be kept. */
  static CallException refused(TaskException e) {
    ErrorCode code =
        switch (e.reason()) {
          case TOO_MANY -> ErrorCode.RATE_LIMITED;
          case TOO_LARGE -> ErrorCode.INVALID_REQUEST;
          default -> ErrorCode.NOT_AVAILABLE;
        };
    return new CallException(
        code, "The call did not begin: " + e.getMessage(), Map.of("what", "tasks"), e);
  }
}
