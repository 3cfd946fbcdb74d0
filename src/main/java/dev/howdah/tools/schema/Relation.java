package dev.howdah.tools.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation, as the catalogue has it.
 *
 * @param keyColumns what a partitioned table's key rests on; empty for others
 * @param boundColumns what a partition's bounds rest on; empty for others
 */
record Relation(
    long oid,
    String schema,
    String name,
    String type,
    @Nullable String comment,
    @Nullable String extension,
    String rowSecurity,
    @Nullable Long rowCount,
    @Nullable Long sizeBytes,
    @Nullable Long partitionCount,
    @Nullable String partitionKey,
    @Nullable String partitionBounds,
    List<String> keyColumns,
    List<String> boundColumns,
    @Nullable String definition) {

  boolean isView() {
    return type.endsWith("view");
  }
}
