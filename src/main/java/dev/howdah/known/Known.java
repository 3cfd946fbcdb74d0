package dev.howdah.known;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may know of some relations: what the access rules close does not exist for it.
 *
 * <p>A table is closed with what it inherits from, a view with what it reads; so is a column with
 * the one of the same name above it, and a generated one with those that it is made of. That is how
 * statements are judged, too.
 */
public final class Known {

  private static final Set<String> SYSTEM = Set.of("pg_catalog", "information_schema", "pg_toast");

  /** Stands for a text that names something unknown to the caller. */
  public static final String HIDDEN = "…";

  /** Schemas in one message. */
  private static final int MOST_NAMED = 20;

  private final Access access;
  private final Map<Long, Lineage> lineage;
  private final Map<Long, TypeLineage> types;

  private Known(Access access, Map<Long, Lineage> lineage, Map<Long, TypeLineage> types) {
    this.access = access;
    this.lineage = lineage;
    this.types = types;
  }

  /**
   * What a caller may know of these, by their lineage.
   *
   * @param types whose relations are in the lineage
   */
  public static Known of(Access access, Map<Long, Lineage> lineage, Map<Long, TypeLineage> types) {
    return new Known(access, lineage, types);
  }

  /** What the caller of a session may know of these; asks the database only where rules hold. */
  public static Known of(Session session, Collection<Long> oids) {
    return of(session, oids, Stream.of());
  }

  /** The same of relations and types. */
  public static Known of(Session session, Collection<Long> oids, Stream<Long> types) {
    Map<Long, TypeLineage> found = TypeLineage.of(session, types);
    List<Long> all =
        Stream.concat(oids.stream(), TypeLineage.relations(found.values())).distinct().toList();
    Access access = session.access();
    return new Known(
        access, access.restricted() && !all.isEmpty() ? Lineage.of(session, all) : Map.of(), found);
  }

  /** Whether a schema is open. */
  public static boolean schema(Access access, String name) {
    return access.opens(name) && (access.systemCatalogues() || !SYSTEM.contains(name));
  }

  /** What a caller meant by the name of a schema; models write an empty one for none. */
  public static @Nullable String given(@Nullable String schema) {
    return schema == null || schema.isBlank() ? null : schema;
  }

  /**
   * Says that a schema is not there, in the same words whether it does not exist or is closed.
   *
   * @param open names of those that the caller may know of
   */
  public static CallException noSchema(String schema, List<String> open) {
    String others =
        open.isEmpty()
            ? "there is none"
            : open.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", "there are ", ""))
                + (open.size() > MOST_NAMED ? " and others; list_schemas has all" : "");
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "There is no schema \"" + schema + "\" that may be read; " + others + ".",
        Map.of("schema", schema));
  }

  /**
   * A comment on a schema or on something of it that is no relation; null where it names a table or
   * any column that is blocked.
   */
  public static @Nullable String comment(Access access, String schema, @Nullable String comment) {
    return comment == null
            || (!new Mentions(access, schema).blocked(comment)
                && access.blockedColumns().values().stream()
                    .noneMatch(columns -> Mentions.spoken(comment, columns)))
        ? comment
        : null;
  }

  /** Whether a relation is open by its own name. */
  public static boolean named(Access access, String schema, String name) {
    return schema(access, schema)
        && !access.blocked(schema, name)
        && Stream.of(Operation.values()).anyMatch(each -> access.allows(each, schema, name));
  }

  /** Whether a relation is open. */
  public boolean table(long oid) {
    if (!access.restricted()) {
      return true;
    }
    Lineage table = lineage.get(oid);
    if (table == null) {
      return false;
    }
    Lineage owner = table.owner() == null ? null : lineage.get(table.owner());
    if (owner != null) {
      return table(owner.oid());
    }
    return named(access, table.schema(), table.name())
        && !blocked(table, new HashSet<>())
        && reads(table, access.named(table.schema(), table.name()), new HashSet<>());
  }

  /** Whether what is used is open. */
  public boolean open(Use use) {
    return table(use.relation())
        && (use.column() == null || !blockedColumns(use.relation()).contains(use.column()));
  }

  /** Whether all that is used is open. */
  public boolean open(List<String> uses) {
    return !access.restricted() || Use.all(uses).stream().allMatch(this::open);
  }

  /** Whether all that the query of a view names is open by itself. */
  public boolean openQuery(long view) {
    Lineage found = lineage.get(view);
    return !access.restricted()
        || (found != null
            && found.uses().stream()
                .filter(use -> !system(use.relation()))
                .allMatch(use -> open(use) && !(found.wholeRows() && closes(use.relation()))));
  }

  /** The columns of a relation that are closed. */
  public Set<String> blockedColumns(long oid) {
    Set<String> blocked = new LinkedHashSet<>();
    Lineage table = lineage.get(oid);
    if (table != null) {
      inherited(table, blocked, new HashSet<>());
      table.sources().stream()
          .filter(each -> blocked.contains(each.source()))
          .map(Lineage.Generated::column)
          .toList()
          .forEach(blocked::add);
    }
    return blocked;
  }

  /** Whether a text of the catalogue is free of names that are closed. */
  public boolean silent(long oid, @Nullable String text) {
    return text == null || !access.restricted() || !Mentions.column(text, blockedColumns(oid));
  }

  /** A comment on a relation or something of it; null where it names what is blocked. */
  public @Nullable String comment(long oid, @Nullable String comment) {
    Lineage table = lineage.get(oid);
    return comment == null
            || table == null
            || (!Mentions.spoken(comment, blockedColumns(oid))
                && !new Mentions(access, table.schema()).blocked(comment))
        ? comment
        : null;
  }

  /**
   * Whether a view, or one that it reads, reads through a function that somebody made, into which
   * only the guard looks.
   */
  public boolean opaque(long oid) {
    return opaque(oid, new HashSet<>());
  }

  private boolean opaque(long oid, Set<Long> seen) {
    Lineage found = lineage.get(oid);
    return found != null
        && seen.add(oid)
        && (found.functions()
            || found.uses().stream().anyMatch(use -> opaque(use.relation(), seen)));
  }

  /** What is shown of the name of a type: nothing where it is the row type of what is closed. */
  public String type(long oid, String name) {
    if (!access.restricted() || !TypeLineage.made(oid)) {
      return name;
    }
    TypeLineage type = types.get(oid);
    return type != null && (type.relation() == null || table(type.relation())) ? name : HIDDEN;
  }

  /** The same of what a type is made of, where that names what is closed. */
  public @Nullable String definition(long oid, @Nullable String definition) {
    if (definition == null || !access.restricted() || !TypeLineage.made(oid)) {
      return definition;
    }
    TypeLineage type = types.get(oid);
    return type != null
            && Use.all(type.uses()).stream()
                .allMatch(use -> open(use) && silent(use.relation(), definition))
        ? definition
        : HIDDEN;
  }

  private boolean closes(long oid) {
    return !blockedColumns(oid).isEmpty();
  }

  private boolean system(long oid) {
    Lineage found = lineage.get(oid);
    return found != null && SYSTEM.contains(found.schema());
  }

  /**
   * Whether a view may be read for all that it reads.
   *
   * @param led whether an operator has allowed by name whatever leads here
   */
  private boolean reads(Lineage view, boolean led, Set<List<Object>> seen) {
    if (!view.view() || !seen.add(List.of(view.oid(), led))) {
      return true;
    }
    for (Use use : view.uses()) {
      Lineage used = lineage.get(use.relation());
      if (used == null) {
        return false;
      }
      if (!system(used.oid()) && !read(view, use, used, led, seen)) {
        return false;
      }
    }
    return true;
  }

  private boolean read(Lineage view, Use use, Lineage used, boolean led, Set<List<Object>> seen) {
    if (used.owner() != null) {
      return table(used.oid());
    }
    Set<String> columns = blockedColumns(used.oid());
    boolean closed =
        blocked(used, new HashSet<>())
            || !(led || access.allows(Operation.SELECT, used.schema(), used.name()))
            || (view.wholeRows() && !columns.isEmpty())
            || (use.column() != null && columns.contains(use.column()));
    return !closed && reads(used, led && access.named(used.schema(), used.name()), seen);
  }

  private boolean blocked(Lineage table, Set<Long> seen) {
    if (access.blocked(table.schema(), table.name())) {
      return true;
    }
    return seen.add(table.oid())
        && table.ancestors().stream()
            .map(lineage::get)
            .anyMatch(parent -> parent == null || blocked(parent, seen));
  }

  private void inherited(Lineage table, Set<String> blocked, Set<Long> seen) {
    if (seen.add(table.oid())) {
      blocked.addAll(access.blockedColumns(table.schema(), table.name()));
      for (long oid : table.ancestors()) {
        Lineage parent = lineage.get(oid);
        if (parent != null) {
          inherited(parent, blocked, seen);
        }
      }
    }
  }
}
