package dev.howdah.corpus;

import dev.howdah.testing.Login;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A server over one database, as a client sees it. */
final class Door implements AutoCloseable {

  /** Longer than any case takes that is answered, on a machine that is busy with others too. */
  static final int TIMEOUT_MS = 20_000;

  private final ToolClient client;

  private Door(ToolClient client) {
    this.client = client;
  }

  /** A server in its default mode, which only reads. */
  static Door readOnly(TestDatabase database, Login login) {
    return new Door(ToolClient.of(database, login));
  }

  /** A server that keeps these rules. */
  static Door restricted(TestDatabase database, Login login, Rules rules) {
    if (rules.equals(Rules.NONE)) {
      return readOnly(database, login);
    }
    var connected = ToolClient.database("default", database.dsn(login));
    return new Door(new ToolClient(ToolClient.QUERY, rules.settings(), connected));
  }

  /** A server that keeps these rules, and whose data may be written. */
  static Door restrictedWriter(TestDatabase database, Login login, Rules rules) {
    var connected = ToolClient.fixed("default", database.dsn(login));
    return new Door(new ToolClient(ToolClient.QUERY, rules.settings(), connected));
  }

  /** A server whose data may be written, but not its schema. */
  static Door writer(TestDatabase database, Login login) {
    var connected = ToolClient.fixed("default", database.dsn(login));
    return new Door(new ToolClient(ToolClient.QUERY, connected));
  }

  /** Its plan. */
  Outcome explain(Case test) {
    return Outcome.of(client.call("explain", arguments(test.sql(), test.params(), TIMEOUT_MS)));
  }

  /** Its plan, measured. */
  Outcome measure(Case test) {
    ObjectNode arguments = arguments(test.sql(), test.params(), TIMEOUT_MS);
    return Outcome.of(client.call("explain", arguments.put("analyze", true)));
  }

  Outcome execute(Case test) {
    return Outcome.of(client.call("execute", arguments(test.sql(), test.params(), TIMEOUT_MS)));
  }

  /** The only statement of a transaction. */
  Outcome transaction(Case test) {
    ObjectNode statement = Json.object().put("sql", test.sql());
    if (!test.params().isEmpty()) {
      statement.set("params", Json.MAPPER.valueToTree(test.params()));
    }
    ObjectNode arguments = Json.object().put("timeout_ms", TIMEOUT_MS);
    arguments.putArray("statements").add(statement);
    return Outcome.of(client.call("transaction", arguments));
  }

  Outcome query(Case test) {
    return query(test.sql(), test.params());
  }

  Outcome query(String sql, List<@Nullable Object> params) {
    return query(sql, params, TIMEOUT_MS);
  }

  Outcome query(String sql, List<@Nullable Object> params, int timeoutMs) {
    return Outcome.of(client.call("query", arguments(sql, params, timeoutMs)));
  }

  private static ObjectNode arguments(String sql, List<@Nullable Object> params, int timeoutMs) {
    ObjectNode arguments = Json.object().put("sql", sql).put("timeout_ms", timeoutMs);
    if (!params.isEmpty()) {
      arguments.set("params", Json.MAPPER.valueToTree(params));
    }
    return arguments;
  }

  @Override
  public void close() {
    client.close();
  }
}
