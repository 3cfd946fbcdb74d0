package dev.howdah.tools.vector;

import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller is told of the indexes that a plan names: as much as get_indexes would tell. */
final class NamedIndexes {

  private record Names(String schemas, String names) {}

  /**
   * An index of one of the names.
   *
   * @param uses what it names, as {@link Known#open(List)} understands it
   */
  private record Index(
      String schema, String name, long relation, String definition, List<String> uses) {

    boolean open(Known known) {
      return known.table(relation) && known.open(uses) && known.silent(relation, definition);
    }
  }

  private static final Sql INDEXES = Sql.resource(NamedIndexes.class, "named_indexes.sql");

  private NamedIndexes() {}

  /** The names, with {@link Known#HIDDEN} for all that the caller may not know of. */
  static List<String> told(Session session, List<Identifier> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<Index> found = session.query(INDEXES, wanted(names), Index.class);
    Known known = Known.of(session, found.stream().map(Index::relation).distinct().toList());
    Set<Identifier> open =
        found.stream()
            .filter(index -> index.open(known))
            .map(index -> Identifier.of(index.schema(), index.name()))
            .collect(Collectors.toSet());
    return names.stream()
        .map(name -> open.contains(name) ? name.name() : Known.HIDDEN)
        .distinct()
        .toList();
  }

  private static Names wanted(List<Identifier> names) {
    return new Names(
        Json.text(names.stream().map(name -> String.valueOf(name.schema())).distinct().toList()),
        Json.text(names.stream().map(Identifier::name).distinct().toList()));
  }
}
