package dev.howdah.tools.search;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.known.Known;
import dev.howdah.sql.Sql;
import dev.howdah.tools.search.Inventory.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A partition, which no inventory has.
 *
 * @param topOid the partitioned table at the top that it belongs to, by whatever steps
 */
record Partition(long oid, long topOid) {

  private record Name(@Nullable String schema, String name) {}

  private static final Sql PARTITION = Sql.resource(Partition.class, "partition.sql").kept();

  /**
   * Says of a name that is missing in an inventory that it is a partition of something in it; empty
   * when it is none, or none that the caller may know of.
   */
  static Optional<CallException> named(
      Session session, Inventory inventory, @Nullable String schema, String table) {
    return session.query(PARTITION, new Name(schema, table), Partition.class).stream()
        .findFirst()
        .filter(found -> Known.of(session, List.of(found.oid())).table(found.oid()))
        .flatMap(
            found ->
                inventory.relations().stream()
                    .filter(relation -> relation.oid() == found.topOid())
                    .findFirst())
        .map(top -> instead(table, top));
  }

  private static CallException instead(String table, Relation top) {
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "\"%s\" is a partition of %s, which has its relationships; ask for that one."
            .formatted(table, top.qualified()),
        Map.of("table", table, "similar", List.of(top.qualified())));
  }
}
