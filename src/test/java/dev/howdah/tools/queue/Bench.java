package dev.howdah.tools.queue;

import dev.howdah.auth.AccessSettings;
import dev.howdah.db.Database;
import dev.howdah.db.Databases;
import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.Login;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.tool.Seal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** One queue as one login sees it; closed by its user. */
record Bench(Database database, Queue queue, Installations installations) implements AutoCloseable {

  private static final Seal SEAL = Seal.random();

  static Bench of(TestDatabase database, Login login, PgQueuer queue) {
    return of(database, login, queue.table().substring(0, queue.table().indexOf('.')));
  }

  static Bench of(TestDatabase database, Login login, String schema) {
    var opened = ToolClient.database("default", database.dsn(login));
    var session = OpenGate.session(opened, new Cancellation());
    var settings = QueueSettings.DEFAULT.at(schema, null);
    var queues = new Queues(List.of(settings));
    var sessions = OpenGate.sessions(new Databases(List.of(opened)), AccessSettings.NONE);
    var layout = queues.layout(settings, session);
    var missing = EnumSet.allOf(Part.class);
    missing.removeAll(layout.tables().keySet());
    return new Bench(
        opened,
        new Queue(settings, session, layout, Map.of(), missing),
        new Installations(sessions, queues, SEAL, ToolClient.QUERY));
  }

  /** A client of all tools, for the queue in this schema. */
  static ToolClient client(TestDatabase database, Login login, String schema) {
    return new ToolClient(
        ToolClient.QUERY,
        AccessSettings.NONE,
        new Queues(List.of(QueueSettings.DEFAULT.at(schema, null))),
        ToolClient.database("default", database.dsn(login)));
  }

  @Override
  public void close() {
    database.close();
  }
}
