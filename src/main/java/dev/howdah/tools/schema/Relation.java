package dev.howdah.tools.schema;

import org.jspecify.annotations.Nullable;

/**
 * A relation, as the catalogue has it.
 *
 * @param rowCount null for one that is partitioned, of which {@link Partitioning} tells
 * @param sizeBytes the same
 * @param partitioned whether it is a partitioned table or a partition
 * @param triggers whether somebody made triggers on it
 * @param policies whether it has some
 * @param relatives whether it inherits from others or others from it
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
    boolean partitioned,
    boolean triggers,
    boolean policies,
    boolean relatives) {

  boolean isView() {
    return type.endsWith("view");
  }
}
