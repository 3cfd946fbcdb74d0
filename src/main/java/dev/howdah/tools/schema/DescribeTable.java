package dev.howdah.tools.schema;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.tool.Call;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything about one table that helps to write SQL for it. */
public final class DescribeTable implements Tool<DescribeTable.Arguments, TableDescription> {

  public record Arguments(
      @Param(
              value =
                  "Name of the table or view as list_tables gives it, without quotes;"
                      + " schema.table works.",
              aliases = "table_name")
          String table,
      @Param("Its schema; left out, it is looked for along the search path.")
          @Nullable String schema) {}

  private final Sessions sessions;

  public DescribeTable(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public ToolSpec<Arguments, TableDescription> spec() {
    return ToolSpec.readOnly(
        "describe_table",
        "Describe a table",
        "Columns with types, defaults, enum values and comments; keys both ways, indexes, checks,"
            + " triggers, policies and partitions of one table or view. Use it before you write SQL"
            + " for a table; list_tables finds names. Next: query.",
        Arguments.class,
        TableDescription.class);
  }

  @Override
  public TableDescription call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    TableReader reader = new TableReader(session);
    Visible visible = new Visible(session.access());
    return reader
        .read(arguments.schema(), arguments.table())
        .filter(table -> visible.table(table.schema(), table.table()))
        .map(visible::of)
        .orElseThrow(
            () ->
                unknown(
                    arguments.schema(),
                    arguments.table(),
                    reader.similar(arguments.table(), visible)));
  }

  /** The same words whether it does not exist or must not be known. */
  private static CallException unknown(
      @Nullable String schema, String table, List<String> similar) {
    String where = schema == null ? "along the search path" : "in the schema \"" + schema + "\"";
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "There is no table or view \""
            + table
            + "\" "
            + where
            + " that this role has a privilege on. "
            + (similar.isEmpty()
                ? "list_tables shows what there is; upper and lower case differ."
                : "Did you mean " + String.join(" or ", similar) + "?"),
        Map.of("table", table, "similar", similar));
  }
}
