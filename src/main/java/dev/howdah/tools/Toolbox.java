package dev.howdah.tools;

import dev.howdah.db.Databases;
import dev.howdah.db.QuerySettings;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.TypedTool;
import dev.howdah.tools.schema.DescribeTable;
import dev.howdah.tools.schema.ListSchemas;
import dev.howdah.tools.schema.ListTables;
import dev.howdah.tools.server.DbIdentity;
import dev.howdah.tools.server.ServerInfo;
import dev.howdah.tools.sql.Execute;
import dev.howdah.tools.sql.Explain;
import dev.howdah.tools.sql.Query;
import dev.howdah.tools.sql.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Every tool there is, in the order clients see. */
public final class Toolbox {

  private Toolbox() {}

  /** The tools over these databases; those that write only when one of them may be written. */
  public static List<ToolHandler> tools(
      Databases databases, QuerySettings query, ServerInfo.Facts facts, Seal seal) {
    List<Tool<?, ?>> tools = new ArrayList<>();
    tools.add(new Query(databases, query, seal));
    if (databases.writable()) {
      tools.add(new Execute(databases, query));
      tools.add(new Transaction(databases, query));
    }
    tools.addAll(
        List.of(
            new Explain(databases, query),
            new ListSchemas(databases, seal),
            new ListTables(databases, seal),
            new DescribeTable(databases),
            new DbIdentity(databases),
            new ServerInfo(facts, query, databases)));
    return tools.stream().<ToolHandler>map(TypedTool::of).toList();
  }
}
