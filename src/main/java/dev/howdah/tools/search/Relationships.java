package dev.howdah.tools.search;

import dev.howdah.tool.Param;
import java.util.List;

/** How a table is related to others. */
public record Relationships(
    @Param("The table.") String table,
    @Param("Its schema.") String schema,
    @Param("Foreign keys of the table and those that point at it; composite ones whole.")
        List<Explicit> explicit,
    @Param("What names and types say where no key is declared, strong ones first.")
        List<Guess> implied,
    @Param("Whether some were left out because there are too many.") boolean truncated) {

  /** A declared foreign key. */
  public record Explicit(
      @Param("Name of the foreign key.") String name,
      @Param("outgoing: this table points at the other one; incoming: the other one at this.")
          String direction,
      @Param("Columns of this table.") List<String> columns,
      @Param("Schema of the other table.") String otherSchema,
      @Param("The other table; for a key within the table, itself.") String otherTable,
      @Param("Columns of the other table, in the order of columns.") List<String> otherColumns) {}

  /** A relationship that nobody declared. */
  public record Guess(
      @Param("outgoing: this table points at the other one; incoming: the other one at this.")
          String direction,
      @Param("Columns of this table; several for a composite key.") List<String> columns,
      @Param("Schema of the other table.") String otherSchema,
      @Param("The other table.") String otherTable,
      @Param("Columns of the other table, in the order of columns.") List<String> otherColumns,
      @Param("strong or possible.") String strength,
      @Param("Why it seems so.") String reason) {}
}
