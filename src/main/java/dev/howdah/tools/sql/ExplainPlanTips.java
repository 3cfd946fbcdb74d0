package dev.howdah.tools.sql;

import dev.howdah.resource.Completions;
import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.Fence;
import dev.howdah.tool.Prompt;
import dev.howdah.tool.Suggestions;
import java.util.List;
import java.util.Map;

/** How to read the plan of a statement and find what makes it slow. */
public final class ExplainPlanTips implements Prompt {

  private final Completions completions;

  public ExplainPlanTips(Completions completions) {
    this.completions = completions;
  }

  @Override
  public String name() {
    return "explain_plan_tips";
  }

  @Override
  public String title() {
    return "Read a query plan";
  }

  @Override
  public String description() {
    return "How to read the plan of a statement and find what makes it slow.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        new Argument("sql", "The statement; left out, one that is asked for later.", false),
        PromptArguments.DATABASE);
  }

  @Override
  public List<String> tools() {
    return List.of("explain", "query", "describe_table");
  }

  @Override
  public List<Message> messages(Map<String, String> arguments, Call call) {
    String sql = arguments.getOrDefault("sql", "");
    String guide =
        """
        Explain how PostgreSQL runs %s, and where its time goes.%s
        %s
        1. Call `explain` without analyze: it costs nothing and shows what the planner expects. Then, if the \
        statement only reads and would end in reasonable time, with `analyze` true: it really runs, under \
        the limits of `query`. Look at the `warnings` first.
        2. Read it from the inside out: the most indented nodes run first. `cost=a..b` is the planner's own \
        unit, up to the first row and to the last; `actual time=a..b` is milliseconds of one loop, so \
        multiply by `loops`. A node's own time is its time less that of the nodes under it.
        3. Compare `rows` expected and actual at each node, from the leaves up. The first one that is wrong \
        by ten times or more spoils everything above it: stale statistics (ANALYZE), columns that depend on \
        each other (CREATE STATISTICS), a condition the planner cannot see into (a function, a cast).
        4. Seq Scan with many `Rows Removed by Filter`: an index on the condition could help, if few rows \
        remain. On a small table, or where most rows are wanted, it is right.
        5. Index Scan with many removed rows: the index lacks a column of the condition. Bitmap Heap Scan with \
        `lossy` blocks, Sort with `Disk:`, Hash with more than one batch: work_mem is too small for it.
        6. Nested Loop with a large `loops`: it was chosen for few rows; see 3. Index Only Scan with many \
        `Heap Fetches`: the table wants VACUUM.
        7. `Buffers: read` is what came from disk, `hit` from memory; a second run tells how much was only cold.
        8. LIMIT without an index in the order of ORDER BY sorts everything first. OR across columns, \
        `like '%%x'`, and a cast or function on an indexed column keep an index from being used.

        `describe_table` shows which indexes there are. Close with the node that costs most, its evidence in \
        numbers, and the smallest change that would help, each with what it costs to keep: an index slows \
        writes. Propose; whether it is done is for a person to say."""
            .formatted(
                sql.isBlank() ? "a statement of the user's" : "the statement below",
                PromptArguments.database(arguments),
                sql.isBlank()
                    ? ""
                    : "\n" + Fence.block("sql", sql) + "\n\n" + PromptArguments.WARNING + "\n");
    return List.of(new Message(Role.USER, new Content.Text(guide)));
  }

  @Override
  public Suggestions complete(String argument, String value, Map<String, String> known, Call call) {
    return PromptArguments.complete(completions, argument, value, known, call);
  }
}
