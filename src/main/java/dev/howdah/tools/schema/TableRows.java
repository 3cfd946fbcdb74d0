package dev.howdah.tools.schema;

import dev.howdah.db.Session;
import dev.howdah.known.Use;
import dev.howdah.sql.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of one table, as far as the database role may know, in one statement for
 * each kind of thing that it has, whatever its size: most of the time goes into planning them. The
 * lists {@code uses} are as {@link Use#all} understands them.
 *
 * @param definition of a view, as far as it may be shown; else null
 */
record TableRows(
    Partitioning partitioning,
    @Nullable String definition,
    List<Column> columns,
    List<Constraint> constraints,
    List<Index> indexes,
    List<Trigger> triggers,
    List<Policy> policies,
    List<Relative> relatives) {

  record Column(
      String name,
      String type,
      long typeOid,
      @Nullable String typeDefinition,
      boolean nullable,
      @Nullable String defaultValue,
      boolean unique,
      @Nullable String identity,
      @Nullable String generated,
      @Nullable List<String> enumValues,
      @Nullable String comment,
      List<String> uses) {}

  /**
   * A constraint of the table; of the kind {@code r}, a foreign key of another that points here.
   */
  record Constraint(
      String name,
      String kind,
      @Nullable List<String> columns,
      @Nullable Long otherOid,
      @Nullable String otherSchema,
      @Nullable String otherTable,
      @Nullable List<String> otherColumns,
      @Nullable String onUpdate,
      @Nullable String onDelete,
      @Nullable List<String> onDeleteColumns,
      @Nullable String matchType,
      boolean deferrable,
      boolean initiallyDeferred,
      boolean validated,
      String definition,
      @Nullable String comment,
      List<String> uses) {

    boolean is(String wanted) {
      return kind.equals(wanted);
    }

    /** The table at the other end of a foreign key. */
    long other() {
      return Objects.requireNonNull(otherOid);
    }

    /** The columns at either end that belong to this table, or to the other. */
    List<Use> ends(long table) {
      boolean ours = is("f");
      return Stream.concat(
              ends(ours ? table : other(), columns), ends(ours ? other() : table, otherColumns))
          .toList();
    }

    private static Stream<Use> ends(long relation, @Nullable List<String> columns) {
      return Objects.requireNonNull(columns).stream().map(column -> new Use(relation, column));
    }
  }

  record Index(
      String name,
      List<String> columns,
      List<String> included,
      String method,
      boolean unique,
      boolean primary,
      boolean partial,
      @Nullable String predicate,
      String definition,
      @Nullable Long sizeBytes,
      @Nullable Long scans,
      boolean valid,
      @Nullable String comment,
      List<String> uses) {}

  record Trigger(String name, String definition, boolean enabled, List<String> uses) {}

  record Policy(
      String name,
      String command,
      boolean permissive,
      List<String> roles,
      @Nullable String usingExpression,
      @Nullable String checkExpression,
      List<String> uses) {}

  /** A table that it inherits from, or that inherits from it; {@code kind} says which. */
  record Relative(long oid, String kind, String schema, String name, @Nullable String bounds) {}

  private record Oid(long oid) {}

  private record View(@Nullable String definition) {}

  private record OidAndPattern(long oid, @Nullable String namePattern) {}

  private record OidAndLimit(long oid, int limit) {}

  private static final Sql PARTITIONING = Sql.resource(TableRows.class, "partitioning.sql").kept();
  private static final Sql VIEW = Sql.resource(TableRows.class, "view.sql").kept();
  private static final Sql COLUMNS = Sql.resource(TableRows.class, "columns.sql").kept();
  private static final Sql CONSTRAINTS = Sql.resource(TableRows.class, "constraints.sql").kept();
  private static final Sql INDEXES = Sql.resource(TableRows.class, "indexes.sql").kept();
  private static final Sql TRIGGERS = Sql.resource(TableRows.class, "triggers.sql").kept();
  private static final Sql POLICIES = Sql.resource(TableRows.class, "policies.sql").kept();
  private static final Sql RELATIVES = Sql.resource(TableRows.class, "relatives.sql").kept();

  /** Where rules close some of them, the others are found among so many. */
  private static final int MOST_RELATIVES = 10_000;

  /**
   * Reads all of it.
   *
   * @param columnPattern only columns like this; null for all
   */
  static TableRows of(Session session, Relation relation, @Nullable String columnPattern) {
    var oid = new Oid(relation.oid());
    int relatives =
        session.access().restricted() ? MOST_RELATIVES : TableDescription.MOST_RELATIVES + 1;
    return new TableRows(
        partitioning(session, relation),
        relation.isView()
            ? session.query(VIEW, oid, View.class).stream()
                .map(View::definition)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null)
            : null,
        session.query(COLUMNS, new OidAndPattern(relation.oid(), columnPattern), Column.class),
        session.query(CONSTRAINTS, oid, Constraint.class),
        session.query(INDEXES, oid, Index.class),
        relation.triggers() ? session.query(TRIGGERS, oid, Trigger.class) : List.of(),
        relation.policies() ? session.query(POLICIES, oid, Policy.class) : List.of(),
        relation.relatives()
            ? session.query(RELATIVES, new OidAndLimit(relation.oid(), relatives), Relative.class)
            : List.of());
  }

  /** With nothing in it when the table has gone meanwhile. */
  private static Partitioning partitioning(Session session, Relation relation) {
    return relation.partitioned()
        ? session.query(PARTITIONING, new Oid(relation.oid()), Partitioning.class).stream()
            .findFirst()
            .orElseGet(() -> Partitioning.none(relation))
        : Partitioning.none(relation);
  }

  /** Reads its indexes alone. */
  static TableRows indexes(Session session, Relation relation) {
    List<Index> indexes = session.query(INDEXES, new Oid(relation.oid()), Index.class);
    return new TableRows(
        Partitioning.none(relation),
        null,
        List.of(),
        List.of(),
        indexes,
        List.of(),
        List.of(),
        List.of());
  }

  /** Reads its constraints alone. */
  static TableRows constraints(Session session, Relation relation) {
    List<Constraint> all = session.query(CONSTRAINTS, new Oid(relation.oid()), Constraint.class);
    return new TableRows(
        Partitioning.none(relation),
        null,
        List.of(),
        all,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The oids of the types of its columns. */
  Stream<Long> types() {
    return columns.stream().map(Column::typeOid);
  }

  /** The oids of every relation that is named, the table's own first. */
  List<Long> oids(Relation relation) {
    Set<Long> seen = new HashSet<>(Set.of(relation.oid()));
    List<Long> oids = new ArrayList<>(seen);
    Stream.of(
            columns.stream().flatMap(each -> oids(each.uses())),
            constraints.stream().flatMap(each -> oids(each.uses())),
            constraints.stream().flatMap(each -> Stream.ofNullable(each.otherOid())),
            triggers.stream().flatMap(each -> oids(each.uses())),
            policies.stream().flatMap(each -> oids(each.uses())),
            relatives.stream().map(Relative::oid))
        .flatMap(all -> all)
        .filter(seen::add)
        .forEach(oids::add);
    return oids;
  }

  private static Stream<Long> oids(List<String> uses) {
    return Use.all(uses).stream().map(Use::relation);
  }
}
