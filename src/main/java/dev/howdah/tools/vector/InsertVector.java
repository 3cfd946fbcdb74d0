package dev.howdah.tools.vector;

import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Rows;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.db.Written;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.llm.Embeddings;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tool.Call;
import dev.howdah.tool.Json;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import dev.howdah.tool.Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stores a row with its embedding. */
public final class InsertVector implements Tool<InsertVector.Arguments, InsertVector.Result> {

  public record Arguments(
      @Param(
              value = "Name of the table, without quotes; schema.table works.",
              max = Invalid.LONGEST_NAME)
          String table,
      @Param(
              value =
                  "Its column of type vector, halfvec, sparsevec or bit; left out, the only one.",
              max = Invalid.LONGEST_NAME)
          @Nullable String embeddingColumn,
      @Param(
              value = "The embedding, as numbers. Exactly one of this, vector and text.",
              min = 1,
              max = 16000)
          @Nullable List<Double> embedding,
      @Param(
              "The same as PostgreSQL writes it: [0.1,0.2], for sparsevec {1:0.5,7:1}/1000, for bit"
                  + " 0101.")
          @Nullable String vector,
      @Param("A text to make the embedding of, where the server has a model for that.")
          @Nullable String text,
      @Param("Values of the other columns, by name; any JSON, typed by the column.")
          @Nullable Map<String, @Nullable Object> columns,
      @Param(
              value = "The table's schema; left out, it is looked for along the search path.",
              max = Invalid.LONGEST_NAME)
          @Nullable String schema) {}

  public record Result(
      @Param("Always true: what fails is an error, and nothing of it is kept.") boolean success,
      @Param("1, or 0 where a trigger or rule kept the row out.") long rowsAffected,
      @Param(
              "The row as it is stored, without the embedding, with what defaults and triggers made"
                  + " of it; null where it may not be read.")
          @Nullable Map<String, @Nullable Object> row) {}

  private static final Pattern NUMBER = Pattern.compile("Parameter \\$(\\d{1,5})\\b");

  private final Sessions sessions;
  private final QuerySettings settings;
  private final Writer writer;
  private final Embeddings embeddings;

  public InsertVector(
      Sessions sessions, QuerySettings settings, Writer writer, Embeddings embeddings) {
    this.sessions = sessions;
    this.settings = settings;
    this.writer = writer;
    this.embeddings = embeddings;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return new ToolSpec<>(
        "insert_vector",
        "Store an embedding",
        "Inserts one row with its embedding (pgvector) and commits it, by the same rules as execute."
            + " The embedding must come from the model that made the column's others."
            + " describe_table tells the columns. Next: vector_search.",
        new ToolSpec.Hints(false, false, false, embeddings.configured()),
        true,
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    session.requireWritable();
    VectorTable table =
        new TableFinder(session).find(arguments.schema(), arguments.table(), Operation.INSERT);
    requirePrivilege(table, arguments);
    Columns.Column column =
        table
            .columns()
            .embedding(
                table.shown(),
                "embedding_column",
                arguments.embeddingColumn(),
                InsertVector::fillable);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    Map<String, @Nullable Object> given = arguments.columns();
    if (given != null) {
      for (var each : given.entrySet()) {
        String name = each.getKey();
        var _ = table.columns().get(table.shown(), "columns", name, InsertVector::fillable);
        values.put(name, each.getValue());
      }
    }
    if (values.containsKey(column.name())) {
      throw Invalid.argument(
          "columns must not hold the embedding_column, %s; it goes into embedding."
              .formatted(column.name()));
    }
    values.put(column.name(), embedding(arguments, table, column, call).text());
    List<Columns.Column> returned = returned(session, table, column);
    var statement =
        new Statement(
            Question.sql(text(table, List.copyOf(values.keySet()), returned)),
            new ArrayList<>(values.values()));
    Limits limits = session.limits(settings, 1, null);
    try {
      Written written = writer.write(session, statement, limits, call);
      return new Result(true, written.affected(), row(written.rows()));
    } catch (CallException e) {
      throw named(e, List.copyOf(values.keySet()));
    }
  }

  /** The statement is ours, and so are the numbers of its values. */
  private static CallException named(CallException e, List<String> columns) {
    Matcher number = NUMBER.matcher(e.getMessage());
    int index = number.lookingAt() ? Integer.parseInt(number.group(1)) : 0;
    if (index < 1 || index > columns.size()) {
      return e;
    }
    Map<String, Object> details = e.details();
    details.remove("parameter");
    return new CallException(
        e.code(),
        "The value of the column "
            + columns.get(index - 1)
            + e.getMessage().substring(number.end()),
        details,
        e);
  }

  /** Tells what the role may not fill from what is not there, of columns that it may read. */
  private static void requirePrivilege(VectorTable table, Arguments arguments) {
    Columns columns = table.columns();
    List<Columns.Column> withheld =
        columns.all().stream()
            .filter(column -> !column.insertable() && !column.generated())
            .toList();
    if (!withheld.isEmpty() && columns.all().stream().noneMatch(InsertVector::fillable)) {
      throw denied(table.shown());
    }
    Set<String> asked = new HashSet<>();
    if (arguments.columns() != null) {
      asked.addAll(arguments.columns().keySet());
    }
    String embedding = arguments.embeddingColumn();
    if (embedding != null && !embedding.isEmpty()) {
      asked.add(embedding);
    } else if (columns.embeddings().noneMatch(InsertVector::fillable)) {
      columns.embeddings().map(Columns.Column::name).forEach(asked::add);
    }
    for (Columns.Column column : withheld) {
      if (asked.contains(column.name())) {
        throw denied(table.shown() + " (" + column.name() + ")");
      }
    }
  }

  private static CallException denied(String where) {
    return new CallException(
        ErrorCode.ACCESS_DENIED,
        "This role may not insert: it has no privilege INSERT on " + where + ".");
  }

  private static boolean fillable(Columns.Column column) {
    return column.insertable() && !column.generated();
  }

  private Embedding embedding(
      Arguments arguments, VectorTable table, Columns.Column column, Call call) {
    var reader =
        new EmbeddingReader(
            "embedding", table.shown(), column, VectorType.of(column).orElseThrow());
    return reader.one(
        arguments.embedding(), arguments.vector(), arguments.text(), embeddings, call, "");
  }

  /** What the caller may read of the row; empty when that is nothing. */
  private static List<Columns.Column> returned(
      Session session, VectorTable table, Columns.Column embedding) {
    return session.access().allows(Operation.SELECT, table.schema(), table.name())
        ? table.columns().readable().stream().filter(each -> !each.equals(embedding)).toList()
        : List.of();
  }

  private static String text(
      VectorTable table, List<String> columns, List<Columns.Column> returned) {
    String names =
        columns.stream()
            .map(name -> Identifier.of(name).quoted())
            .collect(Collectors.joining(", "));
    String values =
        IntStream.rangeClosed(1, columns.size())
            .mapToObj(number -> "$" + number)
            .collect(Collectors.joining(", "));
    String returning =
        returned.isEmpty()
            ? ""
            : returned.stream()
                .map(column -> Identifier.of(column.name()).quoted())
                .collect(Collectors.joining(", ", "\nRETURNING ", ""));
    return "INSERT INTO "
        + table.identifier().quoted()
        + " ("
        + names
        + ")\nVALUES ("
        + values
        + ")"
        + returning;
  }

  private static @Nullable Map<String, @Nullable Object> row(@Nullable Rows rows) {
    if (rows == null || rows.rowCount() == 0) {
      return null;
    }
    var out = new ByteArrayOutputStream();
    try {
      rows.writeJson(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    if (Json.plain(out.toString(StandardCharsets.UTF_8)) instanceof List<?> list
        && list.getFirst() instanceof Map<?, ?> map) {
      map.forEach((name, value) -> row.put(String.valueOf(name), value));
    }
    return row;
  }
}
