package dev.howdah.tools.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a relation is partitioned, and how large it is with its partitions.
 *
 * @param partitionCount how many leaves a partitioned table has, else null
 * @param keyColumns what a partitioned table's key rests on; empty for others
 * @param boundColumns what a partition's bounds rest on; empty for others
 */
record Partitioning(
    @Nullable Long rowCount,
    @Nullable Long sizeBytes,
    @Nullable Long partitionCount,
    @Nullable String partitionKey,
    @Nullable String partitionBounds,
    List<String> keyColumns,
    List<String> boundColumns) {

  /** That of a relation that is not partitioned. */
  static Partitioning none(Relation relation) {
    return new Partitioning(
        relation.rowCount(), relation.sizeBytes(), null, null, null, List.of(), List.of());
  }
}
