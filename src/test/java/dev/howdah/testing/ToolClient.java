package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.config.Size;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.db.Databases;
import dev.howdah.db.QuerySettings;
import dev.howdah.llm.EmbeddingSettings;
import dev.howdah.llm.Embeddings;
import dev.howdah.mcp.Features;
import dev.howdah.mcp.Identity;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.Pipe;
import dev.howdah.mcp.Revision;
import dev.howdah.mcp.TaskSettings;
import dev.howdah.queue.Queues;
import dev.howdah.resource.ResourceSettings;
import dev.howdah.resource.Tables;
import dev.howdah.tool.Json;
import dev.howdah.tool.OfferedTool;
import dev.howdah.tool.Seal;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tools.Toolbox;
import dev.howdah.tools.server.ServerInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of every tool, in one process with the server. Each result that comes back is checked
 * against the tool's output schema.
 */
public final class ToolClient implements AutoCloseable {

  /** The revision it speaks where nothing else is asked for. */
  public static final String REVISION = "2026-07-28";

  /** As a server has them that was told nothing. */
  public static final QuerySettings QUERY =
      new QuerySettings(500, 10_000, Size.parse("1MB"), Size.parse("64kB"));

  private static final ServerInfo.Facts FACTS =
      new ServerInfo.Facts(
          "howdah", "0", Revision.names(), "stdio", true, false, List.of("sql", "schema"));

  /** How long a client that begins to listen waits, on a machine that may be busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Databases databases;
  private final Tables tables;
  private final McpServer server;
  private final Pipe pipe;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Schema> outputs = new HashMap<>();

  /** A client of these databases; it closes them. */
  public ToolClient(QuerySettings query, Database... databases) {
    this(query, AccessSettings.NONE, databases);
  }

  /** The same where these rules hold. */
  public ToolClient(QuerySettings query, AccessSettings access, Database... databases) {
    this(query, access, Queues.byDefault(), databases);
  }

  /** The same with these job queues. */
  public ToolClient(
      QuerySettings query, AccessSettings access, Queues queues, Database... databases) {
    this(query, access, queues, ResourceSettings.DEFAULT, EmbeddingSettings.NONE, databases);
  }

  /** The same whose tasks have these limits. */
  public ToolClient(QuerySettings query, TaskSettings tasks, Database... databases) {
    this(
        query,
        AccessSettings.NONE,
        Queues.byDefault(),
        ResourceSettings.DEFAULT,
        EmbeddingSettings.NONE,
        tasks,
        PATIENCE,
        databases);
  }

  /** The same that watches its tables like this. */
  public ToolClient(
      QuerySettings query,
      AccessSettings access,
      Queues queues,
      ResourceSettings resources,
      Database... databases) {
    this(query, access, queues, resources, EmbeddingSettings.NONE, databases);
  }

  /** The same whose clients do not wait for longer than this when they begin to listen. */
  public ToolClient(ResourceSettings resources, Duration patience, Database... databases) {
    this(
        QUERY,
        AccessSettings.NONE,
        Queues.byDefault(),
        resources,
        EmbeddingSettings.NONE,
        Fixture.TASKS,
        patience,
        databases);
  }

  /** The same with this endpoint for embeddings. */
  public ToolClient(
      QuerySettings query,
      AccessSettings access,
      Queues queues,
      EmbeddingSettings embedding,
      Database... databases) {
    this(query, access, queues, ResourceSettings.DEFAULT, embedding, databases);
  }

  private ToolClient(
      QuerySettings query,
      AccessSettings access,
      Queues queues,
      ResourceSettings resources,
      EmbeddingSettings embedding,
      Database... databases) {
    this(query, access, queues, resources, embedding, Fixture.TASKS, PATIENCE, databases);
  }

  private ToolClient(
      QuerySettings query,
      AccessSettings access,
      Queues queues,
      ResourceSettings resources,
      EmbeddingSettings embedding,
      TaskSettings tasks,
      Duration patience,
      Database... databases) {
    this.databases = new Databases(List.of(databases));
    var seal = Seal.random();
    var permissions = permissions(access, queues);
    var sessions = OpenGate.sessions(this.databases, access, permissions);
    var tools =
        Toolbox.tools(sessions, query, FACTS, seal, queues, new Embeddings(embedding)).stream()
            .<ToolHandler>map(tool -> new OfferedTool(tool, permissions))
            .toList();
    this.tables = Toolbox.tables(sessions, query, resources, patience);
    this.server =
        new McpServer(
            new Identity("howdah", "Howdah", "0", "None."),
            new Features(
                tools,
                Toolbox.withheld(sessions),
                Toolbox.resources(sessions, query, databases.length > 1),
                tables,
                Toolbox.prompts(sessions, query, seal, queues)),
            seal,
            InstantSource.system(),
            100,
            Fixture.tasks(InstantSource.system(), tasks));
    this.pipe = server.pipe(Caller.LOCAL, this::received);
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (var tool : tools) {
      outputs.put(
          tool.descriptor().name(),
          registry.getSchema(
              (JsonNode) Objects.requireNonNull(tool.descriptor().outputSchema()).deepCopy()));
    }
  }

  private static Permissions permissions(AccessSettings access, Queues queues) {
    var permissions = OpenGate.permissions(access);
    for (var name : queues.names()) {
      var queue = queues.get(name, null, _ -> false);
      permissions = permissions.hiding(queue.database(), queue.hiddenColumns());
    }
    return permissions;
  }

  /** A client of one database, as one of its logins. */
  public static ToolClient of(TestDatabase database, Login login) {
    return new ToolClient(QUERY, database("default", database.dsn(login)));
  }

  /** A client of one database that may be written, as one of its logins. */
  public static ToolClient writing(TestDatabase database, Login login) {
    return new ToolClient(QUERY, writable("default", database.dsn(login)));
  }

  /** A database at an address, otherwise as it is without settings. */
  public static Database database(String name, String dsn) {
    var connection = ConnectionSettings.of(dsn, Map.of());
    return new Database(settings(name, true, true), () -> connection);
  }

  /** The same without its read-only setting. */
  public static Database writable(String name, String dsn) {
    var connection = ConnectionSettings.of(dsn, Map.of());
    return new Database(settings(name, false, true), () -> connection);
  }

  /** One whose rows may be written, but not its schema. */
  public static Database fixed(String name, String dsn) {
    var connection = ConnectionSettings.of(dsn, Map.of());
    return new Database(settings(name, false, false), () -> connection);
  }

  /** One that may be written, whose statements have this long when they are no task. */
  public static Database brief(String name, String dsn, Duration statementTimeout) {
    var connection = ConnectionSettings.of(dsn, Map.of());
    return new Database(settings(name, false, true, statementTimeout), () -> connection);
  }

  /** One that may be written, where only cancelling ends a wait for a lock. */
  public static Database waiting(String name, String dsn) {
    var connection = ConnectionSettings.of(dsn, Map.of());
    var patient = Duration.ofMinutes(10);
    return new Database(settings(name, false, true, patient, patient), () -> connection);
  }

  private static DatabaseSettings settings(String name, boolean readOnly, boolean ddl) {
    return settings(name, readOnly, ddl, Duration.ofSeconds(20));
  }

  private static DatabaseSettings settings(
      String name, boolean readOnly, boolean ddl, Duration statementTimeout) {
    return settings(name, readOnly, ddl, statementTimeout, Duration.ofSeconds(2));
  }

  private static DatabaseSettings settings(
      String name, boolean readOnly, boolean ddl, Duration statementTimeout, Duration lockTimeout) {
    return new DatabaseSettings(
        null,
        name,
        null,
        null,
        4,
        0,
        Duration.ofSeconds(10),
        statementTimeout,
        lockTimeout,
        readOnly,
        ddl,
        false);
  }

  /** Another client of the same server, of this revision and with these capabilities. */
  public PipeClient another(Revision revision, String... capabilities) {
    return PipeClient.connect(server, revision, capabilities);
  }

  /** Another client of the same server, as somebody else. */
  public PipeClient as(Caller caller, Revision revision) {
    return PipeClient.connect(server, caller, revision);
  }

  /** The server itself, for a transport. */
  public McpServer server() {
    return server;
  }

  private void received(Outgoing message) {
    var out = new ByteArrayOutputStream();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var answer = Json.MAPPER.readTree(out.toByteArray());
    var future = waiting.remove(answer.path("id").intValue(0));
    if (future != null) {
      future.complete(answer);
    }
  }

  /** The answer to a request that stands as it will be sent, but for its id. */
  public JsonNode answer(ObjectNode request) {
    int id = lastId.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    request.put("jsonrpc", "2.0").put("id", id);
    pipe.receive(request.toString().getBytes(StandardCharsets.UTF_8));
    return answer.orTimeout(3, TimeUnit.MINUTES).join();
  }

  /** The answer to a request of the newest revision. */
  public JsonNode answer(String method, ObjectNode params) {
    var meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", REVISION);
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    var request = Json.object().put("method", method);
    request.set("params", params);
    return answer(request);
  }

  /** The result of a tool, failed or not. */
  public JsonNode call(String tool, ObjectNode arguments) {
    var params = Json.object().put("name", tool);
    params.set("arguments", arguments);
    var result = answer("tools/call", params).path("result");
    var structured = result.path("structuredContent");
    assertThat(Objects.requireNonNull(outputs.get(tool)).validate(structured))
        .as("%s", structured)
        .isEmpty();
    if (result.path("isError").booleanValue(false)) {
      assertThat(Json.MAPPER.readTree(text(result))).isEqualTo(structured);
    }
    return result;
  }

  /** The result of a tool, whose arguments stand as JSON with single quotes for double ones. */
  public JsonNode call(String tool, String arguments) {
    return call(tool, (ObjectNode) Json.MAPPER.readTree(arguments.replace('\'', '"')));
  }

  /** The structured content of a call that must not fail. */
  public JsonNode ok(String tool, ObjectNode arguments) {
    var result = call(tool, arguments);
    assertThat(result.path("isError").booleanValue(false)).as("%s", result).isFalse();
    return result.path("structuredContent");
  }

  /** See {@link #call(String, String)}. */
  public JsonNode ok(String tool, String arguments) {
    return ok(tool, (ObjectNode) Json.MAPPER.readTree(arguments.replace('\'', '"')));
  }

  /** The error of a call that must fail. */
  public JsonNode error(String tool, ObjectNode arguments) {
    var result = call(tool, arguments);
    assertThat(result.path("isError").booleanValue(false)).as("%s", result).isTrue();
    assertThat(result.at("/structuredContent/status").stringValue()).isEqualTo("error");
    return result.at("/structuredContent/error");
  }

  /** See {@link #call(String, String)}. */
  public JsonNode error(String tool, String arguments) {
    return error(tool, (ObjectNode) Json.MAPPER.readTree(arguments.replace('\'', '"')));
  }

  /** The rows of a statement that takes these parameters. */
  public JsonNode rows(String sql, Object... parameters) {
    var arguments = Json.object().put("sql", sql);
    arguments.set("params", Json.MAPPER.valueToTree(parameters));
    return ok("query", arguments).path("rows");
  }

  /** The first text of a result. */
  public static String text(JsonNode result) {
    return result.at("/content/0/text").stringValue();
  }

  @Override
  public void close() {
    pipe.close();
    server.close();
    tables.close();
    databases.close();
  }
}
