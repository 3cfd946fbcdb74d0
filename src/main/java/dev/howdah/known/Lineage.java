package dev.howdah.known;

import dev.howdah.db.Session;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a relation comes from.
 *
 * @param view whether it is a view, or a materialized one
 * @param parents the oids of what it inherits from or is a partition of
 * @param reads what a view reads, as {@link Use#all} understands it
 * @param wholeRows whether a view reads some row as a whole
 * @param functions whether a view reads through a function that somebody made
 * @param generated each generated column with one that it is made of, as a JSON array
 * @param owner the table whose column a sequence belongs to, else null
 */
public record Lineage(
    long oid,
    String schema,
    String name,
    boolean view,
    List<String> parents,
    List<String> reads,
    boolean wholeRows,
    boolean functions,
    List<String> generated,
    @Nullable Long owner) {

  private record Oids(String oids) {}

  private static final Sql LINEAGE = Sql.resource(Lineage.class, "lineage.sql").kept();

  /** The lineage of these relations and of all that they come from, by oid, in one statement. */
  public static Map<Long, Lineage> of(Session session, Collection<Long> oids) {
    Map<Long, Lineage> found = new HashMap<>();
    for (Lineage each : session.query(LINEAGE, new Oids(array(oids)), Lineage.class)) {
      found.put(each.oid(), each);
    }
    return found;
  }

  /** An array of oids as PostgreSQL reads it. */
  public static String array(Collection<Long> oids) {
    return oids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  /** A generated column, and one that it is made of. */
  record Generated(String column, String source) {}

  List<Generated> sources() {
    return generated.stream()
        .map(text -> (List<?>) Objects.requireNonNull(Json.plain(text)))
        .map(pair -> new Generated((String) pair.getFirst(), (String) pair.getLast()))
        .toList();
  }

  List<Long> ancestors() {
    return parents.stream().map(Long::valueOf).toList();
  }

  List<Use> uses() {
    return Use.all(reads);
  }
}
