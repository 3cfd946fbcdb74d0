package dev.howdah.tools.schema;

import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import org.jspecify.annotations.Nullable;

/** Everything about one table that helps to write SQL for it. */
public final class DescribeTable implements Tool<DescribeTable.Arguments, TableDescription> {

  public record Arguments(
      @Param(value = Relations.TABLE, max = Relations.LONGEST, aliases = "table_name") String table,
      @Param(value = Relations.SCHEMA, max = Relations.LONGEST) @Nullable String schema,
      @Param(
              value = "Only columns with such names; a pattern like name_pattern of list_tables.",
              max = NamePattern.LONGEST)
          @Nullable String columnPattern,
      @Param(value = "Most columns to tell of.", byDefault = "250", min = 1, max = 1600)
          int maxColumns,
      @Param(value = "How the text shows the lists.", byDefault = "json") Format format) {

    public Arguments {
      columnPattern = NamePattern.like("column_pattern", columnPattern);
    }
  }

  private final Sessions sessions;
  private final QuerySettings limits;

  public DescribeTable(Sessions sessions, QuerySettings limits) {
    this.sessions = sessions;
    this.limits = limits;
  }

  @Override
  public ToolSpec<Arguments, TableDescription> spec() {
    return ToolSpec.readOnly(
        "describe_table",
        "Describe a table",
        "Columns with types, defaults, enum values and comments; keys both ways, indexes, checks,"
            + " triggers, policies, partitions and inheritance of one table or view. Use it before"
            + " you write SQL for a table; list_tables finds names. Next: query; get_indexes and"
            + " get_foreign_keys tell more of those.",
        Arguments.class,
        TableDescription.class);
  }

  @Override
  public TableDescription call(Arguments arguments, Call call) {
    return describe(sessions.of(call), arguments, limits);
  }

  /** The same for whoever has a session. */
  static TableDescription describe(Session session, Arguments wanted, QuerySettings limits) {
    Relations relations = new Relations(session);
    Relation relation = relations.find(wanted.schema(), wanted.table());
    TableRows rows = TableRows.of(session, relation, wanted.columnPattern());
    Known known = Known.of(session, rows.oids(relation), rows.types());
    relations.check(relation, known, wanted.schema(), wanted.table());
    return new Describing(relation, rows, known)
        .description(wanted.maxColumns(), new Budget(limits));
  }
}
