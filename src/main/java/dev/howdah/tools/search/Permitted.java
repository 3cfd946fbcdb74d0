package dev.howdah.tools.search;

import dev.howdah.known.Known;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Kind;
import dev.howdah.tools.search.Inventory.Relation;
import dev.howdah.tools.search.Inventory.Routine;
import dev.howdah.tools.search.Inventory.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of an inventory one caller may know of: what the access rules close does not exist, by the
 * same judgement as in {@code describe_table}.
 *
 * @param known of all relations and types of the inventory
 */
record Permitted(Access access, Known known) {

  Inventory of(Inventory all) {
    if (!access.restricted() && Stream.of(Operation.values()).anyMatch(access::allows)) {
      return all;
    }
    List<Relation> relations =
        all.relations().stream()
            .filter(relation -> known.table(relation.oid()))
            .filter(relation -> open(relation.schema().text(), relation.name().text()))
            .map(this::of)
            .toList();
    return Consistent.of(
        new Inventory(
            all.loadedAt(),
            all.schemas().stream()
                .filter(each -> access.opens(each.name().text()))
                .map(this::of)
                .toList(),
            relations,
            all.routines().stream().filter(this::open).map(this::of).toList(),
            kinds(all, relations)));
  }

  private boolean open(String schema, String relation) {
    return !access.blocked(schema, relation)
        && Stream.of(Operation.values())
            .anyMatch(operation -> access.allows(operation, schema, relation));
  }

  private Schema of(Schema schema) {
    return new Schema(schema.name(), Known.comment(access, schema.name().text(), schema.comment()));
  }

  private Routine of(Routine routine) {
    return new Routine(
        routine.type(),
        routine.schema(),
        routine.name(),
        routine.signature(),
        routine.relations(),
        Known.comment(access, routine.schema().text(), routine.comment()),
        routine.extension());
  }

  private Kind of(Kind kind) {
    return new Kind(
        kind.oid(),
        kind.type(),
        kind.schema(),
        kind.name(),
        kind.detail().isEmpty()
            ? ""
            : Objects.requireNonNull(known.definition(kind.oid(), kind.detail())),
        kind.labels(),
        kind.base(),
        Known.comment(access, kind.schema().text(), kind.comment()),
        kind.extension());
  }

  private Relation of(Relation relation) {
    if (!access.restricted()) {
      return relation;
    }
    long oid = relation.oid();
    Set<String> blocked = known.blockedColumns(oid);
    // What a function gives has the columns of what it reads.
    boolean opaque = known.opaque(oid);
    List<Column> columns =
        relation.columns().stream()
            .filter(column -> !opaque && !blocked.contains(column.name().text()))
            .map(column -> of(oid, column))
            .toList();
    boolean same = columns.size() == relation.columns().size();
    return new Relation(
        relation.oid(),
        relation.schema(),
        relation.name(),
        relation.type(),
        known.comment(oid, relation.comment()),
        relation.extension(),
        relation.visible(),
        relation.partitions(),
        relation.whole() && same,
        columns,
        // Also those whose expression has the name in it without resting on the column.
        relation.indexes().stream()
            .filter(index -> index.columns().stream().allMatch(each -> known.silent(oid, each)))
            .map(index -> of(oid, index))
            .toList(),
        relation.references());
  }

  private Column of(long oid, Column column) {
    return new Column(
        column.name(),
        known.type(column.typeOid(), column.type()),
        Objects.requireNonNull(
            known.definition(column.typeOid(), known.type(column.typeOid(), column.plain()))),
        column.typeOid(),
        column.nullable(),
        known.comment(oid, column.comment()));
  }

  private Index of(long oid, Index index) {
    return new Index(
        index.name(),
        index.columns(),
        index.uses(),
        index.every(),
        index.method(),
        index.key(),
        index.primary(),
        index.unique(),
        index.partial(),
        known.comment(oid, index.comment()));
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
    return open.filter(kind -> used.contains(kind.oid())).map(this::of).toList();
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
