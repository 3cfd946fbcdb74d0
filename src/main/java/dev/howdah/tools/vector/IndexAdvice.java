package dev.howdah.tools.vector;

import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a search went without an index, and what would let it have one. */
record IndexAdvice(VectorTable table, Columns.Column column, VectorType type, Metric metric) {

  private record Key(long oid, int number) {}

  /**
   * An index on the column.
   *
   * @param partial whether it holds only some rows
   * @param uses what it names, as {@link Known#open(List)} understands it
   */
  private record Index(
      String name,
      String operatorClass,
      boolean valid,
      boolean partial,
      String definition,
      List<String> uses) {}

  private static final Sql INDEXES = Sql.resource(IndexAdvice.class, "indexes.sql");

  /** What could serve a search first: all rows before some, then what works. */
  private static final Comparator<Index> USEFUL =
      Comparator.comparing(Index::partial).thenComparing(index -> !index.valid());

  /** A sentence or two; null for a view, whose tables have the indexes. */
  @Nullable String text(Session session) {
    if (table.isView() || table.kind().equals("f")) {
      return null;
    }
    List<Index> indexes = open(session);
    String wanted = metric.operatorClass(type);
    Optional<Index> fitting =
        indexes.stream().filter(index -> index.operatorClass().equals(wanted)).min(USEFUL);
    if (fitting.isPresent()) {
      return unused(fitting.get());
    }
    String exact =
        indexes.isEmpty()
            ? "No index on " + column.name() + " serves a search, so every row was compared."
            : "The index on %s is made for another metric (%s), so every row was compared."
                .formatted(
                    column.name(),
                    indexes.stream()
                        .map(index -> index.name() + ": " + index.operatorClass())
                        .collect(Collectors.joining(", ")));
    return exact + " The result is exact; for many rows: " + creation(wanted);
  }

  /** Those that the caller may know of, by name. */
  private List<Index> open(Session session) {
    Known known = Known.of(session, List.of(table.oid()));
    return session.query(INDEXES, new Key(table.oid(), column.number()), Index.class).stream()
        .filter(index -> known.open(index.uses()) && known.silent(table.oid(), index.definition()))
        .toList();
  }

  private static String unused(Index index) {
    if (!index.valid()) {
      return index.name() + " would serve, but it is not valid: REINDEX it.";
    }
    return index.partial()
        ? index.name() + " holds only some of the rows; repeat its condition in where_clause."
        : "PostgreSQL chose not to use "
            + index.name()
            + ", as it does for few rows or a condition that leaves few; the result is exact.";
  }

  /** Names what is pgvector's with its schema: whoever runs it may have another search path. */
  private String creation(String operatorClass) {
    String qualified = Identifier.of(table.extensionSchema(), operatorClass).quoted();
    if (column.modifier() < 0) {
      return "give the column its dimensions first, as in %s(1536), then make an hnsw index with %s."
          .formatted(type, qualified);
    }
    if (column.modifier() > type.mostIndexed()) {
      return "a column of type %s can be indexed up to %d dimensions%s."
          .formatted(
              type,
              type.mostIndexed(),
              type == VectorType.VECTOR ? ", one of type halfvec up to 4000" : "");
    }
    return "CREATE INDEX ON %s USING hnsw (%s %s);"
        .formatted(table.identifier().quoted(), Identifier.of(column.name()).quoted(), qualified);
  }
}
