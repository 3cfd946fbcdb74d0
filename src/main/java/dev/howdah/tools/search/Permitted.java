package dev.howdah.tools.search;

import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Kind;
import dev.howdah.tools.search.Inventory.Relation;
import dev.howdah.tools.search.Inventory.Routine;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of an inventory one caller may know of: what the access rules close does not exist. */
record Permitted(Access access) {

  Inventory of(Inventory all) {
    if (!access.restricted() && Stream.of(Operation.values()).anyMatch(access::allows)) {
      return all;
    }
    List<Relation> relations =
        all.relations().stream()
            .filter(relation -> open(relation.schema().text(), relation.name().text()))
            .map(this::of)
            .toList();
    return Consistent.of(
        new Inventory(
            all.loadedAt(),
            all.schemas().stream().filter(each -> access.opens(each.name().text())).toList(),
            relations,
            all.routines().stream().filter(this::open).toList(),
            kinds(all, relations)));
  }

  private boolean open(String schema, String relation) {
    return !access.blocked(schema, relation)
        && Stream.of(Operation.values())
            .anyMatch(operation -> access.allows(operation, schema, relation));
  }

  private Relation of(Relation relation) {
    Set<String> blocked = access.blockedColumns(relation.schema().text(), relation.name().text());
    if (blocked.isEmpty()) {
      return relation;
    }
    List<Column> columns =
        relation.columns().stream()
            .filter(column -> !blocked.contains(column.name().text()))
            .toList();
    boolean same = columns.size() == relation.columns().size();
    return new Relation(
        relation.oid(),
        relation.schema(),
        relation.name(),
        relation.type(),
        relation.comment(),
        relation.extension(),
        relation.visible(),
        relation.partitions(),
        relation.whole() && same,
        columns,
        // Also those whose expression has the name in it without resting on the column.
        relation.indexes().stream()
            .filter(index -> index.columns().stream().noneMatch(each -> names(each, blocked)))
            .toList(),
        relation.references());
  }

  /** The signature of a function may tell of a column that is blocked. */
  private boolean open(Routine routine) {
    return access.opens(routine.schema().text())
        && access.blockedColumns().values().stream()
            .noneMatch(blocked -> names(routine.signature(), blocked));
  }

  /** Of a caller who is kept from something, only those that a known column has. */
  private List<Kind> kinds(Inventory all, List<Relation> relations) {
    Stream<Kind> open = all.kinds().stream().filter(kind -> access.opens(kind.schema().text()));
    if (!access.restricted()) {
      return open.toList();
    }
    Map<Long, Kind> byOid =
        all.kinds().stream().collect(Collectors.toMap(Kind::oid, Function.identity()));
    Set<Long> used = new HashSet<>();
    for (Relation relation : relations) {
      for (Column column : relation.columns()) {
        Kind kind = byOid.get(column.typeOid());
        while (kind != null && used.add(kind.oid())) {
          kind = byOid.get(kind.base());
        }
      }
    }
    return open.filter(kind -> used.contains(kind.oid())).toList();
  }

  private static boolean names(String text, Set<String> blocked) {
    return blocked.stream()
        .anyMatch(
            column ->
                Pattern.compile(
                        "(?<![\\w$])" + Pattern.quote(column) + "(?![\\w$])",
                        Pattern.UNICODE_CHARACTER_CLASS)
                    .matcher(text)
                    .find());
  }
}
