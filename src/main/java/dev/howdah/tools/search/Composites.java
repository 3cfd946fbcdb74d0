package dev.howdah.tools.search;

import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Reference;
import dev.howdah.tools.search.Inventory.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tables that have all columns of the composite primary key of another, by the same names and
 * types; {@code docs/search.md} states the rule.
 */
final class Composites {

  /** A primary key of several columns, in its order. */
  private record Key(Relation table, List<Column> columns) {}

  /** By the names of their columns, in any order. */
  private final Map<Set<String>, List<Key>> keys = new HashMap<>();

  Composites(Inventory inventory) {
    for (Relation relation : inventory.relations()) {
      List<Column> columns = key(relation);
      if (columns.size() > 1
          && columns.stream().noneMatch(each -> Suffixes.generic(each.name().words()))) {
        keys.computeIfAbsent(new TreeSet<>(Implied.names(columns)), _ -> new ArrayList<>())
            .add(new Key(relation, columns));
      }
    }
  }

  private static List<Column> key(Relation relation) {
    List<Column> columns = new ArrayList<>();
    for (Index index : relation.indexes()) {
      if (index.key() && index.primary()) {
        for (String name : index.columns()) {
          Column column = relation.column(name);
          if (column == null) {
            return List.of();
          }
          columns.add(column);
        }
      }
    }
    return columns;
  }

  /** What sets of columns of a table or view point at. */
  List<Implied> from(Relation relation) {
    Set<String> own = new HashSet<>(Implied.names(relation.columns()));
    Set<String> ownKey = Set.copyOf(relation.primaryKey());
    List<Implied> found = new ArrayList<>();
    keys.forEach(
        (names, all) -> {
          if (own.containsAll(names) && !ownKey.equals(names)) {
            List<Key> near = near(relation, all);
            if (near.size() == 1
                && !copy(relation, near.getFirst())
                && !declared(relation, near.getFirst(), names)) {
              point(relation, near.getFirst(), found);
            }
          }
        });
    return found;
  }

  private static List<Key> near(Relation relation, List<Key> all) {
    List<Key> near =
        all.stream()
            .filter(key -> key.table().schema().text().equals(relation.schema().text()))
            .toList();
    return near.isEmpty() ? all : near;
  }

  /** Whether both hold the same things, as tables of one name in two schemas do. */
  private static boolean copy(Relation relation, Key key) {
    return !relation.view() && relation.name().joined().equals(key.table().name().joined());
  }

  private static boolean declared(Relation relation, Key key, Set<String> names) {
    return relation.references().stream()
        .anyMatch(
            (Reference reference) ->
                reference.other() == key.table().oid()
                    || Set.copyOf(reference.columns()).equals(names));
  }

  private static void point(Relation relation, Key key, List<Implied> found) {
    List<Column> columns = new ArrayList<>();
    for (Column wanted : key.columns()) {
      Column column = relation.column(wanted.name().text());
      if (column == null || !Types.fit(column.plain(), wanted.plain())) {
        return;
      }
      columns.add(column);
    }
    found.add(
        new Implied(
            relation,
            columns,
            key.table(),
            key.columns(),
            Strength.POSSIBLE,
            Implied.names(columns).stream().collect(Collectors.joining(" and "))
                + " have the names and types of the primary key of "
                + key.table().name()
                + ", which no other table has"));
  }
}
