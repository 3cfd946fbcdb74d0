package dev.howdah.tools;

import dev.howdah.db.Databases;
import dev.howdah.db.QuerySettings;
import dev.howdah.llm.Embeddings;
import dev.howdah.queue.Queues;
import dev.howdah.tool.Prompt;
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
import dev.howdah.tools.schema.ListSchemas;
import dev.howdah.tools.schema.ListTables;
import dev.howdah.tools.server.DbIdentity;
import dev.howdah.tools.server.ServerInfo;
import dev.howdah.tools.sql.ConfirmedWriter;
import dev.howdah.tools.sql.Execute;
import dev.howdah.tools.sql.Explain;
import dev.howdah.tools.sql.Query;
import dev.howdah.tools.sql.Transaction;
import dev.howdah.tools.vector.InsertVector;
import dev.howdah.tools.vector.VectorSearch;
import java.util.ArrayList;
import java.util.List;

/** Every tool there is, in the order clients see. */
public final class Toolbox {

  private Toolbox() {}

  /** The tools over these databases; those that write only when one of them may be written. */
  public static List<ToolHandler> tools(
      Databases databases,
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
            new DescribeTable(sessions),
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
    tools.addAll(List.of(new DbIdentity(sessions), new ServerInfo(facts, query, databases)));
    return tools.stream().<ToolHandler>map(TypedTool::of).toList();
  }

  /** Every prompt there is, in the order clients see. */
  public static List<Prompt> prompts(Queues queues) {
    return List.of(new QueueGuide(queues));
  }
}
