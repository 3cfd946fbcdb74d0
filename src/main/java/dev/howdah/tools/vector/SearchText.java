package dev.howdah.tools.vector;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.guard.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the one statement of a search. Names come from the catalogue and are quoted, values are
 * parameters, numbers are numbers; the caller's condition stands between parentheses. It is judged
 * as a whole, like any that an agent writes.
 *
 * @param columns what to return of each row
 * @param parameters how many are the caller's own; the embedding follows, then the words
 */
record SearchText(
    VectorTable table,
    Columns.Column embedding,
    VectorType type,
    int dimensions,
    Metric metric,
    List<Columns.Column> columns,
    int limit,
    @Nullable Condition condition,
    int parameters,
    @Nullable Hybrid hybrid) {

  /**
   * The order of what {@link #nearest} gives. That is already in order by the distance, as the
   * planner believes of each index, and so it would not sort again; but an IVFFlat index that goes
   * on until enough rows pass brings them in order within each round only. No index gives this sum.
   */
  private static final String BY_DISTANCE = "ORDER BY \"distance\" OPERATOR(pg_catalog.+) 0";

  private static final int LEAST_CANDIDATES = 50;
  private static final int MORE = 4;

  /** The statement, and where in it the condition begins. */
  record Composed(String text, List<Integer> conditions, int length) {

    /**
     * A position of the statement as one of the condition.
     *
     * @return null when it is elsewhere
     */
    @Nullable Integer inCondition(int position) {
      for (int start : conditions) {
        if (position > start && position <= start + length) {
          return position - start;
        }
      }
      return null;
    }
  }

  Composed compose() {
    var out = new Writing();
    if (hybrid == null) {
      plain(out);
    } else {
      fused(out, hybrid);
    }
    int length =
        condition == null ? 0 : condition.text().codePointCount(0, condition.text().length());
    return new Composed(out.text.toString(), out.conditions, length);
  }

  private static final class Writing {
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> conditions = new ArrayList<>();

    Writing add(String part) {
      text.append(part);
      return this;
    }
  }

  private void plain(Writing out) {
    Map<String, Columns.Column> named = named("distance", "similarity");
    Identifier alias = Identifier.of(table.name());
    out.add("SELECT ").add(names(named)).add(", ").add(metric.similarity());
    out.add(" AS \"similarity\"\nFROM (SELECT ").add(values(named, alias));
    nearest(out, alias, limit);
    out.add(") AS \"nearest\"\n").add(BY_DISTANCE);
  }

  /** What is nearest, from the end of a list of columns on. */
  private void nearest(Writing out, Identifier alias, int most) {
    String distance = distance(alias);
    out.add("(").add(distance).add(") AS \"distance\"\n  FROM ").add(from(alias));
    out.add("\n  WHERE ").add(column(alias, embedding)).add(" IS NOT NULL");
    condition(out);
    out.add("\n  ORDER BY ").add(distance).add("\n  LIMIT " + most);
  }

  private void condition(Writing out) {
    if (condition != null) {
      out.add(" AND (\n");
      out.conditions.add(out.text.codePointCount(0, out.text.length()));
      out.add(condition.text()).add("\n)");
    }
  }

  private void fused(Writing out, Hybrid words) {
    Identifier alias = Identifier.of(table.name());
    List<String> keys = keys();
    int most = Math.max(LEAST_CANDIDATES, MORE * limit);
    String named = listed(keys, i -> "\"k" + i + "\"");
    String selected = listed(keys, i -> alias.quoted() + "." + keys.get(i) + " AS \"k" + i + "\"");
    String query = words.query(parameters + 2);
    out.add("WITH \"vector arm\" AS MATERIALIZED (\n  SELECT ").add(selected).add(", ");
    nearest(out, alias, most);
    out.add("),\n\"text arm\" AS MATERIALIZED (\n  SELECT ").add(selected);
    out.add(", pg_catalog.ts_rank_cd(").add(words.document(alias)).add(", ").add(query);
    out.add(") AS \"text_rank\"\n  FROM ").add(from(alias)).add("\n  WHERE ");
    out.add(words.document(alias)).add(" OPERATOR(pg_catalog.@@) ").add(query);
    condition(out);
    out.add("\n  ORDER BY \"text_rank\" DESC\n  LIMIT " + most + "),\n\"ranked\" AS (\n  SELECT ");
    out.add(named).add(", pg_catalog.row_number() OVER (").add(BY_DISTANCE);
    out.add(") AS \"place\",");
    out.add(" CAST(NULL AS pg_catalog.float4) AS \"text_rank\"\n  FROM \"vector arm\"");
    out.add("\n  UNION ALL\n  SELECT ").add(named);
    out.add(", pg_catalog.row_number() OVER (ORDER BY \"text_rank\" DESC), \"text_rank\"");
    out.add("\n  FROM \"text arm\"),\n\"fused\" AS (\n  SELECT ").add(named);
    out.add(", pg_catalog.max(\"text_rank\") AS \"text_rank\", pg_catalog.sum(CAST(1 AS");
    out.add(" pg_catalog.float8) / (" + Hybrid.SMOOTHING + " + \"place\")) AS \"score\"");
    out.add("\n  FROM \"ranked\"\n  GROUP BY ").add(named);
    out.add("\n  ORDER BY \"score\" DESC\n  LIMIT " + limit + ")\n");
    rows(out, keys);
  }

  /** The rows behind the keys. */
  private void rows(Writing out, List<String> keys) {
    Map<String, Columns.Column> named = named("distance", "similarity", "text_rank", "score");
    Identifier row = Identifier.of("row");
    out.add("SELECT ").add(names(named)).add(", ").add(metric.similarity());
    out.add(" AS \"similarity\", \"text_rank\", \"score\"\nFROM (SELECT ").add(values(named, row));
    out.add("(").add(distance(row)).add(") AS \"distance\",");
    out.add(" \"fused\".\"text_rank\" AS \"text_rank\", \"fused\".\"score\" AS \"score\"");
    out.add("\n  FROM \"fused\" JOIN ").add(from(row)).add(" ON ");
    for (int i = 0; i < keys.size(); i++) {
      out.add(i == 0 ? "" : " AND ").add("\"row\"." + keys.get(i) + " = \"fused\".\"k" + i + "\"");
    }
    out.add(") AS \"found\"\nORDER BY \"score\" DESC, \"distance\"");
  }

  /** What tells two rows apart. */
  private List<String> keys() {
    List<Columns.Column> key = table.columns().key();
    return key.isEmpty()
        ? List.of("tableoid", "ctid")
        : key.stream().map(column -> Identifier.of(column.name()).quoted()).toList();
  }

  private static String listed(List<String> keys, Function<Integer, String> each) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      all.add(each.apply(i));
    }
    return String.join(", ", all);
  }

  private String distance(Identifier alias) {
    return column(alias, embedding)
        + " "
        + table.operator(metric)
        + " "
        + table.embedding(parameters + 1, type, dimensions);
  }

  /** Without an alias where it is the table's own name, so that its schema may stand before it. */
  private String from(Identifier alias) {
    return table.identifier().quoted()
        + (alias.name().equals(table.name()) ? "" : " AS " + alias.quoted());
  }

  private static String column(Identifier alias, Columns.Column column) {
    return alias.quoted() + "." + Identifier.of(column.name()).quoted();
  }

  /** The columns by the names they get; ours come first, a column of theirs gets a suffix. */
  private Map<String, Columns.Column> named(String... ours) {
    Set<String> taken = new TreeSet<>(List.of(ours));
    columns.forEach(column -> taken.add(column.name()));
    Set<String> own = Set.of(ours);
    Map<String, Columns.Column> named = new LinkedHashMap<>();
    for (Columns.Column column : columns) {
      String name = column.name();
      for (int i = 2; own.contains(column.name()) && !taken.add(name); i++) {
        name = column.name() + "_" + i;
      }
      named.put(name, column);
    }
    return named;
  }

  private static String names(Map<String, Columns.Column> named) {
    return named.keySet().stream()
            .map(name -> Identifier.of(name).quoted() + ", ")
            .collect(Collectors.joining())
        + "\"distance\"";
  }

  private static String values(Map<String, Columns.Column> named, Identifier alias) {
    return named.entrySet().stream()
        .map(
            each ->
                column(alias, each.getValue())
                    + " AS "
                    + Identifier.of(each.getKey()).quoted()
                    + ", ")
        .collect(Collectors.joining());
  }
}
