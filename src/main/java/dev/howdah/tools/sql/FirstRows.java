package dev.howdah.tools.sql;

import static java.util.stream.Collectors.joining;

import dev.howdah.db.Column;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Rows;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.resource.TableNames;
import dev.howdah.resource.TableResource;
import dev.howdah.resource.TableUri;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.guard.Door;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Json;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.ShownRows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a table, by its primary key where it has one. They come by a statement as the
 * caller could have written it, and under all the rules of {@code query}.
 */
public final class FirstRows implements TableResource.Reader {

  private static final int ROWS = 100;

  /** A list of columns that is longer could make the statement too long. */
  private static final int LONGEST = AgentSql.MAX_BYTES / 4;

  private record Result(
      String schema,
      String table,
      ShownRows rows,
      int rowCount,
      List<String> columns,
      List<String> columnTypes,
      boolean truncated,
      @Nullable String truncatedReason) {}

  private final Sessions sessions;
  private final QuerySettings settings;

  public FirstRows(Sessions sessions, QuerySettings settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  @Override
  public Optional<String> read(TableUri table, Session session, Call call) {
    return new TableNames(session)
        .readable(table.schema(), table.table())
        .map(readable -> read(table, readable, session, call));
  }

  private String read(TableUri table, TableNames.Columns readable, Session session, Call call) {
    int most = most(call);
    String columns = quoted(readable.columns());
    String text =
        "select %s from %s%s limit %d"
            .formatted(
                columns.length() > LONGEST ? "*" : columns,
                Identifier.of(table.schema(), table.table()).quoted(),
                readable.key().isEmpty() ? "" : " order by " + quoted(readable.key()),
                most + 1);
    var statement = new Statement(AgentSql.of(text), List.of());
    Limits limits = session.limits(settings, most, null);
    Rows rows;
    try (var _ = session.turn(settings)) {
      PlannedCost.check(session, statement, Door.READ, settings, limits);
      rows = session.run(statement, limits);
    }
    var out = new ByteArrayOutputStream();
    Json.write(
        out,
        new Result(
            table.schema(),
            table.table(),
            new ShownRows(rows, Format.JSON),
            rows.rowCount(),
            rows.columns().stream().map(Column::name).toList(),
            rows.columns().stream()
                .map(column -> readable.hidden().getOrDefault(column.name(), column.type()))
                .toList(),
            rows.truncated(),
            rows.cut().map(cut -> reason(cut, most)).orElse(null)));
    return out.toString(StandardCharsets.UTF_8);
  }

  private int most(Call call) {
    Integer ofRole = sessions.rowLimit(call);
    int most = Math.min(ROWS, settings.maxRowLimit());
    return ofRole == null ? most : Math.min(most, ofRole);
  }

  private static String quoted(List<String> columns) {
    return columns.stream().map(column -> Identifier.of(column).quoted()).collect(joining(", "));
  }

  private String reason(Rows.Cut cut, int most) {
    return switch (cut) {
      case ROWS -> "only the first " + most + " rows are shown; query gives others.";
      case BYTES ->
          "more rows would exceed " + settings.maxResultSize() + "; query fewer columns or rows.";
      case CELL ->
          "a value is longer than "
              + settings.maxCellSize()
              + "; query a part of it with substr().";
    };
  }
}
