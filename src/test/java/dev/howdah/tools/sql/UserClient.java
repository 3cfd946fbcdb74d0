package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client whose user is asked before a server keeps a write, over either protocol. */
final class UserClient implements AutoCloseable {

  static final String YES = "{'action':'accept','content':{'confirm':true}}";
  static final String NO = "{'action':'decline'}";

  private static final QuerySettings CONFIRMED =
      new QuerySettings(
          500, 10_000, Size.parse("1MB"), Size.parse("64kB"), Duration.ofMinutes(1), 2, 0, 0, true);

  private final ToolClient server;
  private final PipeClient pipe;
  private final Revision revision;

  /** What the user sees and what comes of it; the question is null where none was asked. */
  record Outcome(@Nullable JsonNode question, JsonNode result) {

    String message() {
      assertThat(question).as("%s", result).isNotNull();
      return question == null ? "" : question.path("message").stringValue("");
    }

    JsonNode ok() {
      assertThat(result.path("isError").booleanValue(false)).as("%s", result).isFalse();
      return result.path("structuredContent");
    }

    JsonNode error() {
      assertThat(result.path("isError").booleanValue(false)).as("%s", result).isTrue();
      return result.at("/structuredContent/error");
    }
  }

  private UserClient(TestDatabase database, AccessSettings access, Revision revision, String can) {
    this.server =
        new ToolClient(
            CONFIRMED, access, ToolClient.writable("default", database.dsn(database.owner())));
    this.pipe = can.isEmpty() ? server.another(revision) : server.another(revision, can);
    this.revision = revision;
  }

  static UserClient of(TestDatabase database, Revision revision) {
    return new UserClient(database, AccessSettings.NONE, revision, "elicitation");
  }

  static UserClient of(TestDatabase database, AccessSettings access) {
    return new UserClient(database, access, Revision.V2026_07_28, "elicitation");
  }

  /** One that cannot ask its user anything. */
  static UserClient mute(TestDatabase database, Revision revision) {
    return new UserClient(database, AccessSettings.NONE, revision, "");
  }

  PipeClient pipe() {
    return pipe;
  }

  Outcome execute(String sql, String answer) {
    return call("execute", Json.object().put("sql", sql), answer, () -> {});
  }

  Outcome execute(String sql, String answer, Runnable meanwhile) {
    return call("execute", Json.object().put("sql", sql), answer, meanwhile);
  }

  /** Statements without parameters in one transaction. */
  Outcome transaction(String answer, Runnable meanwhile, String... statements) {
    var arguments = Json.object();
    for (String sql : statements) {
      arguments.withArray("statements").addObject().put("sql", sql);
    }
    return call("transaction", arguments, answer, meanwhile);
  }

  /**
   * Calls a tool, and answers what is asked.
   *
   * @param answer in JSON with single quotes
   * @param meanwhile runs after the question and before the answer
   */
  Outcome call(String tool, ObjectNode arguments, String answer, Runnable meanwhile) {
    return revision.stateless()
        ? rounds(tool, arguments, answer, meanwhile)
        : dialogue(tool, arguments, answer, meanwhile);
  }

  private Outcome rounds(String tool, ObjectNode arguments, String answer, Runnable meanwhile) {
    JsonNode first = pipe.result("tools/call", params(tool, arguments).toString());
    if (!first.path("resultType").stringValue("").equals("input_required")) {
      return new Outcome(null, first);
    }
    meanwhile.run();
    ObjectNode again = params(tool, arguments);
    again.set("requestState", first.get("requestState"));
    again.putObject("inputResponses").set("approval", json(answer));
    JsonNode question = first.at("/inputRequests/approval");
    assertThat(question.path("method").stringValue("")).isEqualTo("elicitation/create");
    return new Outcome(question.get("params"), pipe.result("tools/call", again.toString()));
  }

  private Outcome dialogue(String tool, ObjectNode arguments, String answer, Runnable meanwhile) {
    int id = pipe.send("tools/call", params(tool, arguments).toString());
    JsonNode message = pipe.next();
    if (!message.has("method")) {
      return new Outcome(null, message.get("result"));
    }
    assertThat(message.path("method").stringValue("")).isEqualTo("elicitation/create");
    meanwhile.run();
    pipe.reply(message, json(answer).toString());
    return new Outcome(message.get("params"), pipe.answerTo(id).get("result"));
  }

  static ObjectNode params(String tool, ObjectNode arguments) {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", arguments.deepCopy());
    return params;
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text.replace('\'', '"'));
  }

  @Override
  public void close() {
    pipe.close();
    server.close();
  }
}
