package dev.howdah;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Permissions;
import dev.howdah.config.Option;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.WorkSettings;
import dev.howdah.llm.EmbeddingSettings;
import dev.howdah.mcp.TaskSettings;
import dev.howdah.observe.LogSettings;
import dev.howdah.queue.QueueSettings;
import dev.howdah.resource.ResourceSettings;
import dev.howdah.transport.http.HttpSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Everything that can be set. */
public record Settings(
    @Option(value = "stdio", help = "How clients connect.", env = "MCP_TRANSPORT")
        Transport transport,
    @Option(help = "The transports streamable-http and sse.") HttpSettings http,
    @Option(help = "The database, or the default one of several.") DatabaseSettings database,
    @Option(help = "More databases, each with a name.", env = "PG_MCP_DATABASES")
        Map<String, DatabaseSettings> databases,
    @Option(help = "Limits on one result.") QuerySettings query,
    @Option(help = "How much work a database may put into one statement.") WorkSettings limits,
    @Option(help = "What callers may touch.") AccessSettings access,
    @Option(help = "Tables as resources.") ResourceSettings resources,
    @Option(help = "What makes embeddings of texts for vector_search and insert_vector.")
        EmbeddingSettings embedding,
    @Option(help = "The job queue of PgQueuer, or the default one of several.") QueueSettings queue,
    @Option(help = "More job queues, each with a name.") Map<String, QueueSettings> queues,
    @Option(help = "Calls that last, as tasks.") TaskSettings tasks,
    @Option(help = "What the log holds, and how.") LogSettings log) {

  /** How clients connect. */
  public enum Transport {
    STDIO,
    STREAMABLE_HTTP,
    SSE
  }

  public Settings {
    databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
    queues = Collections.unmodifiableMap(new LinkedHashMap<>(queues));
    if (transport != Transport.STDIO && !http.isLoopback() && !http.allowUnauthenticated()) {
      throw new IllegalArgumentException(
          "http.host must be a loopback address such as 127.0.0.1 unless"
              + " http.allow-unauthenticated is true, was "
              + http.host());
    }
    for (var entry : databases.entrySet()) {
      if (entry.getValue().dsn() == null) {
        throw new IllegalArgumentException(
            "databases." + entry.getKey() + ".dsn must be set, was missing");
      }
    }
    if (database.dsn() != null && databases.containsKey(database.name())) {
      throw new IllegalArgumentException(
          "database.name must differ from the names in databases, was " + database.name());
    }
    if (queues.containsKey(queue.name())) {
      throw new IllegalArgumentException(
          "queue.name must differ from the names in queues, was " + queue.name());
    }
    requireDatabase("queue", queue, database.name(), databases);
    for (var entry : queues.entrySet()) {
      requireDatabase("queues." + entry.getKey(), entry.getValue(), database.name(), databases);
    }
  }

  private static void requireDatabase(
      String key, QueueSettings queue, String byDefault, Map<String, DatabaseSettings> others) {
    String wanted = queue.database();
    if (wanted != null && !wanted.equals(byDefault) && !others.containsKey(wanted)) {
      List<String> known = Stream.concat(Stream.of(byDefault), others.keySet().stream()).toList();
      throw new IllegalArgumentException(
          key
              + ".database must be the name of a configured database, "
              + String.join(" or ", known)
              + ", was "
              + wanted);
    }
  }

  /** The same by another transport. */
  Settings over(Transport other) {
    return new Settings(
        other, http, database, databases, query, limits, access, resources, embedding, queue,
        queues, tasks, log);
  }

  /** The same on whatever port is free. */
  Settings onFreePort() {
    return new Settings(
        transport,
        http.withPort(0),
        database,
        databases,
        query,
        limits,
        access,
        resources,
        embedding,
        queue,
        queues,
        tasks,
        log);
  }

  /** The job queues, the default one first. */
  public List<QueueSettings> configuredQueues() {
    return Stream.concat(Stream.of(queue), queues.values().stream()).toList();
  }

  /** The same permissions without what the job queues keep from everybody. */
  Permissions hiding(Permissions permissions) {
    Permissions all = permissions;
    for (QueueSettings each : configuredQueues()) {
      all = all.hiding(each.database(), each.hiddenColumns());
    }
    return all;
  }

  /** The databases that can be connected to, the default one first; possibly none. */
  public List<DatabaseSettings> configuredDatabases() {
    return Stream.concat(Stream.of(database), databases.values().stream())
        .filter(each -> each.dsn() != null)
        .toList();
  }
}
