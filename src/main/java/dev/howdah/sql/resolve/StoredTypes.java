package dev.howdah.sql.resolve;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The types that a stored expression may be of once PostgreSQL has taken off the casts that it was
 * stored with, as it does with a default whose column gets another type.
 */
public final class StoredTypes {

  private static final Set<String> CASTS =
      Set.of(
          "FUNCEXPR",
          "RELABELTYPE",
          "COERCEVIAIO",
          "ARRAYCOERCEEXPR",
          "CONVERTROWTYPEEXPR",
          "COERCETODOMAIN");

  private StoredTypes() {}

  /**
   * OIDs; {@link Stored#UNDECIDED} where a part does not say its type.
   *
   * @throws StoredTrees.Unreadable when the tree cannot be read
   */
  public static Set<Long> of(String tree) {
    Set<Long> types = new HashSet<>();
    collect(new StoredTreeReader(tree).read(), types);
    return types;
  }

  private static void collect(Object expression, Set<Long> types) {
    if (!(expression instanceof StoredNode node)) {
      types.add(Stored.UNDECIDED);
      return;
    }
    // CURRENT_DATE and the like say their type under another name.
    long type =
        node.kind().equals("SQLVALUEFUNCTION") ? node.number("type") : StoredCasts.type(node);
    types.add(type == 0 ? Stored.UNDECIDED : type);
    if (CASTS.contains(node.kind())) {
      Stream.concat(node.nodesIn("arg").stream(), node.nodes("args").stream())
          .findFirst()
          .ifPresent(inner -> collect(inner, types));
    }
  }
}
