package dev.howdah.tools.vector;

import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Rows;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.db.VectorScan;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.llm.Embeddings;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.Format;
import dev.howdah.tool.Json;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.ShownRows;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import dev.howdah.tool.TypedTool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rows whose embeddings are nearest to a given one. */
public final class VectorSearch implements Tool<VectorSearch.Arguments, VectorSearch.Result> {

  public record Arguments(
      @Param(
              value = "Name of the table or view, without quotes; schema.table works.",
              max = Invalid.LONGEST_NAME)
          String table,
      @Param(
              value =
                  "Its column of type vector, halfvec, sparsevec or bit; left out, the only one.",
              max = Invalid.LONGEST_NAME)
          @Nullable String embeddingColumn,
      @Param(
              value =
                  "What to be near to, as numbers. Exactly one of this, query_vector and query_text.",
              min = 1,
              max = 16000)
          @Nullable List<Double> queryEmbedding,
      @Param(
              "The same as PostgreSQL writes it: [0.1,0.2], for sparsevec {1:0.5,7:1}/1000, for bit"
                  + " 0101.")
          @Nullable String queryVector,
      @Param(
              "A text to be near to, where the server has a model for embeddings; it must be the one"
                  + " that made the column's.")
          @Nullable String queryText,
      @Param(value = "Most rows; left out, 10.", min = 1, max = 1000) @Nullable Integer limit,
      @Param("A boolean SQL expression over the table's columns, as after WHERE; values as $1…$n.")
          @Nullable String whereClause,
      @Param(value = "Values for $1…$n in where_clause, in order.", max = 65535)
          @Nullable List<@Nullable Object> params,
      @Param("How distance is measured; left out, cosine, and hamming for bit.")
          @Nullable Metric metric,
      @Param(value = "Columns to return; left out, all but the embedding.", min = 1, max = 1600)
          @Nullable List<String> columns,
      @Param(
              value = "The table's schema; left out, it is looked for along the search path.",
              max = Invalid.LONGEST_NAME)
          @Nullable String schema,
      @Param(
              value = "Candidates that an HNSW index keeps: more find better and take longer.",
              min = 1,
              max = 1000)
          @Nullable Integer efSearch,
      @Param(
              value = "Lists that an IVFFlat index reads: more find better and take longer.",
              min = 1,
              max = 32768)
          @Nullable Integer probes,
      @Param(
              value =
                  "Hybrid search: words to look for, too, as a search engine takes them; both"
                      + " rankings are fused.",
              max = 10_000)
          @Nullable String textQuery,
      @Param("For text_query: a column of text or of type tsvector.") @Nullable String textColumn,
      @Param(value = "For text_query: the text search configuration.", byDefault = "english")
          String language,
      @Param(value = "Longest time in milliseconds, at most the server's own limit.", min = 1)
          @Nullable Integer timeoutMs,
      @Param(value = "How the text shows the rows.", byDefault = "json") Format format) {}

  public record Result(
      @Param(
              "Nearest first: the columns, distance (less is nearer) and similarity (more is nearer);"
                  + " in a hybrid search best score first, with text_rank (null without a match) and"
                  + " score. A column of such a name gets a suffix.")
          ShownRows rows,
      @Param("How many rows there are here.") int rowCount,
      @Param("How distance was measured.") Metric metric,
      @Param(
              "The index that found them, several for partitions, … for one that this role may not know"
                  + " of; null: all rows were compared.")
          @Nullable String indexUsed,
      @Param("How the search could be better, else null.") @Nullable String hint,
      @Param("Whether something was cut.") boolean truncated,
      @Param("What was cut, else null.") @Nullable String truncatedReason)
      implements TypedTool.WithContent {

    @Override
    public List<Content> content() {
      if (rows.format() == Format.JSON) {
        return List.of();
      }
      List<Content> content = new ArrayList<>();
      content.add(new Content.Rendered(rows::writeText));
      if (truncatedReason != null) {
        content.add(new Content.Text("Truncated: " + truncatedReason));
      }
      if (hint != null) {
        content.add(new Content.Text("Hint: " + hint));
      }
      return content;
    }
  }

  private static final int USUAL = 10;
  private static final String DATATYPE_MISMATCH = "42804";

  private final Sessions sessions;
  private final QuerySettings settings;
  private final Embeddings embeddings;

  public VectorSearch(Sessions sessions, QuerySettings settings, Embeddings embeddings) {
    this.sessions = sessions;
    this.settings = settings;
    this.embeddings = embeddings;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return new ToolSpec<>(
        "vector_search",
        "Search by embedding",
        "Finds the rows of a table whose embeddings (pgvector) are nearest to a given one, nearest"
            + " first; where_clause leaves out others, text_query also ranks by words. index_used"
            + " null means that every row was compared, and hint says what to do. No rows: nothing"
            + " passes the condition, or no embedding is stored. describe_table tells the columns.",
        new ToolSpec.Hints(true, false, true, embeddings.configured()),
        true,
        Arguments.class,
        Result.class,
        TaskSupport.OPTIONAL);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    VectorTable table =
        new TableFinder(session).find(arguments.schema(), arguments.table(), Operation.SELECT);
    var question = new Question(session, table, arguments, limit(arguments, call));
    Embedding embedding = question.embedding(embeddings, call);
    SearchText search = question.search(embedding);
    var composed = search.compose();
    var statement = new Statement(Question.sql(composed.text()), question.values(embedding));
    VectorScan scan =
        new VectorScan(
            arguments.efSearch(), arguments.probes(), table.version().atLeast(Version.ITERATIVE));
    Integer timeout = arguments.timeoutMs();
    Limits limits =
        session.limits(
            settings, search.limit(), timeout == null ? null : Duration.ofMillis(timeout));
    try (var _ = session.turn(settings)) {
      PlanFacts plan = PlanFacts.of(Json.plain(session.plan(statement, limits, scan)));
      requireCheap(plan);
      var rows = new ShownRows(session.run(statement, limits, scan), arguments.format());
      return result(session, search, plan, rows);
    } catch (CallException e) {
      throw placed(e, composed);
    }
  }

  private int limit(Arguments arguments, Call call) {
    Integer ofRole = sessions.rowLimit(call);
    int most = Math.min(settings.maxRowLimit(), ofRole == null ? Integer.MAX_VALUE : ofRole);
    Integer asked = arguments.limit();
    if (asked == null) {
      return Math.min(USUAL, most);
    }
    if (asked > most) {
      throw Invalid.argument("limit must be at most " + most + " here, was " + asked + ".");
    }
    return asked;
  }

  private void requireCheap(PlanFacts plan) {
    if (settings.maxCost() > 0 && plan.cost() > settings.maxCost()) {
      throw new CallException(
          ErrorCode.STATEMENT_REFUSED,
          "PostgreSQL estimates the cost of this search at %.0f, and at most %d is allowed here; an"
                  .formatted(plan.cost(), settings.maxCost())
              + " index on the embedding or a condition that an index serves makes it cheaper.",
          Map.of("estimated_cost", plan.cost(), "max_cost", settings.maxCost()));
    }
  }

  private Result result(Session session, SearchText search, PlanFacts plan, ShownRows shown) {
    Rows rows = shown.rows();
    List<String> indexes = NamedIndexes.told(session, plan.indexes());
    String index = indexes.isEmpty() ? null : String.join(", ", indexes);
    return new Result(
        shown,
        rows.rowCount(),
        search.metric(),
        index,
        hint(session, search, index, rows),
        rows.truncated(),
        rows.cut().map(this::reason).orElse(null));
  }

  private static @Nullable String hint(
      Session session, SearchText search, @Nullable String index, Rows rows) {
    if (index == null) {
      return new IndexAdvice(search.table(), search.embedding(), search.type(), search.metric())
          .text(session);
    }
    boolean few = rows.rowCount() < search.limit() && search.hybrid() == null;
    return few && !search.table().version().atLeast(Version.ITERATIVE)
        ? "Fewer rows than limit: before pgvector 0.8 an index stops at its candidates, whatever the"
            + " condition leaves of them; raise ef_search or probes."
        : null;
  }

  private String reason(Rows.Cut cut) {
    return switch (cut) {
      case ROWS -> "there are more rows than limit; raise it.";
      case BYTES -> "more rows would exceed " + settings.maxResultSize() + "; name fewer columns.";
      case CELL ->
          "a value is longer than " + settings.maxCellSize() + "; leave its column out of columns.";
    };
  }

  /** The failure with its position in where_clause, not in a statement nobody has seen. */
  private static CallException placed(CallException e, SearchText.Composed composed) {
    if (!(e.details().get("position") instanceof Integer position)) {
      return e;
    }
    Map<String, Object> details = e.details();
    details.remove("position");
    Integer inside = composed.inCondition(position);
    if (inside != null) {
      details.put("position", inside);
    }
    String message =
        inside != null && noTruth(e)
            ? "where_clause must be a condition that is true or false for each row, as id = 1; "
                + e.getMessage()
            : e.getMessage();
    return new CallException(e.code(), message, details, e);
  }

  /**
   * Whether something else stands where a truth value must; PostgreSQL may say it in any tongue.
   */
  private static boolean noTruth(CallException e) {
    String message = String.valueOf(e.getMessage());
    return DATATYPE_MISMATCH.equals(e.details().get("sqlstate"))
        && message.contains("AND")
        && message.contains("boolean");
  }
}
