package dev.howdah.known;

import dev.howdah.db.Session;
import dev.howdah.sql.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a type of the catalogue names.
 *
 * @param relation the oid of the table or view whose row type it is, or an array of; else null
 * @param uses what its definition names, as {@link Use#all} understands it
 */
public record TypeLineage(long oid, @Nullable Long relation, List<String> uses) {

  /** Oids below this one are of types that come with PostgreSQL, which name nothing of a user's. */
  private static final long FIRST = 16_384;

  private record Oids(String oids) {}

  private static final Sql TYPES = Sql.resource(TypeLineage.class, "types.sql").kept();

  /** Whether somebody made the type. */
  static boolean made(long oid) {
    return oid >= FIRST;
  }

  /**
   * The lineage of those of these types that somebody made, by oid, in at most one statement; asks
   * the database only where rules hold.
   */
  public static Map<Long, TypeLineage> of(Session session, Stream<Long> oids) {
    if (!session.access().restricted()) {
      return Map.of();
    }
    List<Long> made = oids.filter(TypeLineage::made).distinct().toList();
    Map<Long, TypeLineage> found = new HashMap<>();
    if (!made.isEmpty()) {
      var wanted = new Oids(Lineage.array(made));
      for (TypeLineage each : session.query(TYPES, wanted, TypeLineage.class)) {
        found.put(each.oid(), each);
      }
    }
    return found;
  }

  /** The oids of every relation that these name. */
  public static Stream<Long> relations(Collection<TypeLineage> types) {
    return types.stream()
        .flatMap(
            type ->
                Stream.concat(
                    Stream.ofNullable(type.relation()),
                    Use.all(type.uses()).stream().map(Use::relation)));
  }
}
