package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.resolve.StoredColumns;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the access rules block outright, with what belongs to it. */
final class Blocked {

  private final Catalogue catalogue;
  private final Access access;

  Blocked(Catalogue catalogue, Access access) {
    this.catalogue = catalogue;
    this.access = access;
  }

  /**
   * Its own, those of the tables that it is a child or a partition of, and those that are generated
   * from one of these.
   */
  Set<String> columns(Relation relation) {
    Set<String> blocked = new LinkedHashSet<>();
    inherited(relation, blocked, new HashSet<>());
    if (!blocked.isEmpty()) {
      List<Integer> numbers =
          relation.columns().stream()
              .filter(column -> blocked.contains(column.name()))
              .map(Relation.Column::number)
              .toList();
      relation.columns().stream()
          .filter(column -> generatedFrom(column, numbers))
          .map(Relation.Column::name)
          .forEach(blocked::add);
    }
    return blocked;
  }

  private static boolean generatedFrom(Relation.Column column, List<Integer> numbers) {
    if (column.generated() == null) {
      return false;
    }
    Set<Integer> named = StoredColumns.of(column.generated());
    return named.contains(0) || numbers.stream().anyMatch(named::contains);
  }

  private void inherited(Relation relation, Set<String> blocked, Set<Long> seen) {
    if (seen.add(relation.oid())) {
      blocked.addAll(access.blockedColumns(relation.schema(), relation.name()));
      for (long parent : relation.parents()) {
        inherited(catalogue.relation(parent), blocked, seen);
      }
    }
  }

  private boolean ofBlockedColumn(Relation sequence) {
    return sequence.owner() != 0
        && sequence.parents().stream()
            .map(catalogue::relation)
            .anyMatch(
                table -> {
                  Set<String> blocked = columns(table);
                  return table.columns().stream()
                      .filter(column -> column.number() == sequence.owner())
                      .anyMatch(column -> blocked.contains(column.name()));
                });
  }

  /** Whether a sequence that belongs to no table is what a closed one counts by. */
  private boolean ofClosedTable(Relation sequence) {
    return access.restricted()
        && sequence.kind() == Relation.Kind.SEQUENCE
        && sequence.parents().isEmpty()
        && catalogue.dependents(sequence.oid()).stream()
            .map(catalogue::relation)
            .anyMatch(
                table ->
                    access.blocked(table.schema(), table.name())
                        || !access.allows(Operation.SELECT, table.schema(), table.name()));
  }

  /** Whether it is blocked outright, itself or by what it belongs to. */
  boolean holds(Relation relation) {
    return holds(relation, new HashSet<>());
  }

  private boolean holds(Relation relation, Set<Long> seen) {
    if (access.blocked(relation.schema(), relation.name())
        || ofBlockedColumn(relation)
        || ofClosedTable(relation)) {
      return true;
    }
    return seen.add(relation.oid())
        && relation.parents().stream().anyMatch(parent -> holds(catalogue.relation(parent), seen));
  }
}
