package dev.howdah.tools;

import dev.howdah.db.QuerySettings;
import dev.howdah.llm.Embeddings;
import dev.howdah.queue.Queues;
import dev.howdah.resource.Completions;
import dev.howdah.resource.ResourceSettings;
import dev.howdah.resource.TableResource;
import dev.howdah.resource.TableUri;
import dev.howdah.resource.Tables;
import dev.howdah.tool.Prompt;
import dev.howdah.tool.Resource;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.TypedTool;
import dev.howdah.tools.queue.ActiveWorkers;
import dev.howdah.tools.queue.FailedJobs;
import dev.howdah.tools.queue.Installations;
import dev.howdah.tools.queue.JobDurations;
import dev.howdah.tools.queue.JobHistory;
import dev.howdah.tools.queue.QueueAge;
import dev.howdah.tools.queue.QueueGuide;
import dev.howdah.tools.queue.QueueHealth;
import dev.howdah.tools.queue.QueueLog;
import dev.howdah.tools.queue.QueueSize;
import dev.howdah.tools.queue.QueueStats;
import dev.howdah.tools.queue.QueueTableInfo;
import dev.howdah.tools.queue.Schedules;
import dev.howdah.tools.queue.SchemaInfo;
import dev.howdah.tools.queue.StaleJobs;
import dev.howdah.tools.queue.ThroughputSummary;
import dev.howdah.tools.schema.DescribeTable;
import dev.howdah.tools.schema.GetForeignKeys;
import dev.howdah.tools.schema.GetIndexes;
import dev.howdah.tools.schema.ListSchemas;
import dev.howdah.tools.schema.ListTables;
import dev.howdah.tools.schema.TableDefinition;
import dev.howdah.tools.search.FindRelationships;
import dev.howdah.tools.search.GetSchema;
import dev.howdah.tools.search.Inventories;
import dev.howdah.tools.search.SearchObjects;
import dev.howdah.tools.server.DbIdentity;
import dev.howdah.tools.server.ServerInfo;
import dev.howdah.tools.sql.ConfirmedWriter;
import dev.howdah.tools.sql.Execute;
import dev.howdah.tools.sql.Explain;
import dev.howdah.tools.sql.ExplainPlanTips;
import dev.howdah.tools.sql.FirstRows;
import dev.howdah.tools.sql.InvestigateSlowQuery;
import dev.howdah.tools.sql.Query;
import dev.howdah.tools.sql.Transaction;
import dev.howdah.tools.sql.WriteSafeSelect;
import dev.howdah.tools.vector.InsertVector;
import dev.howdah.tools.vector.VectorSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every tool there is, in the order clients see. */
public final class Toolbox {

  private static final List<String> WRITING = List.of("execute", "transaction", "insert_vector");

  private static final String READ_ONLY =
      "This server is read-only. The operator opens a database for writing by the setting"
          + " database.read-only=false, or databases.NAME.read-only=false for another one.";

  private Toolbox() {}

  /** The tools over these databases; those that write only when one of them may be written. */
  public static List<ToolHandler> tools(
      Sessions sessions,
      QuerySettings query,
      ServerInfo.Facts facts,
      Seal seal,
      Queues queues,
      Embeddings embeddings) {
    List<Tool<?, ?>> tools = new ArrayList<>();
    tools.add(new Query(sessions, query, seal));
    var writer = new ConfirmedWriter(query);
    if (sessions.writable()) {
      tools.add(new Execute(sessions, query, writer));
      tools.add(new Transaction(sessions, query));
    }
    tools.addAll(
        List.of(
            new Explain(sessions, query),
            new ListSchemas(sessions, seal),
            new ListTables(sessions, seal),
            new DescribeTable(sessions, query),
            new GetIndexes(sessions, query),
            new GetForeignKeys(sessions, query)));
    var inventories = new Inventories();
    tools.addAll(
        List.of(
            new SearchObjects(sessions, seal, inventories),
            new FindRelationships(sessions, inventories),
            new GetSchema(sessions, seal, inventories),
            new VectorSearch(sessions, query, embeddings)));
    if (sessions.writable()) {
      tools.add(new InsertVector(sessions, query, writer, embeddings));
    }
    var installations = new Installations(sessions, queues, seal, query);
    tools.addAll(
        List.of(
            new QueueHealth(installations),
            new QueueSize(installations),
            new QueueAge(installations),
            new QueueTableInfo(installations),
            new FailedJobs(installations),
            new StaleJobs(installations),
            new ActiveWorkers(installations),
            new QueueLog(installations),
            new Schedules(installations),
            new QueueStats(installations),
            new ThroughputSummary(installations),
            new JobDurations(installations),
            new JobHistory(installations),
            new SchemaInfo(installations)));
    tools.addAll(List.of(new DbIdentity(sessions), new ServerInfo(facts, query, sessions)));
    return tools.stream().<ToolHandler>map(tool -> TypedTool.of(tool, sessions)).toList();
  }

  /** Names of tools that write where nothing may be written, and why they are not there. */
  public static Map<String, String> withheld(Sessions sessions) {
    return sessions.writable()
        ? Map.of()
        : WRITING.stream().collect(Collectors.toMap(name -> name, _ -> READ_ONLY));
  }

  /**
   * The templates of all resources, in the order clients see; those that name a database only where
   * there are several.
   */
  public static List<Resource> resources(Sessions sessions, QuerySettings query, boolean several) {
    var rows = new FirstRows(sessions, query);
    var definition = new TableDefinition(query);
    List<Resource> resources = new ArrayList<>();
    for (boolean anyDatabase : several ? List.of(false, true) : List.of(false)) {
      resources.add(new TableResource(TableUri.Kind.TABLE, anyDatabase, sessions, rows));
      resources.add(new TableResource(TableUri.Kind.SCHEMA, anyDatabase, sessions, definition));
    }
    return List.copyOf(resources);
  }

  /** The tables themselves; the caller closes it. */
  public static Tables tables(Sessions sessions, QuerySettings query, ResourceSettings settings) {
    return tables(sessions, query, settings, Tables.PATIENCE);
  }

  /** The same for whom beginning to listen may take so long. */
  public static Tables tables(
      Sessions sessions, QuerySettings query, ResourceSettings settings, Duration patience) {
    return new Tables(sessions, settings, new TableDefinition(query), patience);
  }

  /** Every prompt there is, in the order clients see. */
  public static List<Prompt> prompts(
      Sessions sessions, QuerySettings query, Seal seal, Queues queues) {
    var completions = new Completions(sessions);
    return List.of(
        new WriteSafeSelect(completions),
        new ExplainPlanTips(completions),
        new InvestigateSlowQuery(completions),
        new QueueGuide(new Installations(sessions, queues, seal, query)));
  }
}
