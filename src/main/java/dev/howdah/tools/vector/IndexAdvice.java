package dev.howdah.tools.vector;

import dev.howdah.db.Session;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
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
   */
  private record Index(
      String name, String method, String operatorClass, boolean valid, boolean partial) {}

  private static final Sql INDEXES =
      Sql.of(
          """
          select c.relname as name,
                 m.amname as method,
                 o.opcname as operator_class,
                 i.indisvalid as valid,
                 i.indpred is not null as partial
          from pg_catalog.pg_index i
          join pg_catalog.pg_class c on c.oid = i.indexrelid
          join pg_catalog.pg_am m on m.oid = c.relam
          join pg_catalog.pg_opclass o on o.oid = i.indclass[0]
          where i.indrelid = cast(:oid as pg_catalog.oid)
            and i.indkey[0] = cast(:number as pg_catalog.int2)
            and m.amname in ('hnsw', 'ivfflat')
          order by c.relname
          """);

  /** A sentence or two; null for a view, whose tables have the indexes. */
  @Nullable String text(Session session) {
    if (table.isView() || table.kind().equals("f")) {
      return null;
    }
    List<Index> indexes =
        session.query(INDEXES, new Key(table.oid(), column.number()), Index.class);
    String wanted = metric.operatorClass(type);
    Optional<Index> fitting =
        indexes.stream().filter(index -> index.operatorClass().equals(wanted)).findFirst();
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

  private String creation(String operatorClass) {
    if (column.modifier() < 0 && type != VectorType.SPARSEVEC) {
      return "give the column its dimensions first, as in %s(1536), then make an hnsw index with %s."
          .formatted(type, operatorClass);
    }
    if (column.modifier() > type.mostIndexed()) {
      return "a column of type %s can be indexed up to %d dimensions%s."
          .formatted(
              type,
              type.mostIndexed(),
              type == VectorType.VECTOR ? ", one of type halfvec up to 4000" : "");
    }
    return "CREATE INDEX ON %s USING hnsw (%s %s);"
        .formatted(
            table.identifier().quoted(), Identifier.of(column.name()).quoted(), operatorClass);
  }
}
