package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Overtime;
import dev.howdah.resilience.Terms;
import dev.howdah.tool.Call;
import dev.howdah.tool.InputRequired;
import dev.howdah.tool.Json;
import dev.howdah.tool.LogLevel;
import dev.howdah.tool.Question;
import dev.howdah.tool.TaskPages;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call as the protocol hands it to a handler. */
final class ServerCall implements Call {

  private final Exchange exchange;
  private final Answers answers;
  private final long start;
  private final TaskPages taskPages;

  /**
   * A call.
   *
   * @param start when its first round began, by {@link System#nanoTime}
   */
  ServerCall(Exchange exchange, Answers answers, long start, TaskPages taskPages) {
    this.taskPages = taskPages;
    this.start = start;
    this.exchange = exchange;
    this.answers = answers;
  }

  @Override
  public Caller caller() {
    return exchange.caller();
  }

  @Override
  public Cancellation cancellation() {
    return exchange.cancellation();
  }

  @Override
  public Terms terms() {
    Exchange.Asker asker = exchange.asker();
    Overtime overtime = asker == null ? null : asker.overtime();
    return new Terms(
        cancellation(),
        overtime == null ? Overtime.none() : overtime,
        overtime == null && progressToken(exchange) == null ? null : this::running);
  }

  @Override
  public TaskPages taskPages() {
    return taskPages;
  }

  /** In a task, its time is told by whoever shows it. */
  private void running(@Nullable String what) {
    double seconds = Math.floor((System.nanoTime() - start) / 1e6) / 1e3;
    Exchange.Asker asker = exchange.asker();
    if (asker != null && what != null) {
      asker.progress(seconds, null, what);
    }
    String time = "unning for " + (long) seconds + " s.";
    report(seconds, null, what == null ? "R" + time : what + "; r" + time);
  }

  @Override
  public @Nullable String databaseName() {
    JsonNode name = exchange.params().path("arguments").path("database");
    return name.isString() ? name.stringValue() : null;
  }

  @Override
  public void progress(double progress, @Nullable Double total, @Nullable String message) {
    Exchange.Asker asker = exchange.asker();
    if (asker != null) {
      asker.progress(progress, total, message);
    }
    report(progress, total, message);
  }

  /** By what name the client wants to hear of progress; null when it does not. */
  static @Nullable JsonNode progressToken(Exchange exchange) {
    JsonNode token = exchange.request().meta().get(Meta.PROGRESS_TOKEN);
    return token == null || !(token.isString() || token.isIntegralNumber()) ? null : token;
  }

  private void report(double progress, @Nullable Double total, @Nullable String message) {
    JsonNode token = progressToken(exchange);
    if (token != null) {
      boolean words = exchange.revision().atLeast(Revision.V2025_03_26);
      send("notifications/progress", progress(token, progress, total, words ? message : null));
    }
  }

  /** The parameters of {@code notifications/progress}. */
  static ObjectNode progress(
      JsonNode token, double value, @Nullable Double total, @Nullable String message) {
    ObjectNode params = Json.object();
    params.set("progressToken", token);
    params.put("progress", value);
    if (total != null) {
      params.put("total", total);
    }
    if (message != null) {
      params.put("message", message);
    }
    return params;
  }

  @Override
  public void log(LogLevel level, @Nullable String logger, Object data) {
    LogLevel threshold = exchange.logThreshold();
    if (threshold == null || level.compareTo(threshold) < 0) {
      return;
    }
    ObjectNode params = Json.object().put("level", level.wireName());
    if (logger != null) {
      params.put("logger", logger);
    }
    params.set("data", Json.MAPPER.valueToTree(data));
    send("notifications/message", params);
  }

  @Override
  public boolean supports(Question.Kind kind) {
    return exchange.supports(kind);
  }

  @Override
  public @Nullable Answered answered(String key) {
    return answers.answered(key);
  }

  @Override
  public Map<String, ObjectNode> ask(Map<String, Question> questions) {
    Map<String, ObjectNode> given = new LinkedHashMap<>();
    Map<String, Question> open = new LinkedHashMap<>();
    questions.forEach(
        (key, question) -> {
          ObjectNode answer = answers.to(key, question);
          if (answer == null) {
            open.put(key, question);
          } else {
            given.put(key, answer);
          }
        });
    if (!open.isEmpty()) {
      throw new InputRequired(open);
    }
    return given;
  }

  private void send(String method, ObjectNode params) {
    if (!exchange.cancellation().cancelled()) {
      exchange.outlet().send(Outgoing.notification(method, params));
    }
  }
}
