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

  /** Longer than any case takes that is answered, and short enough for those that never end. */
  static final int TIMEOUT_MS = 1_500;

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

  Outcome query(Case test) {
    return query(test.sql(), test.params());
  }

  Outcome query(String sql, List<@Nullable Object> params) {
    return query(sql, params, TIMEOUT_MS);
  }

  Outcome query(String sql, List<@Nullable Object> params, int timeoutMs) {
    ObjectNode arguments = Json.object().put("sql", sql).put("timeout_ms", timeoutMs);
    if (!params.isEmpty()) {
      arguments.set("params", Json.MAPPER.valueToTree(params));
    }
    return Outcome.of(client.call("query", arguments));
  }

  @Override
  public void close() {
    client.close();
  }
}
