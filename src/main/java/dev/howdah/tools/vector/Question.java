package dev.howdah.tools.vector;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.llm.Embeddings;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Condition;
import dev.howdah.tool.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a search asks for, checked against the table before anything of it runs. */
final class Question {

  private record Language(String name) {}

  private record Nothing() {}

  private static final Sql LANGUAGES =
      Sql.of(
          """
          select c.cfgname as name
          from pg_catalog.pg_ts_config c
          join pg_catalog.pg_namespace n on n.oid = c.cfgnamespace
          where n.nspname = any (
            cast(pg_catalog.current_setting('howdah.path') as pg_catalog.text[]))
          order by c.cfgname
          """);

  private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]*");

  private final Session session;
  private final VectorTable table;
  private final VectorSearch.Arguments arguments;
  private final int limit;
  private final Columns.Column column;
  private final VectorType type;
  private final Metric metric;

  Question(Session session, VectorTable table, VectorSearch.Arguments arguments, int limit) {
    this.session = session;
    this.table = table;
    this.arguments = arguments;
    this.limit = limit;
    this.column =
        table
            .columns()
            .embedding(
                table.shown(),
                "embedding_column",
                arguments.embeddingColumn(),
                Columns.Column::readable);
    this.type = VectorType.of(column).orElseThrow();
    this.metric = arguments.metric() == null ? Metric.byDefault(type) : arguments.metric();
    if (!metric.fits(type)) {
      throw Invalid.argument(
          "metric must be one of %s for a column of type %s, was %s."
              .formatted(Metric.of(type), type, metric));
    }
    if (!metric.old() && !table.version().atLeast(Version.TYPES)) {
      throw new CallException(
          ErrorCode.NOT_AVAILABLE,
          "The metric %s needs pgvector %s, and here is %s. Somebody who may do so has to run: ALTER EXTENSION vector UPDATE;"
              .formatted(metric, Version.TYPES, table.version()));
    }
  }

  /** The embedding that was given, or that of the text. */
  Embedding embedding(Embeddings embeddings, Call call) {
    Embedding embedding =
        new EmbeddingReader("query_embedding", table.shown(), column, type)
            .one(
                arguments.queryEmbedding(),
                arguments.queryVector(),
                arguments.queryText(),
                embeddings,
                call,
                "query_");
    if (metric == Metric.COSINE && embedding.zero()) {
      throw Invalid.argument(
          embedding.source()
              + " must have an element that is not 0 for the metric cosine, which goes by direction,"
              + " nor so small that the type %s or the sum of squares makes 0 of it; metric l2, l1"
                  .formatted(type)
              + " or inner_product takes it.");
    }
    if ((metric == Metric.COSINE || metric == Metric.L2) && embedding.overlong()) {
      throw Invalid.argument(
          "%s is too long for the metric %s: the squares of its elements must add up to less than 3.4e38; metric l1 takes it."
              .formatted(embedding.source(), metric));
    }
    return embedding;
  }

  /** The statement to be. */
  SearchText search(Embedding embedding) {
    Condition condition = condition();
    return new SearchText(
        table,
        column,
        type,
        embedding.dimensions(),
        metric,
        columns(),
        limit,
        condition,
        params().size(),
        hybrid());
  }

  /** The caller's own values, then ours. */
  List<@Nullable Object> values(Embedding embedding) {
    List<@Nullable Object> values = new ArrayList<>(params());
    values.add(embedding.text());
    if (arguments.textQuery() != null) {
      values.add(arguments.textQuery());
    }
    return values;
  }

  private List<@Nullable Object> params() {
    List<@Nullable Object> params = arguments.params();
    return params == null ? List.of() : params;
  }

  private @Nullable Condition condition() {
    String clause = arguments.whereClause();
    if (clause == null) {
      if (!params().isEmpty()) {
        throw Invalid.argument("params are for where_clause, which is missing.");
      }
      return null;
    }
    Condition condition = session.condition(sql(clause));
    SortedSet<Integer> wanted = condition.parameters();
    SortedSet<Integer> given =
        new TreeSet<>(IntStream.rangeClosed(1, params().size()).boxed().toList());
    if (!wanted.equals(given)) {
      String used = String.join(", ", wanted.stream().map(number -> "$" + number).toList());
      throw Invalid.argument(
          given.isEmpty()
              ? "where_clause uses %s, but params, the list of its values, is missing."
                  .formatted(used)
              : "where_clause must use each of the %d params, as $1 and so on; it uses %s."
                  .formatted(given.size(), wanted.isEmpty() ? "none" : used));
    }
    return condition;
  }

  private List<Columns.Column> columns() {
    List<String> names = arguments.columns();
    if (names == null) {
      return table.columns().readable().stream().filter(each -> !each.equals(column)).toList();
    }
    return new LinkedHashSet<>(names)
        .stream()
            .map(
                name ->
                    table.columns().get(table.shown(), "columns", name, Columns.Column::readable))
            .toList();
  }

  private @Nullable Hybrid hybrid() {
    String textColumn = arguments.textColumn();
    if (arguments.textQuery() == null && textColumn == null) {
      return null;
    }
    if (arguments.textQuery() == null || textColumn == null || arguments.textQuery().isBlank()) {
      throw Invalid.argument("A hybrid search needs both text_query and text_column.");
    }
    Columns.Column words =
        table.columns().get(table.shown(), "text_column", textColumn, Columns.Column::readable);
    if (!words.words() && !words.type().equals("tsvector")) {
      throw Invalid.argument(
          "text_column must be of a type of text or tsvector; \"%s\" is of type %s."
              .formatted(words.name(), words.shown()));
    }
    if (table.columns().key().isEmpty() && (table.isView() || table.kind().equals("f"))) {
      throw Invalid.argument(
          "A hybrid search needs a table; %s is none, and has no primary key."
              .formatted(table.shown()));
    }
    return new Hybrid(words, language());
  }

  private String language() {
    List<String> known =
        session.query(LANGUAGES, new Nothing(), Language.class).stream()
            .map(Language::name)
            .filter(name -> WORD.matcher(name).matches())
            .toList();
    if (!known.contains(arguments.language())) {
      throw Invalid.argument(
          "language must be one of %s, was %s."
              .formatted(String.join(", ", known), Invalid.shown(arguments.language())));
    }
    return arguments.language();
  }

  /** A text as it may be sent. */
  static AgentSql sql(String text) {
    try {
      return AgentSql.of(text);
    } catch (IllegalArgumentException unreadable) {
      throw Invalid.argument(String.valueOf(unreadable.getMessage()));
    }
  }
}
