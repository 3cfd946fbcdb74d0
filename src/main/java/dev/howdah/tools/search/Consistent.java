package dev.howdah.tools.search;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Reference;
import dev.howdah.tools.search.Inventory.Relation;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** An inventory in which nothing names a table or a column that is not in it. */
final class Consistent {

  private Consistent() {}

  static Inventory of(Inventory found) {
    Map<Long, Set<String>> columns =
        found.relations().stream().collect(toMap(Relation::oid, Consistent::columns));
    return new Inventory(
        found.loadedAt(),
        found.schemas(),
        found.relations().stream().map(relation -> of(relation, columns)).toList(),
        found.routines().stream()
            .filter(routine -> columns.keySet().containsAll(routine.relations()))
            .toList(),
        found.kinds());
  }

  private static Relation of(Relation relation, Map<Long, Set<String>> columns) {
    Set<String> own = columns.getOrDefault(relation.oid(), Set.of());
    return new Relation(
        relation.oid(),
        relation.schema(),
        relation.name(),
        relation.type(),
        relation.comment(),
        relation.extension(),
        relation.visible(),
        relation.partitions(),
        relation.whole(),
        relation.columns(),
        relation.indexes().stream().filter(index -> open(index, relation, own)).toList(),
        relation.references().stream().filter(reference -> open(reference, own, columns)).toList());
  }

  private static boolean open(Index index, Relation relation, Set<String> own) {
    return own.containsAll(index.uses()) && (relation.whole() || !index.every());
  }

  private static boolean open(
      Reference reference, Collection<String> own, Map<Long, Set<String>> columns) {
    Set<String> other = columns.get(reference.other());
    return other != null
        && own.containsAll(reference.columns())
        && other.containsAll(reference.otherColumns());
  }

  private static Set<String> columns(Relation relation) {
    return relation.columns().stream().map(column -> column.name().text()).collect(toSet());
  }
}
