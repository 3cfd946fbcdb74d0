package dev.howdah.tools.schema;

import dev.howdah.tool.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one table or view is, as far as the caller may know. */
public record TableDescription(
    @Param("Its name.") String table,
    @Param("Its schema.") String schema,
    @Param("table, partitioned table, partition, view, materialized view or foreign table.")
        String type,
    @Param("Its comment, else null.") @Nullable String comment,
    @Param("The extension that it came with and belongs to, else null.") @Nullable String extension,
    @Param("In their order; only those that this role has a privilege on.") List<Column> columns,
    @Param("How many columns there are to tell of, those that were cut too.") int columnCount,
    @Param("Columns of the primary key in its order; empty without one.") List<String> primaryKey,
    @Param("By name.") List<Index> indexes,
    @Param("Its foreign keys; composite ones whole.") List<ForeignKey> foreignKeys,
    @Param("Foreign keys that point here, its own included; other_table has the key.")
        List<ForeignKey> referencedBy,
    @Param("Check, unique and exclusion constraints.") List<Constraint> checks,
    @Param("By name.") List<Trigger> triggers,
    @Param("Whether policies hold: off, on (not for the owner) or forced.") String rowSecurity,
    @Param("Row-level security policies: which rows this role may see.") List<Policy> policies,
    @Param("How rows are spread over partitions, such as RANGE (day); else null.")
        @Nullable String partitionKey,
    @Param("How many partitions hold rows, on every level below; null for other tables.")
        @Nullable Long partitionCount,
    @Param("Partitions one level below, by schema and name; 100 at most.")
        List<Partition> partitions,
    @Param("The rows that a partition takes, as CREATE TABLE writes it; else null.")
        @Nullable String partitionBounds,
    @Param("Tables that it inherits from; for a partition, the one that it belongs to.")
        List<Relative> inherits,
    @Param("Tables that inherit from it and whose rows it shows, without partitions; 100 at most.")
        List<Relative> inheritedBy,
    @Param("Estimated from the statistics; null for a view or when never analyzed.")
        @Nullable Long rowCount,
    @Param("With indexes and TOAST; null where nothing is stored or a lock hides it.")
        @Nullable Long sizeBytes,
    @Param(
            "The query of a view; null for a table, and where it names one that this role may not"
                + " know.")
        @Nullable String definition,
    @Param("Whether something was cut.") boolean truncated,
    @Param("What was cut, and how to get it; else null.") @Nullable String truncatedReason) {

  /** Most partitions, and most children. */
  static final int MOST_RELATIVES = 100;

  /** A column. */
  public record Column(
      @Param("Its name, as it is written in the catalog.") String name,
      @Param("Its PostgreSQL type; … for that of rows that this role may not know.") String type,
      @Param(
              "What a domain or a composite type is made of, also of an array of it; … as for"
                  + " default. Else null.")
          @Nullable String typeDefinition,
      @Param("Whether it may be NULL.") boolean nullable,
      @Param(
              value =
                  "The expression of its default, else null; … for one that this role may not know.",
              name = "default")
          @Nullable String defaultValue,
      @Param("Whether it belongs to the primary key.") boolean isPrimaryKey,
      @Param("Whether it alone is unique.") boolean unique,
      @Param("always or by default for an identity column, else null.") @Nullable String identity,
      @Param("The expression of a generated column, else null; … as for default.")
          @Nullable String generated,
      @Param("The values of an enum, in order; also of an array or a domain of one. Else null.")
          @Nullable List<String> enumValues,
      @Param("Its comment, else null.") @Nullable String comment) {}

  /** An index. */
  public record Index(
      @Param("Its name.") String name,
      @Param("Columns or expressions, in order.") List<String> columns,
      @Param("btree, hash, gin, gist, brin, hnsw and so on.") String method,
      @Param("Whether it allows a key once.") boolean unique,
      @Param("Whether it is the primary key's.") boolean primary,
      @Param("Whether it holds only the rows of its WHERE.") boolean partial,
      @Param("The statement that makes it.") String definition,
      @Param("Null for that of a partitioned table.") @Nullable Long sizeBytes,
      @Param("Scans since the statistics were reset; null for that of a partitioned table.")
          @Nullable Long scans,
      @Param("False while it is being built, or after that failed.") boolean valid) {}

  /** A foreign key, seen from either end. */
  public record ForeignKey(
      @Param("Its name.") String name,
      @Param("Columns of the table that has the key.") List<String> columns,
      @Param("Schema of the table at the other end.") String otherSchema,
      @Param("The table at the other end.") String otherTable,
      @Param("Columns that are pointed at, in the order of columns.") List<String> otherColumns,
      @Param("no action, restrict, cascade, set null or set default.") String onUpdate,
      @Param("no action, restrict, cascade, set null or set default.") String onDelete) {}

  /** A check, unique or exclusion constraint. */
  public record Constraint(
      @Param("Its name.") String name, @Param("As CREATE TABLE writes it.") String definition) {}

  /** A trigger that somebody made. */
  public record Trigger(
      @Param("Its name.") String name,
      @Param("The statement that makes it.") String definition,
      @Param("Whether it fires at all.") boolean enabled) {}

  /** A row-level security policy. */
  public record Policy(
      @Param("Its name.") String name,
      @Param("all, select, insert, update or delete.") String command,
      @Param("Permissive ones are joined by OR, the others by AND.") boolean permissive,
      @Param("Whom it is for; public is everybody.") List<String> roles,
      @Param("Which rows are seen; null: no condition, or it names a table unknown to this role.")
          @Nullable String usingExpression,
      @Param("Which rows may be written; null like using_expression.")
          @Nullable String checkExpression) {}

  /** A partition. */
  public record Partition(
      @Param("Its schema.") String schema,
      @Param("Its name.") String name,
      @Param("Its bounds, as CREATE TABLE writes them; null where this role may not know them.")
          @Nullable String bounds) {}

  /** A table that it inherits from, or that inherits from it. */
  public record Relative(@Param("Its schema.") String schema, @Param("Its name.") String name) {}
}
