package dev.howdah.tools.search;

import dev.howdah.db.Session;
import dev.howdah.sql.Sql;
import dev.howdah.tools.search.Inventory.Column;
import dev.howdah.tools.search.Inventory.Index;
import dev.howdah.tools.search.Inventory.Kind;
import dev.howdah.tools.search.Inventory.Reference;
import dev.howdah.tools.search.Inventory.Relation;
import dev.howdah.tools.search.Inventory.Routine;
import dev.howdah.tools.search.Inventory.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole inventory of a role, in four statements however much there is. For one thread.
 */
final class InventoryReader {

  private record Nothing() {}

  /** What an inventory rests on, and when that was asked. */
  record Stamp(String stamp, String moment) {}

  private record RelationRow(
      long oid,
      String schema,
      String name,
      String type,
      @Nullable String comment,
      @Nullable String extension,
      boolean visible,
      @Nullable Long partitions,
      boolean whole,
      @Nullable List<String> columns,
      @Nullable List<String> types,
      @Nullable List<String> bases,
      @Nullable List<String> typeOids,
      @Nullable List<String> nullables,
      @Nullable List<String> comments) {}

  private record IndexRow(
      long relation,
      String name,
      @Nullable List<String> columns,
      @Nullable List<String> uses,
      boolean every,
      String method,
      boolean isKey,
      boolean isPrimary,
      boolean isUnique,
      boolean partial,
      @Nullable String comment) {}

  private record ReferenceRow(
      String name,
      long relation,
      @Nullable List<String> columns,
      long other,
      @Nullable List<String> otherColumns) {}

  private record OtherRow(
      String kind,
      long oid,
      String schema,
      String name,
      String detail,
      @Nullable List<String> labels,
      @Nullable List<String> related,
      @Nullable String comment,
      @Nullable String extension) {}

  private static final Sql STAMP = Sql.resource(InventoryReader.class, "stamp.sql");
  private static final Sql RELATIONS = Sql.resource(InventoryReader.class, "relations.sql");
  private static final Sql INDEXES = Sql.resource(InventoryReader.class, "indexes.sql");
  private static final Sql REFERENCES = Sql.resource(InventoryReader.class, "references.sql");
  private static final Sql OTHERS = Sql.resource(InventoryReader.class, "others.sql");

  private final Session session;

  /** Most names and types come many times, and are kept once. */
  private final Map<String, Name> names = new HashMap<>();

  private final Map<String, String> texts = new HashMap<>();

  InventoryReader(Session session) {
    this.session = session;
  }

  /** Differs from an earlier one when the inventory may differ. */
  Stamp stamp() {
    return session.query(STAMP, new Nothing(), Stamp.class).getFirst();
  }

  Inventory read(String loadedAt) {
    Map<Long, List<Index>> indexes = new HashMap<>();
    for (IndexRow row : session.query(INDEXES, new Nothing(), IndexRow.class)) {
      indexes.computeIfAbsent(row.relation(), _ -> new ArrayList<>()).add(index(row));
    }
    Map<Long, List<Reference>> references = new HashMap<>();
    for (ReferenceRow row : session.query(REFERENCES, new Nothing(), ReferenceRow.class)) {
      references.computeIfAbsent(row.relation(), _ -> new ArrayList<>()).add(reference(row));
    }
    List<Relation> relations = new ArrayList<>();
    for (RelationRow row : session.query(RELATIONS, new Nothing(), RelationRow.class)) {
      relations.add(
          relation(
              row,
              indexes.getOrDefault(row.oid(), List.of()),
              references.getOrDefault(row.oid(), List.of())));
    }
    List<Schema> schemas = new ArrayList<>();
    List<Routine> routines = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    for (OtherRow row : session.query(OTHERS, new Nothing(), OtherRow.class)) {
      switch (row.kind()) {
        case "schema" -> schemas.add(new Schema(name(row.name()), row.comment()));
        case "enum", "domain", "range", "composite" -> kinds.add(kind(row));
        default -> routines.add(routine(row));
      }
    }
    return Consistent.of(new Inventory(loadedAt, schemas, relations, routines, kinds));
  }

  private Relation relation(RelationRow row, List<Index> indexes, List<Reference> references) {
    return new Relation(
        row.oid(),
        name(row.schema()),
        name(row.name()),
        text(row.type()),
        row.comment(),
        row.extension(),
        row.visible(),
        row.partitions(),
        row.whole(),
        columns(row),
        indexes,
        references);
  }

  private List<Column> columns(RelationRow row) {
    List<String> found = list(row.columns());
    List<String> types = list(row.types());
    List<String> bases = list(row.bases());
    List<String> oids = list(row.typeOids());
    List<String> nullables = list(row.nullables());
    List<String> comments = list(row.comments());
    List<Column> columns = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      String type = text(types.get(i));
      String comment = comments.get(i);
      columns.add(
          new Column(
              name(found.get(i)),
              type,
              bases.get(i).isEmpty() ? plain(type) : text(bases.get(i)),
              Long.parseLong(oids.get(i)),
              !nullables.get(i).isEmpty(),
              comment.isEmpty() ? null : comment));
    }
    return columns;
  }

  private String plain(String type) {
    int open = type.indexOf('(');
    int close = type.indexOf(')', open);
    boolean quoted = type.indexOf('"') >= 0;
    return open < 0 || close < 0 || quoted
        ? type
        : text(type.substring(0, open).strip() + type.substring(close + 1));
  }

  private Index index(IndexRow row) {
    return new Index(
        name(row.name()),
        shared(row.columns()),
        shared(row.uses()),
        row.every(),
        text(row.method()),
        row.isKey(),
        row.isPrimary(),
        row.isUnique(),
        row.partial(),
        row.comment());
  }

  private Reference reference(ReferenceRow row) {
    return new Reference(
        row.name(), shared(row.columns()), row.other(), shared(row.otherColumns()));
  }

  private Routine routine(OtherRow row) {
    return new Routine(
        text(row.kind()),
        name(row.schema()),
        name(row.name()),
        row.detail(),
        list(row.related()).stream().map(Long::valueOf).toList(),
        row.comment(),
        row.extension());
  }

  private Kind kind(OtherRow row) {
    return new Kind(
        row.oid(),
        text(row.kind()),
        name(row.schema()),
        name(row.name()),
        row.detail(),
        list(row.labels()),
        list(row.related()).stream().mapToLong(Long::parseLong).findFirst().orElse(0),
        row.comment(),
        row.extension());
  }

  private Name name(String text) {
    return names.computeIfAbsent(text, Name::of);
  }

  private String text(String text) {
    return texts.computeIfAbsent(text, each -> each);
  }

  private List<String> shared(@Nullable List<String> found) {
    return list(found).stream().map(each -> name(each).text()).toList();
  }

  private static List<String> list(@Nullable List<String> found) {
    return found == null ? List.of() : found;
  }
}
